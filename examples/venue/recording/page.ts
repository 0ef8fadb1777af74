/** The page that `render-files.ts` drives: it records one camera after another and hands the files over. */
import { cameras } from '../rig.js';
import { createVenue } from '../venue.js';
import { recordCamera } from './record-camera.js';
import { renditions } from './renditions.js';

declare global {
  interface Window {
    /** Records a camera and puts its files to the server that served this page; resolves with their names. */
    recordVenueCamera(id: string): Promise<string[]>;
  }
}

const [{ width, height }] = renditions;
const venue = createVenue({ canvas: document.createElement('canvas'), width, height });

window.recordVenueCamera = async (id) => {
  const camera = cameras.find((candidate) => candidate.id === id);
  if (!camera) throw new Error(`The rig has no camera ${id}.`);
  const files = await recordCamera(venue, camera);
  for (const [name, data] of files) {
    const response = await fetch(`/files/${name}`, {
      method: 'PUT',
      body: new Blob([Uint8Array.from(data)]),
    });
    if (!response.ok) throw new Error(`The server did not take ${name}: ${response.status}.`);
  }
  return [...files.keys()];
};
