import { expect } from '@open-wc/testing';
import { Events } from 'hls.js';
import type Hls from 'hls.js';
import { timeRanges } from '../../../../src/base/index.js';
import { tellEvictions } from '../../../../src/transports/hls/evictions.js';

/** hls.js's events, with nobody else listening. */
class Wire {
  readonly #listeners: [string, (event: string, data: unknown) => void][] = [];
  readonly told: unknown[] = [];
  readonly on = (event: string, listener: (event: never, data: never) => void) =>
    void this.#listeners.push([event, listener as never]);
  readonly trigger = (event: string, data: unknown) => {
    if (event === Events.BUFFER_FLUSHED) this.told.push(data);
    for (const [name, listener] of this.#listeners) if (name === event) listener(event, data);
    return true;
  };

  get hls(): Pick<Hls, 'on' | 'trigger'> {
    return this as unknown as Hls;
  }
}

describe('what hls.js is told of evictions', () => {
  let wire: Wire;
  let from: number;
  const bufferedFrom = (start: number) => {
    from = start;
    wire.trigger(Events.FRAG_BUFFERED, {});
  };

  beforeEach(() => {
    wire = new Wire();
    const media = {
      get buffered() {
        return timeRanges([{ start: from, end: from + 60 }]);
      },
    };
    tellEvictions(wire.hls, media);
    wire.trigger(Events.BUFFER_CREATED, { tracks: { video: {}, audio: {} } });
  });

  it('is every ten seconds that are gone, for each buffer', () => {
    for (let start = 100; start <= 121; start += 1) bufferedFrom(start);
    expect(wire.told).to.deep.equal([
      { type: 'audio', start: 100, end: 110 },
      { type: 'video', start: 100, end: 110 },
      { type: 'audio', start: 110, end: 120 },
      { type: 'video', start: 110, end: 120 },
    ]);
  });

  it('begins anew where the viewer has gone back', () => {
    bufferedFrom(100);
    bufferedFrom(40);
    bufferedFrom(49);
    expect(wire.told).to.deep.equal([]);
    bufferedFrom(50);
    expect(wire.told).to.deep.equal([
      { type: 'audio', start: 40, end: 50 },
      { type: 'video', start: 40, end: 50 },
    ]);
  });

  it('waits while hls.js flushes', () => {
    bufferedFrom(100);
    wire.trigger(Events.BUFFER_FLUSHING, {});
    bufferedFrom(130);
    expect(wire.told).to.deep.equal([]);
  });
});
