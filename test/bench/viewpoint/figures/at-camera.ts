import type { CameraModel } from '../../../../src/viewpoint/index.js';
import type { Row } from '../../support/report.js';
import { psnr } from '../metrics.js';
import type { Picture } from '../picture.js';
import type { Moment } from '../stage/index.js';

/** Two equal pictures have no PSNR; this is more than 8 bits can show. */
const most = 99;

/** How close the views from where real cameras stand are to their pictures: dB of each. */
export async function likenessAtCameras(
  moment: Moment,
  cameras: readonly CameraModel[],
  pictures: readonly Picture[],
): Promise<readonly number[]> {
  const decibels: number[] = [];
  for (const [index, camera] of cameras.entries()) {
    const { picture } = await moment.view(camera);
    decibels.push(Math.min(most, psnr(picture, pictures[index]!)));
  }
  return decibels;
}

export const atCameraRow = (where: string, decibels: readonly number[]): Row => ({
  what: `${where}: at a real camera, worst of ${decibels.length}`,
  value: Math.min(...decibels),
  unit: 'dB',
  goal: { least: 45 },
});
