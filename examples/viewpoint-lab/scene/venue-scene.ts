/** The venue, frozen: pictures of evenly spaced cameras of its ring at one time of the loop. */
import { cameraFromCalibration } from '../../../src/viewpoint/index.js';
import type { CameraModel } from '../../../src/viewpoint/index.js';
import { cameras as venueCameras, subject, type VenueCamera } from '../../venue/rig.js';
import { createVenue, type Venue } from '../../venue/venue.js';
import type { Scene } from './scene.js';

export interface FreezeOptions {
  readonly cameras: number;
  /** Of the pictures, pixels; they are 16:9. */
  readonly width: number;
  readonly timeMs: number;
  readonly signal: AbortSignal;
  /** Which cameras there will be. */
  readonly onCameras?: (ids: readonly string[]) => void;
  /** A camera has its picture. */
  readonly onPicture?: (camera: CameraModel, frame: ImageBitmap, done: number, of: number) => void;
}

export function ringOf(count: number): readonly VenueCamera[] {
  const ring = venueCameras.filter((camera) => camera.ring);
  return Array.from({ length: count }, (_, index) =>
    ring.at(Math.round((index * ring.length) / count)),
  ).flatMap((camera) => camera ?? []);
}

const modelOf = ({ id, translation, rotation, intrinsics }: VenueCamera): CameraModel =>
  cameraFromCalibration(id, {
    translation: [...translation],
    rotation: [...rotation],
    intrinsics: { ...intrinsics },
  });

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

export class VenueScenes {
  readonly #canvas = new OffscreenCanvas(640, 360);
  #venue: Venue | undefined;

  /** A camera's picture at a time, at once. The caller closes it. */
  look(cameraId: string, timeMs: number, width: number): ImageBitmap | undefined {
    const camera = venueCameras.find(({ id }) => id === cameraId);
    if (camera === undefined) return undefined;
    this.#sized(width).render(camera, timeMs);
    return this.#canvas.transferToImageBitmap();
  }

  /** One camera a frame, so that the page stays at hand. Rejects with `AbortError`; pictures made until then are closed. */
  async freeze({ cameras, width, timeMs, signal, onCameras, onPicture }: FreezeOptions): Promise<Scene> {
    const seen = ringOf(cameras);
    const models = seen.map(modelOf);
    const frames: ImageBitmap[] = [];
    onCameras?.(models.map(({ id }) => id));
    try {
      for (const [index, camera] of seen.entries()) {
        await nextFrame();
        signal.throwIfAborted();
        this.#sized(width).render(camera, timeMs);
        const frame = this.#canvas.transferToImageBitmap();
        frames.push(frame);
        const model = models[index];
        if (model !== undefined) onPicture?.(model, frame, index + 1, seen.length);
      }
    } catch (error) {
      for (const frame of frames) frame.close();
      throw error;
    }
    const name = `The venue at ${(timeMs / 1000).toFixed(2)} s`;
    return { name, cameras: models, frames, subject, unit: 'm', notes: [] };
  }

  close(): void {
    this.#venue?.dispose();
    this.#venue = undefined;
  }

  #sized(width: number): Venue {
    const height = Math.round((width * 9) / 16);
    this.#venue ??= createVenue({ canvas: this.#canvas, width, height });
    if (this.#canvas.width !== width || this.#canvas.height !== height) this.#venue.resize(width, height);
    return this.#venue;
  }
}
