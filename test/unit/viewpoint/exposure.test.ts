/** Exposures that fit what was measured between cameras. */
import { expect } from '@open-wc/testing';
import { balance } from '../../../src/viewpoint/exposure/index.js';
import type { Link } from '../../../src/viewpoint/exposure/index.js';
import type { Vector3 } from '../../../src/viewpoint/camera/index.js';
import { expectNear } from './camera/support.js';

const truth: readonly Vector3[] = [
  [0.2, 0.1, 0],
  [-0.1, 0, 0.05],
  [0, -0.2, 0.1],
  [-0.1, 0.1, -0.15],
];

/** A ring: each beside the next. */
const ring = (doubt: number, wrong = 0): Link[] =>
  truth.map((log, a) => {
    const b = (a + 1) % truth.length;
    const between = ([0, 1, 2] as const).map((channel) => log[channel] - truth[b]![channel]);
    if (a === 0) between[0]! += wrong;
    return { a, b, ratio: { log: between as unknown as Vector3, doubt: a === 0 ? doubt : 0.001 } };
  });

describe('exposures', () => {
  it('are what all ratios say, and 0 on average', () => {
    const found = balance(4, ring(0.001));
    found.forEach((log, at) => expectNear(log, truth[at]!, 2e-3));
  });

  it('are little moved by a ratio that is in doubt', () => {
    const found = balance(4, ring(0.1, 0.3));
    found.forEach((log, at) => expectNear(log, truth[at]!, 2e-3));
  });

  it('are alike where nothing was measured, and where what was measured is within its doubt', () => {
    expect(balance(2, [])).to.deep.equal([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    const [a, b] = balance(2, [{ a: 0, b: 1, ratio: { log: [0.01, -0.01, 0], doubt: 0.1 } }]);
    for (const channel of [0, 1, 2]) expect(Math.abs(a![channel]! - b![channel]!)).to.be.below(2e-4);
  });
});
