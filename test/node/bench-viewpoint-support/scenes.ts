/** Pictures and cameras whose answers are known. */
import { noDistortion, rayOf } from '../../../src/viewpoint/camera/index.js';
import type { CameraModel } from '../../../src/viewpoint/camera/index.js';
import { randomFrom } from '../../bench/support/random.js';
import { blankPicture, byte } from '../../bench/viewpoint/picture.js';
import type { Picture } from '../../bench/viewpoint/picture.js';

/** @param value of a channel, 0 to 255 */
export function picture(
  width: number,
  height: number,
  value: (x: number, y: number, channel: number) => number,
): Picture {
  const made = blankPicture(width, height);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let channel = 0; channel < 3; channel += 1, at += 1) made.data[at] = byte(value(x, y, channel));
  return made;
}

/** Something smooth that looks alike nowhere: waves of random directions and lengths, endless in both directions. */
export function texture(seed: number): (x: number, y: number, channel: number) => number {
  const random = randomFrom(seed);
  const waves = Array.from({ length: 24 }, () => {
    const direction = 2 * Math.PI * random();
    const frequency = 0.05 + 0.5 * random() ** 2;
    return {
      fx: Math.cos(direction) * frequency,
      fy: Math.sin(direction) * frequency,
      phases: [random(), random(), random()].map((phase) => 2 * Math.PI * phase),
    };
  });
  return (x, y, channel) =>
    128 +
    18 * waves.reduce((sum, { fx, fy, phases }) => sum + Math.sin(fx * x + fy * y + phases[channel]!), 0);
}

/** Looks along -Z from there, unturned. */
export const cameraAt = (id: string, x: number, width = 160, height = 96): CameraModel => ({
  id,
  width,
  height,
  fx: 150,
  fy: 150,
  skew: 0,
  cx: (width - 1) / 2,
  cy: (height - 1) / 2,
  distortion: noDistortion,
  position: [x, 0, 0],
  rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
});

/** What a camera that is not turned sees of a textured wall at z = -depth. */
export function wallSeen(camera: CameraModel, depth: number): Picture {
  const wall = texture(5);
  // Texture units a scene unit: about a pixel each.
  const scale = camera.fx / depth;
  return picture(camera.width, camera.height, (px, py, channel) => {
    const [rx, ry] = rayOf(camera, { x: px, y: py });
    return wall(
      (camera.position[0] + rx * depth) * scale,
      (camera.position[1] + ry * depth) * scale,
      channel,
    );
  });
}
