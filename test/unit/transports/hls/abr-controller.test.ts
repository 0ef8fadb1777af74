import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { insteadOf } from '../../../../src/transports/hls/abr-controller.js';

describe('the choice of rendition', () => {
  it('is the nearest below one that cannot be decoded, else the nearest above, else that one after all', () => {
    const count = 5;
    fc.assert(
      fc.property(fc.nat(count - 1), fc.uniqueArray(fc.nat(count - 1)), (level, unusable) => {
        const left = new Set(unusable);
        const chosen = insteadOf(level, left, count);
        const usable = [0, 1, 2, 3, 4].filter((one) => !left.has(one));
        const below = usable.filter((one) => one <= level);
        const above = usable.filter((one) => one > level);
        expect(chosen).to.equal(below.at(-1) ?? above[0] ?? level);
      }),
    );
  });
});
