/** Four real cameras about a person, 54 to 156 degrees apart: too far for an honest view between them. BSD-3, Pose2Sim. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { analyseRig, between } from '../../../../src/viewpoint/rig/index.js';
import { readCalibration } from '../../../../src/viewpoint/camera/index.js';
import type { Scenario } from './contract.js';

/** Two are scaled from the 1088 pixels that they are calibrated for. */
const sizes = new Map([
  ['cam01', { width: 1080, height: 1920, fit: 'contain' as const }],
  ['cam02', { width: 1080, height: 1920, fit: 'contain' as const }],
  ['cam03', { width: 1088, height: 1920 }],
  ['cam04', { width: 1088, height: 1920 }],
]);

/** Into the recordings. */
const seconds = 0.5;

export const pose2sim: Scenario = {
  name: 'four real cameras, gaps of 54 to 156 degrees',
  right: ['blend', 'snap'],
  async make({ store, call }) {
    const data = process.env.OLYMPIC_TEST_DATA;
    if (data === undefined || data === '') return undefined;
    const folder = path.join(data, 'pose2sim');
    const calibration = path.join(folder, 'Calib.qca.txt');
    if (!existsSync(calibration)) return undefined;
    const { cameras } = readCalibration(readFileSync(calibration, 'utf8'), { sizes });
    const frames = cameras.map(({ id }) => `pose2sim/${id}`);
    for (const [at, { id }] of cameras.entries()) {
      const file = `${id}.mp4`;
      store.putFile(file, readFileSync(path.join(folder, file)));
      await call('takeFrame', file, seconds, frames[at]!);
    }
    const size = { width: 270, height: 480 };
    const rig = analyseRig(cameras);
    const views = rig.gaps.flatMap(({ a, b }) =>
      [0.2, 0.5].map((part) => between(rig, a, b, part, { size })),
    );
    return { request: { size, cameras, frames }, views };
  },
};
