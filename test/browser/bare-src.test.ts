/** A stream without a descriptor: src alone says, or lets find out, what it is. */
import { expect } from '@open-wc/testing';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { has } from '../fixtures/needs.js';
import { definePlayer, expectTrue, mountPlayer, see, stateOf } from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

describe('a bare src', () => {
  let edge: TestEdge;
  let player: PlayerElement;

  before(async () => {
    await definePlayer();
    edge = await startEdge();
  });
  afterEach(() => player.remove());

  const cases = [
    { name: 'a playlist with parts', path: 'hls/ring-03/ll.m3u8', type: 'll-hls', decode: 'decoded' },
    { name: 'a playlist without parts', path: 'hls/ring-03/index.m3u8', type: 'hls', decode: 'decoded' },
    { name: 'an MPD', path: 'dash/ring-03/manifest.mpd', type: 'dash', decode: 'decoded' },
    { name: 'a WHEP endpoint that answers the probe', path: 'whep/ring-03', type: 'whep', decode: 'webrtc' },
    {
      name: 'a WHEP endpoint named by type',
      path: 'whep/ring-03',
      type: 'whep',
      decode: 'webrtc',
      attribute: 'whep',
    },
  ] as const;

  for (const { name, path, type, decode, ...rest } of cases)
    it(`plays ${name}, and knows the event time of its frames`, async () => {
      player = mountPlayer({
        src: `${edge.url}/${path}`,
        ...('attribute' in rest ? { type: rest.attribute } : {}),
      });
      await stateOf(player, 'playing');
      for (let look = 0; look < 3; look += 1) expectTrue(await see(player), 3);
      // Our own decoders where there are any.
      const ours = (await has('H.264 in WebCodecs')) ? 'webcodecs' : 'mse';
      expect(player.negotiation.chosen).to.include({
        angle: 'main',
        type,
        decode: decode === 'decoded' ? ours : decode,
      });
      expect([...player.videoTracks].map(({ id, selected }) => [id, selected])).to.deep.equal([
        ['main', true],
      ]);
      expect(player.moments).to.deep.equal([]);
      const start = player.getStartDate().getTime();
      expect(player.currentTime).to.be.within(0, 15);
      expect((player.eventTime - start) / 1000).to.be.closeTo(player.currentTime, 0.5);
    });
});
