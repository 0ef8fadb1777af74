import { bends, resized } from '../camera/index.js';
import type { CameraModel } from '../camera/index.js';
import { census } from '../depth/census.glsl.js';
import type { Level, View } from '../depth/view.js';
import { lensUniforms } from '../gl/index.js';
import type { Gpu, Texture } from '../gl/index.js';
import type { PictureSize } from './frame.js';
import { halve, straighten } from './resample.glsl.js';
import { straightened } from './straight.js';

/**
 * The sizes that are matched, without the lens's distortion. `camera` is the picture's own, of the texture's size; `silhouettes`:
 * whether its alpha says where the athlete is.
 */
export function matchingView(
  gpu: Gpu,
  camera: CameraModel,
  picture: Texture,
  { width, height }: PictureSize,
  silhouettes = false,
  exposure: View['exposure'] = () => [0, 0, 0],
): View {
  const same = picture.width === width && picture.height === height && !bends(camera.distortion);
  const fine: Level = {
    camera: straightened(camera, width, height),
    picture: same ? picture : gpu.texture({ width, height, format: 'rgba8', purpose: 'matching' }),
  };
  if (!same) {
    const { fx, fy, cx, cy, skew } = fine.camera;
    gpu.fill(fine.picture, straighten, {
      picture,
      pinhole: [fx, fy, cx, cy],
      pinholeSkew: skew,
      ...lensUniforms('own', camera),
      taps: { int: Math.min(8, Math.max(1, Math.ceil(picture.width / width))) },
    });
  }
  const half = halved(gpu, fine);
  const quarter = halved(gpu, half);
  const codes = gpu.texture({ ...sizeOfTexture(quarter.picture), format: 'data8', purpose: 'matching' });
  gpu.fill(codes, census, { picture: quarter.picture });
  return { fine, half, quarter, census: codes, silhouettes, exposure };
}

const sizeOfTexture = ({ width, height }: Texture): PictureSize => ({ width, height });

function halved(gpu: Gpu, { camera, picture }: Level): Level {
  const [width, height] = [picture.width / 2, picture.height / 2];
  const target = gpu.texture({ width, height, format: 'rgba8', purpose: 'matching' });
  gpu.fill(target, halve, { picture });
  return { camera: resized(camera, width, height), picture: target };
}
