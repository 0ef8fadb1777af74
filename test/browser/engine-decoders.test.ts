/** Decoders that break under the player: the picture goes on, and at most the damaged group of pictures is lost. */
import { expect } from '@open-wc/testing';
import type { Failover } from '../../src/session/index.js';
import { Doctor, expectNoneForgotten } from '../fixtures/doctored.js';
import type { DecoderTrouble } from '../fixtures/doctored.js';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { until } from '../fixtures/listening.js';
import { needs } from '../fixtures/needs.js';
import {
  deckOf,
  definePlayer,
  eventOf,
  expectPicture,
  mountPlayer,
  see,
  stateOf,
} from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

const mainCamera = 24;
/** The recordings' groups of pictures, ms. */
const groupMs = 1000;
const all = { from: 0, to: Infinity };
/** The first decoder of a worker alone. */
const first = { from: 0, to: 1 };
/** How long a decoder may give nothing for what it is fed, ms. */
const silentMs = 1500;
/** Enough pictures to be past every trouble below, and its cure. */
const enough = 150;

/** The longest step between pictures that came to the screen one after the other, ms of event time, until so many were presented. */
async function longestStep(player: PlayerElement, pictures: number): Promise<number> {
  const media = player.session.screening.peek()?.media;
  if (media === undefined) throw new Error('the player shows nothing');
  let before: number | undefined;
  let longest = 0;
  let presented = 0;
  const look = () =>
    media.requestVideoFrameCallback((_now, { eventTime, presentedFrames }) => {
      if (eventTime !== undefined && before !== undefined) longest = Math.max(longest, eventTime - before);
      before = eventTime;
      presented = presentedFrames;
      look();
    });
  look();
  await until(`${pictures} pictures`, () => presented >= pictures, 25_000);
  return longest;
}

describe('decoders under the player', () => {
  let edge: TestEdge;
  let player: PlayerElement;
  let doctor: Doctor;

  before(async function () {
    await needs(this, 'H.264 in WebCodecs');
    await definePlayer();
    edge = await startEdge();
  });
  afterEach(async () => {
    player?.remove();
    await doctor.gone();
    doctor.close();
  });

  const mount = (transports: string, decoders: readonly DecoderTrouble[]) => {
    // JSON knows no Infinity.
    doctor = new Doctor(decoders.map(({ to, ...trouble }) => ({ ...trouble, to: Math.min(to, 1e6) })));
    player = mountPlayer({
      src: `${edge.url}/event.json`,
      transports,
      'worker-url': doctor.workerUrl,
    });
  };

  const troubles: readonly (readonly [string, DecoderTrouble])[] = [
    ['dies of a picture', { ...first, kind: 'dies', after: 47 }],
    ['is taken away', { ...first, kind: 'reclaimed', after: 47 }],
    ['falls silent', { ...first, kind: 'silent', after: 47 }],
    ['refuses the hardware', { ...all, kind: 'needs-software' }],
  ];
  for (const type of ['ll-hls', 'moq'])
    for (const [what, trouble] of troubles)
      it(`plays ${type} on when a decoder ${what}`, async () => {
        mount(type, [trouble]);
        await stateOf(player, 'playing');
        const step = await longestStep(player, enough);
        // Silence is waited for before it counts, and who is live does not wait as long.
        const noticedMs = type === 'moq' && trouble.kind === 'silent' ? silentMs : 0;
        expect(step).to.be.at.most(groupMs + noticedMs + 100);
        expectPicture(await see(player), mainCamera);
        const { decoderRebuilds, samplesLost } = await deckOf(player).stats();
        expect(decoderRebuilds).to.be.within(1, 3);
        expect(samplesLost).to.be.at.most(30);
        expect(player.stats).to.include({ failovers: 0, decoder: 'webcodecs' });
        expect(player.error).to.equal(null);
        player.pause();
        await stateOf(player, 'paused');
        await expectNoneForgotten(player, doctor);
      });

  it('starts LL-HLS with MediaSource where no decoder can be configured, and says why', async () => {
    mount('ll-hls', [{ ...all, kind: 'throws' }]);
    await stateOf(player, 'playing');
    expect(player.negotiation.chosen).to.include({ type: 'll-hls', decode: 'mse' });
    const left = player.negotiation.candidates.find(
      ({ type, decode }) => type === 'll-hls' && decode === 'webcodecs',
    );
    expect(left).to.include({ verdict: 'failed' });
    expect(left?.reason).to.match(/^media\/(decode|decoder)/);
    expectPicture(await see(player), mainCamera);
  });

  for (const kind of ['dies', 'silent'] as const)
    it(`goes on with the same source through MediaSource at the same event time when no decoder lasts (${kind})`, async () => {
      mount('ll-hls', [
        { ...first, kind, after: 60 },
        { from: 1, to: Infinity, kind: kind === 'dies' ? 'dies' : 'silent', after: 0 },
      ]);
      await stateOf(player, 'playing');
      const moved = eventOf<Failover>(player, 'failover', ({ to }) => to.decode === 'mse', 25_000);
      const { from, to, gapMs, repeatedMs, reason } = await moved;
      expect(from).to.include({ type: 'll-hls', decode: 'webcodecs' });
      expect(to).to.include({ type: 'll-hls', decode: 'mse', url: from.url });
      expect(reason).to.match(/^media\/decod/);
      expect({ gapMs, repeatedMs }).to.satisfy(
        () => gapMs <= 1000 && repeatedMs <= 1000,
        JSON.stringify({ gapMs, repeatedMs }),
      );
      await stateOf(player, 'playing');
      expectPicture(await see(player), mainCamera);
      expect(player.stats.decoder).to.equal('mse');
    });
});
