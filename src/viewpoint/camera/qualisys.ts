/**
 * Calibrations that Qualisys Track Manager exports (.qca.txt, XML).
 *
 * Rows of r11 … r33 are the camera's right, up and back in the scene: x_camera = R (X - T) with glTF's camera axes, T in
 * millimetres. Focal lengths and principal point are in 1/64 pixel, counted on the whole sensor: `fov_video` is the part of it
 * that the picture shows. Distortion is Brown-Conrady on normalized coordinates, dimensionless as in OpenCV: it is not divided
 * by 64. (Pose2Sim's converter does divide; but rails and window frames in the films of its own demo are straighter without.)
 * Where pixel centres are is not said: taken to be at whole numbers, since a sensor of n pixels is said to end at 64 (n - 1).
 *
 * Positions are given in metres, since the format says that it has millimetres and everything else that knows a unit has metres.
 * The axes stay. Track Manager's scenes have Z up unless somebody chose otherwise, which the file does not say: `up` is given
 * where the cameras agree with it.
 */
import type { CalibratedCameras } from './calibrated.js';
import type { CameraModel } from './camera-model.js';
import { checked } from './checked.js';
import { quoted, unreadable } from './errors.js';
import { checkCount, checkLength, distinct } from './limits.js';
import { nearestRotation } from './rotation.js';
import { numberFrom } from './text.js';
import { add, dot, length, scale, transpose } from './vector.js';
import type { Matrix3, Vector3 } from './vector.js';
import { elementsAt, escapedXml, parseXml } from './xml.js';
import type { XmlElement } from './xml.js';

const format = 'Qualisys';
/** Parts of a pixel that lengths on the sensor are counted in. */
const subpixels = 64;
const millimetres = 1000;
const zUp: Vector3 = [0, 0, 1];
/** Cosine of the angle between the cameras' mean up and Z within which Z is believed to be up. */
const agreeing = 0.5;

/** Whether a text is one, by its first element. */
export const isQualisys = (text: string): boolean =>
  /^\uFEFF?\s{0,100}</.test(text) && text.slice(0, 4096).includes('<calibration');

/** A camera's id is its serial number. Cameras that were switched off are left out. */
export function camerasFromQualisys(text: string): CalibratedCameras {
  checkLength(text);
  const document = parseXml(text, format);
  const found = elementsAt(document, 'cameras', 'camera').filter(
    (camera) => camera.attributes.get('active') !== '0',
  );
  if (document.name !== 'calibration' || found.length === 0) {
    throw unreadable(format, 'it has no cameras', {
      hint: 'Give the calibration that Qualisys Track Manager exports as text (.qca.txt).',
    });
  }
  checkCount(found.length);
  const cameras = distinct(found.map(cameraOf));
  const sum = cameras.reduce<Vector3>(
    (total, { rotation }) => add(total, [rotation[1], rotation[4], rotation[7]]),
    [0, 0, 0],
  );
  return { cameras, unit: 'metre', ...(dot(sum, zUp) > agreeing * length(sum) ? { up: zUp } : {}) };
}

function cameraOf(camera: XmlElement): CameraModel {
  const id = camera.attributes.get('serial') ?? '';
  const [transform] = elementsAt(camera, 'transform');
  const [intrinsic] = elementsAt(camera, 'intrinsic');
  const [view] = elementsAt(camera, 'fov_video');
  if (transform === undefined || intrinsic === undefined) {
    throw unreadable(format, `camera ${quoted(id)} has no transform or no intrinsic`, {
      hint: 'Calibrate it, or remove it from the file.',
    });
  }
  const pose = reader(transform, id);
  const lens = reader(intrinsic, id);
  const { left, top, width, height } = view === undefined ? sensorOf(lens) : viewOf(reader(view, id));
  const rows: Matrix3 = [
    pose('r11'),
    pose('r12'),
    pose('r13'),
    pose('r21'),
    pose('r22'),
    pose('r23'),
    pose('r31'),
    pose('r32'),
    pose('r33'),
  ];
  return checked({
    id,
    width,
    height,
    fx: lens('focalLengthU') / subpixels,
    fy: lens('focalLengthV') / subpixels,
    skew: lens('skew', 0) / subpixels,
    cx: lens('centerPointU') / subpixels - left,
    cy: lens('centerPointV') / subpixels - top,
    distortion: [
      lens('radialDistortion1', 0),
      lens('radialDistortion2', 0),
      lens('tangentalDistortion1', 0),
      lens('tangentalDistortion2', 0),
      lens('radialDistortion3', 0),
    ],
    position: scale([pose('x'), pose('y'), pose('z')], 1 / millimetres),
    rotation: transpose(nearestRotation(rows, id, 'its rotation (r11 … r33)')),
  });
}

type Reader = (name: string, otherwise?: number) => number;

const reader =
  (element: XmlElement, camera: string): Reader =>
  (name, otherwise) => {
    const text = element.attributes.get(name);
    if (text === undefined && otherwise !== undefined) return otherwise;
    return numberFrom(text ?? '', format, `${name} of camera ${quoted(camera)}`);
  };

interface View {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** First and last pixels, both part of it. */
const viewOf = (edge: Reader): View => ({
  left: edge('left'),
  top: edge('top'),
  width: edge('right') - edge('left') + 1,
  height: edge('bottom') - edge('top') + 1,
});

/** Files without a view show the whole sensor; its last subpixel is written as the pixel's first or as its last. */
const sensorOf = (lens: Reader): View => ({
  left: 0,
  top: 0,
  width: Math.floor((lens('sensorMaxU') - lens('sensorMinU', 0)) / subpixels) + 1,
  height: Math.floor((lens('sensorMaxV') - lens('sensorMinV', 0)) / subpixels) + 1,
});

/** Takes positions as metres. */
export function qualisysFromCameras(cameras: readonly CameraModel[]): string {
  const elements = distinct(cameras).map((camera) => {
    const { id, width, height, fx, fy, skew, cx, cy, rotation, position } = camera;
    const [k1, k2, p1, p2, k3] = camera.distortion;
    const [x, y, z] = scale(position, millimetres);
    const [r11, r12, r13, r21, r22, r23, r31, r32, r33] = transpose(rotation);
    const view = { left: 0, top: 0, right: width - 1, bottom: height - 1 };
    return [
      `    <camera active="1" serial="${escapedXml(id)}" model="none" viewrotation="0">`,
      `      ${tag('fov_video', view)}`,
      `      ${tag('fov_video_max', view)}`,
      `      ${tag('transform', { x, y, z, r11, r12, r13, r21, r22, r23, r31, r32, r33 })}`,
      `      ${tag('intrinsic', {
        sensorMinU: 0,
        sensorMaxU: (width - 1) * subpixels,
        sensorMinV: 0,
        sensorMaxV: (height - 1) * subpixels,
        focalLengthU: fx * subpixels,
        focalLengthV: fy * subpixels,
        centerPointU: cx * subpixels,
        centerPointV: cy * subpixels,
        skew: skew * subpixels,
        radialDistortion1: k1,
        radialDistortion2: k2,
        radialDistortion3: k3,
        tangentalDistortion1: p1,
        tangentalDistortion2: p2,
      })}`,
      '    </camera>',
    ].join('\n');
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<calibration type="regular">',
    '  <cameras>',
    ...elements,
    '  </cameras>',
    '</calibration>',
    '',
  ].join('\n');
}

const tag = (name: string, attributes: Readonly<Record<string, number>>): string =>
  `<${name} ${Object.entries(attributes)
    .map(([key, value]) => `${key}="${value}"`)
    .join(' ')}/>`;
