/** The engine where pages forbid things: content security policies, bundles from other origins, workers of other releases. */
import { expect } from '@open-wc/testing';
import { openUnder } from '../fixtures/csp-frame.js';
import type { Elsewhere } from '../fixtures/csp-frame.js';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { listenTo, until } from '../fixtures/listening.js';
import { needs } from '../fixtures/needs.js';
import { definePlayer, expectPicture, mountPlayer, see, stateOf } from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

const mainCamera = 24;
/** The header the player promises to run under, and the way to the edge. */
const strict = (connect: string, more = '') =>
  `default-src 'self'; connect-src 'self' ${connect}; media-src 'self' blob:; require-trusted-types-for 'script'; trusted-types olympic-player lit-html${more}`;
/** The edge of a test has ports of its own for WebTransport. */
const edgeOrigins = 'http://127.0.0.1:* ws://127.0.0.1:* https://127.0.0.1:*';

describe('the engine under policies', () => {
  let edge: TestEdge;
  let elsewhere: Elsewhere | undefined;
  let player: PlayerElement | undefined;

  before(async function () {
    await needs(this, 'H.264 in WebCodecs', 'Trusted Types');
    await definePlayer();
    edge = await startEdge();
  });
  afterEach(() => {
    player?.remove();
    elsewhere?.remove();
    elsewhere = undefined;
  });

  const chosen = () => player?.negotiation.chosen;
  const verdicts = (decode: string) =>
    (player?.negotiation.candidates ?? [])
      .filter(
        (candidate) =>
          candidate.decode === decode && candidate.angle === 'main' && candidate.verdict !== 'refused',
      )
      .map(({ type, verdict, reason }) => `${type} ${verdict} ${reason}`);

  for (const [type, decode] of [
    ['ll-hls', 'webcodecs'],
    ['moq', 'webcodecs'],
    ['whep', 'webrtc'],
  ] as const)
    it(`plays ${type} with sound under the strictest policy, against nothing of it`, async () => {
      elsewhere = await openUnder(strict(edgeOrigins));
      const ears = listenTo(elsewhere.window);
      player = elsewhere.mount({ src: `${edge.url}/event.json`, transports: type });
      await stateOf(player, 'playing');
      expect(chosen()).to.include({ type, decode });
      player.muted = false;
      expectPicture(await see(player), mainCamera);
      if (decode === 'webcodecs') {
        expect(chosen()?.agreed ?? 'in worker').to.not.match(/page|blob/);
        await until('sound', () => ears.level() > 0.001);
      }
      expectPicture(await see(player), mainCamera);
      expect(elsewhere.violations).to.deep.equal([]);
      expect(await elsewhere.reported()).to.deep.equal([]);
    });

  it('goes on with MediaSource at once where the worker is of another release, and says so', async () => {
    player = mountPlayer({
      src: `${edge.url}/event.json`,
      transports: 'moq ll-hls',
      'worker-url': '/__outdated/0/',
    });
    await stateOf(player, 'playing');
    expect(chosen()).to.include({ type: 'll-hls', decode: 'mse' });
    expect(new Set(verdicts('webcodecs'))).to.deep.equal(
      new Set(['moq failed media/worker-version', 'll-hls failed media/worker-version']),
      JSON.stringify(verdicts('webcodecs')),
    );
    const wasted = player.negotiation.candidates
      .filter(({ verdict }) => verdict === 'failed')
      .reduce((sum, { elapsedMs }) => sum + (elapsedMs ?? 0), 0);
    expect(wasted).to.be.below(2000);
    expectPicture(await see(player), mainCamera);
  });

  it('decodes on the page where the policy allows no worker, and says so', async () => {
    elsewhere = await openUnder(strict(edgeOrigins, "; worker-src 'none'"));
    player = elsewhere.mount({ src: `${edge.url}/event.json`, transports: 'll-hls' });
    await stateOf(player, 'playing');
    expect(chosen()).to.include({ type: 'll-hls', decode: 'webcodecs' });
    expect(chosen()?.agreed).to.match(/^hls\.js in page/);
    expectPicture(await see(player), mainCamera);
  });

  it('starts its worker through a blob where the bundle is from another origin, with sound', async () => {
    const cdn = await (await fetch('/__cdn', { method: 'POST' })).text();
    elsewhere = await openUnder("object-src 'none'", `${cdn}/dist/define.js`);
    const ears = listenTo(elsewhere.window);
    player = elsewhere.mount({ src: `${edge.url}/event.json`, transports: 'll-hls' });
    await stateOf(player, 'playing');
    expect(chosen()?.agreed).to.match(/^hls\.js in worker from a blob/);
    player.muted = false;
    await until('sound', () => ears.level() > 0.001);
    expectPicture(await see(player), mainCamera);
  });

  it("starts the page's own copy of the worker where worker-url names it", async () => {
    const cdn = await (await fetch('/__cdn', { method: 'POST' })).text();
    elsewhere = await openUnder(
      `default-src 'self' ${cdn}; worker-src 'self'; media-src 'self' blob:; connect-src 'self' ${edgeOrigins}`,
      `${cdn}/dist/define.js`,
    );
    player = elsewhere.mount({
      src: `${edge.url}/event.json`,
      transports: 'll-hls',
      'worker-url': '/dist/workers',
    });
    await stateOf(player, 'playing');
    expect(chosen()?.agreed).to.match(/^hls\.js in worker, /);
    expectPicture(await see(player), mainCamera);
    expect(await elsewhere.reported()).to.deep.equal([]);
  });

  it('decodes on the page where the bundle is from another origin and neither its worker nor a blob may start', async () => {
    const cdn = await (await fetch('/__cdn', { method: 'POST' })).text();
    elsewhere = await openUnder(
      `default-src 'self' ${cdn}; worker-src 'self'; media-src 'self' blob:; connect-src 'self' ${edgeOrigins}`,
      `${cdn}/dist/define.js`,
    );
    player = elsewhere.mount({ src: `${edge.url}/event.json`, transports: 'll-hls' });
    await stateOf(player, 'playing');
    expect(chosen()?.agreed).to.match(/^hls\.js in page/);
    expectPicture(await see(player), mainCamera);
  });

  it('goes on with MediaSource where worker-url leads nowhere', async () => {
    player = mountPlayer({
      src: `${edge.url}/event.json`,
      transports: 'll-hls',
      'worker-url': '/nowhere/at/all/',
    });
    await stateOf(player, 'playing');
    expect(chosen()).to.include({ type: 'll-hls', decode: 'mse' });
    expect(verdicts('webcodecs')).to.deep.equal(['ll-hls failed media/worker-not-started']);
  });
});
