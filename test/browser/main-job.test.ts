/** The main job, looked at from outside: pixels say which camera and which frame is on screen. */
import { expect } from '@open-wc/testing';
import type { AngleChange, Failover } from '../../src/session/index.js';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { has } from '../fixtures/needs.js';
import {
  definePlayer,
  eventOf,
  expectTrue,
  frontVideo,
  mountPlayer,
  see,
  stateOf,
} from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

const mainCamera = 24;

describe('the main job', () => {
  let edge: TestEdge;
  let player: PlayerElement;

  before(async () => {
    await definePlayer();
    edge = await startEdge();
  });
  afterEach(async () => {
    player.remove();
    await edge.mend();
  });

  it('plays the first angle over WHEP and says which frame is on screen', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json` });
    await stateOf(player, 'playing');
    for (let look = 0; look < 5; look += 1) {
      expectTrue(await see(player), mainCamera);
    }
    expect(player.negotiation.chosen).to.include({
      angle: 'main',
      type: 'whep',
      decode: 'webrtc',
      verdict: 'chosen',
    });
    expect(player.negotiation.candidates.map(({ type }) => type)).to.include.members([
      'whep',
      'll-hls',
      'hls',
      'dash',
    ]);
    for (const candidate of player.negotiation.candidates) expect(candidate.reason).to.not.equal('');
    expect(player.latency).to.be.within(-50, 1500);
    expect(JSON.parse(JSON.stringify(player.negotiation))).to.deep.equal(player.negotiation);
  });

  it('brings sound with the picture', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json` });
    await stateOf(player, 'playing');
    const video = frontVideo(player);
    expect(video.srcObject).to.be.instanceOf(MediaStream);
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(video.srcObject as MediaStream).connect(analyser);
    await context.resume();
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    // A click each second: within two seconds of listening it must have been heard.
    for (const until = performance.now() + 2500; performance.now() < until && loudest < 0.05;) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      analyser.getFloatTimeDomainData(samples);
      loudest = Math.max(loudest, ...samples.map(Math.abs));
    }
    await context.close();
    expect(loudest).to.be.above(0.05);
  });

  it('carries on over LL-HLS when WHEP is cut, and over DASH when LL-HLS is cut too, in event time', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'whep ll-hls dash' });
    await stateOf(player, 'playing');
    player.volume = 0.4;
    const before = player.eventTime;
    expect(player.stats).to.include({ transport: 'whep', decoder: 'webrtc', failovers: 0 });
    const rendered = player.stats.framesRendered;

    const first = eventOf<Failover>(player, 'failover');
    await edge.fault('cut', 'whep');
    const toHls = await first;
    expect(toHls.to).to.include({ type: 'll-hls', angle: 'main', verdict: 'chosen' });
    expect(toHls.gapMs).to.be.at.most(100);
    expect(toHls.repeatedMs).to.be.at.most(1500);
    await stateOf(player, 'playing');
    expectTrue(await see(player), mainCamera);
    expect(player.eventTime).to.be.above(before);
    const between = player.eventTime;

    const second = eventOf<Failover>(player, 'failover');
    await edge.fault('cut', 'll-hls');
    const toDash = await second;
    expect(toDash.to).to.include({ type: 'dash', angle: 'main' });
    await stateOf(player, 'playing');
    expectTrue(await see(player), mainCamera);
    expect(player.eventTime).to.be.above(between - 1500);
    expect(player).to.include({ volume: 0.4, muted: true, angle: 'main' });
    expect(player.negotiation.chosen?.type).to.equal('dash');
    const decoder = (await has('H.264 in WebCodecs')) ? 'webcodecs' : 'mse';
    expect(player.stats).to.include({ transport: 'dash', decoder, failovers: 2 });
    expect(player.stats.framesRendered, 'counted over all sources of the load').to.be.above(rendered);
    expect(player.stats.firstFrameMs).to.be.above(0);
  });

  it('shows another camera when one is picked', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json` });
    await stateOf(player, 'playing');
    const announced = eventOf<AngleChange>(player, 'anglechange');
    const change = await player.switchAngle('ring-03');
    expect(change).to.include({ from: 'main', to: 'ring-03' });
    expect(change.gapFrames).to.be.at.most(6);
    expect(change.repeatedFrames).to.be.at.most(6);
    expect(await announced).to.deep.equal(change);
    expectTrue(await see(player), 3);
    expect(player.angle).to.equal('ring-03');
    expect([...player.videoTracks].find((track) => track.selected)?.id).to.equal('ring-03');
  });

  it('rejects an angle that the event does not have, by name', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json` });
    await stateOf(player, 'playing');
    const error = await player.switchAngle('nowhere').then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.include({ reason: 'session/unknown-angle' });
    expect(player.angle).to.equal('main');
  });

  it('supersedes an older cut by a newer one', async () => {
    player = mountPlayer({ src: `${edge.url}/event.json` });
    await stateOf(player, 'playing');
    const older = player.switchAngle('ring-01').then(
      () => 'resolved',
      (error: DOMException) => error.name,
    );
    const newer = await player.switchAngle('ring-02');
    expect(await older).to.equal('AbortError');
    expect(newer.to).to.equal('ring-02');
    expect((await see(player)).camera).to.equal(2);
  });
});
