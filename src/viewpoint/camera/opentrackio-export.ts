import type { CameraModel } from './camera-model.js';
import { notExpressible } from './errors.js';
import { refuseSkew } from './expressible.js';
import { bends } from './lens.js';
import { distinct } from './limits.js';
import { distorts } from './opentrackio-lens.js';
import { panTiltRollOf } from './pan-tilt-roll.js';

const format = 'OpenTrackIO';
/** Longest text that the schema takes. */
const longestLabel = 1023;

export interface OpenTrackIOExport {
  /** Width of the sensor, mm. A calibration in pixels does not know it; all other lengths on the sensor follow from it. */
  readonly sensorWidthMm?: number;
}

/** A list of samples (1.0.0, with their static parts), one for each camera. The scene has to be metres, Z up: see `placed`. */
export function openTrackIOFromCameras(
  cameras: readonly CameraModel[],
  { sensorWidthMm = 36 }: OpenTrackIOExport = {},
): string {
  const samples = distinct(cameras).map((camera) => sampleOf(camera, sensorWidthMm));
  return `${JSON.stringify(samples, undefined, 2)}\n`;
}

function sampleOf(camera: CameraModel, sensorWidthMm: number): object {
  refuseSkew(camera, format);
  const { id, width, height, fx, fy, cx, cy, position, rotation: r } = camera;
  if (id.trim() === '' || id.length > longestLabel)
    throw notExpressible(id, format, `its id is no label of 1 to ${longestLabel} characters`);
  if (!(sensorWidthMm > 0)) throw notExpressible(id, format, 'the sensor that was asked for has no width');
  const F = (fx * sensorWidthMm) / width;
  const sensorHeightMm = (F * height) / fy;
  const [x, y, z] = position;
  return {
    protocol: { name: format, version: [1, 0, 0] },
    static: {
      camera: {
        activeSensorPhysicalDimensions: { width: sensorWidthMm, height: sensorHeightMm },
        activeSensorResolution: { width, height },
        label: id,
      },
    },
    lens: {
      pinholeFocalLength: F,
      projectionOffset: {
        x: ((cx - (width - 1) / 2) / width) * sensorWidthMm,
        y: ((cy - (height - 1) / 2) / height) * sensorHeightMm,
      },
      ...(bends(camera.distortion) ? { distortion: [lensOf(camera, F)] } : {}),
    },
    transforms: [
      {
        translation: { x, y, z },
        // The sensor's axes: right, forward, up.
        rotation: panTiltRollOf([r[0], -r[2], r[1], r[3], -r[5], r[4], r[6], -r[8], r[7]]),
        id: 'Camera',
      },
    ],
  };
}

function lensOf({ distortion: [k1, k2, p1, p2, k3] }: CameraModel, F: number): object {
  return {
    model: distorts,
    radial: [k1 / F ** 2, 0, k2 / F ** 4, 0, k3 / F ** 6, 0],
    tangential: [p1 / F, p2 / F],
  };
}
