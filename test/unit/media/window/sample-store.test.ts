/** The windows of a deck share a budget: the oldest groups behind the playhead make room, what is ahead stays. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { deckTime } from '../../../../src/media/index.js';
import { SampleMemory, SampleStore } from '../../../../src/media/window/index.js';
import { groupOf, sampleOf } from '../../../fixtures/samples.js';

function storeOf(bytes: number, milliseconds = 60_000, memory = new SampleMemory(bytes)) {
  const playhead = { time: 0 };
  const store = new SampleStore({
    budget: { memory, milliseconds },
    playhead: () => deckTime(playhead.time),
    changed: () => {},
  });
  store.configure('video', { kind: 'video', codec: 'avc1.42c01e' });
  store.configure('audio', { kind: 'audio', codec: 'opus', sampleRate: 48_000, channels: 2 });
  return { store, playhead };
}

const rangesOf = (store: SampleStore, kind: 'video' | 'audio') =>
  store.buffered(kind).map(({ from, to }) => [from, to]);

describe('the sample store', () => {
  it('gives the same configuration the same id, description and all', () => {
    const { store } = storeOf(1000);
    const config = (byte: number) => ({
      kind: 'video' as const,
      codec: 'avc1.64001f',
      description: new Uint8Array([1, byte]),
      codedWidth: 640,
    });
    const first = store.configure('video', config(1));
    expect(store.configure('video', config(1))).to.equal(first);
    expect(store.configure('video', config(2))).not.to.equal(first);
    expect(() => store.append('video', [{ ...sampleOf({ time: 0 }), config: 99 }])).to.throw(RangeError);
  });

  it('evicts whole groups behind the playhead, oldest first, and is full when that does not help', () => {
    const { store, playhead } = storeOf(300);
    for (const from of [0, 400, 800]) expect(store.append('video', groupOf(from, 10))).to.equal('ok');
    expect(store.append('video', groupOf(1200, 10)), 'all is ahead').to.equal('full');
    playhead.time = 399;
    expect(store.append('video', groupOf(1200, 10)), 'the playhead is in the first').to.equal('full');
    playhead.time = 400;
    expect(store.append('video', groupOf(1200, 10))).to.equal('ok');
    expect(rangesOf(store, 'video')).to.deep.equal([[400, 1600]]);
    expect(store.bytes).to.equal(300);
  });

  it('evicts the older of two tracks', () => {
    const { store, playhead } = storeOf(300);
    store.append('audio', groupOf(0, 10));
    store.append('video', groupOf(400, 10));
    store.append('video', groupOf(800, 10));
    playhead.time = 1000;
    store.append('video', groupOf(1200, 10));
    expect(rangesOf(store, 'audio')).to.deep.equal([]);
    expect(rangesOf(store, 'video')).to.deep.equal([[400, 1600]]);
  });

  it('shares its bytes with the session: the asker lets go first, then the others, and what is ahead stays', () => {
    const memory = new SampleMemory(300);
    const [playing, standIn] = [storeOf(300, 60_000, memory), storeOf(300, 60_000, memory)];
    for (const from of [0, 400, 800]) playing.store.append('video', groupOf(from, 10));
    expect(standIn.store.append('video', groupOf(0, 10)), 'nothing was played').to.equal('full');
    playing.playhead.time = 800;
    for (const from of [0, 400]) expect(standIn.store.append('video', groupOf(from, 10))).to.equal('ok');
    expect(rangesOf(playing.store, 'video')).to.deep.equal([[800, 1200]]);
    expect(memory.used).to.equal(300);
    standIn.playhead.time = 400;
    playing.playhead.time = 1200;
    expect(standIn.store.append('video', groupOf(800, 10))).to.equal('ok');
    expect(rangesOf(standIn.store, 'video'), 'its own went first').to.deep.equal([[400, 1200]]);
    expect(rangesOf(playing.store, 'video')).to.deep.equal([[800, 1200]]);
    standIn.store.close();
    expect(memory.used).to.equal(100);
  });

  it('keeps no more seconds of a track than it may', () => {
    const { store, playhead } = storeOf(1e9, 1000);
    for (let from = 0; from < 8000; from += 400) {
      playhead.time = from;
      expect(store.append('video', groupOf(from, 10))).to.equal('ok');
      expect(store.video.milliseconds).to.be.at.most(1000);
    }
    expect(rangesOf(store, 'video')).to.deep.equal([[7200, 8000]]);
    playhead.time = 7200;
    expect(store.append('video', groupOf(8000, 10))).to.equal('full');
  });

  it('says what can be played: where all announced tracks have samples', () => {
    const { store } = storeOf(1e9);
    store.append('video', groupOf(0, 10));
    expect(store.playable).to.deep.equal([]);
    store.append('audio', groupOf(80, 20));
    expect(store.playable.map(({ from, to }) => [from, to])).to.deep.equal([[80, 400]]);
  });

  it('never exceeds its budget and never evicts what is at or after the playhead', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ pictures: fc.integer({ min: 1, max: 30 }), ahead: fc.integer({ min: 0, max: 40 }) }),
          {
            maxLength: 40,
          },
        ),
        (appends) => {
          const { store, playhead } = storeOf(600, 2000);
          let from = 0;
          for (const { pictures, ahead } of appends) {
            playhead.time = Math.max(playhead.time, from - ahead * 40);
            const before = store.video.at(deckTime(playhead.time));
            if (store.append('video', groupOf(from, pictures)) === 'ok') from += pictures * 40;
            expect(store.bytes).to.be.at.most(600);
            expect(store.video.milliseconds).to.be.at.most(2000);
            if (before !== undefined) expect(store.video.at(deckTime(playhead.time))).to.equal(before);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
