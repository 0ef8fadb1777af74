import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import { Ring } from '../../../../src/media/sound/ring.js';

describe('a ring of samples', () => {
  it('keeps what a plain map would, and knows its holes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ step: fc.integer({ min: -6, max: 12 }), length: fc.integer({ min: 1, max: 9 }) }),
          { minLength: 1, maxLength: 60 },
        ),
        (writes) => {
          const ring = new Ring(64, new Float32Array(0));
          const model = new Map<number, number>();
          let value = 1;
          let end = 40;
          let first: number | undefined;
          for (const { step, length } of writes) {
            const at = Math.max(end + step, 0);
            first ??= at;
            const samples = Float32Array.from({ length }, () => value++);
            ring.write(at, samples, samples, false);
            // What comes before the first place is not kept.
            for (let n = Math.max(0, first - at); n < length; n++) model.set(at + n, samples[n]!);
            end = Math.max(...model.keys()) + 1;
            for (const place of [...model.keys()]) if (place < end - 64) model.delete(place);
          }
          expect(ring.end).to.equal(end);
          for (let place = Math.max(0, end - 64); place < end; place++) {
            let to = place;
            while (model.has(to)) to += 1;
            expect(ring.readableTo(place), `from ${place}`).to.equal(to);
            if (model.has(place)) expect(ring.left[place & ring.mask]).to.equal(model.get(place));
          }
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  it('breaks where sound does not go on, though nothing is missing', () => {
    const ring = new Ring(64, new Float32Array(0));
    const samples = new Float32Array(10);
    ring.write(0, samples, samples, true);
    ring.write(10, samples, samples, true);
    expect(ring.readableTo(3)).to.equal(10);
    expect(ring.readableFrom(13)).to.equal(10);
    expect(ring.readableTo(10)).to.equal(20);
  });
});
