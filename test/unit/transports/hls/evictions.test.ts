import { expect } from '@open-wc/testing';
import { evictionsOf } from '../../../../src/transports/hls/evictions.js';

describe('what hls.js forgets', () => {
  let forgotten: [number, string][];
  let from: number | undefined;
  let look: () => void;
  const keptFrom = (seconds: number | undefined) => {
    from = seconds;
    look();
  };

  beforeEach(() => {
    forgotten = [];
    look = evictionsOf(
      { removeFragmentsInRange: (_start, end, type) => void forgotten.push([end, type]) },
      () => from,
    );
  });

  it('is what lies before the window, of pictures and sound, every ten seconds', () => {
    for (let start = 100; start <= 121; start += 1) keptFrom(start);
    expect(forgotten).to.deep.equal(
      [100, 110, 120].flatMap((end) => [
        [end, 'main'],
        [end, 'audio'],
      ]),
    );
  });

  it('is nothing while nothing is kept', () => {
    keptFrom(undefined);
    expect(forgotten).to.deep.equal([]);
  });

  it('is what lies before the new window where the viewer has gone back', () => {
    keptFrom(100);
    keptFrom(40);
    keptFrom(49);
    expect(forgotten.map(([end]) => end)).to.deep.equal([100, 100, 40, 40]);
  });
});
