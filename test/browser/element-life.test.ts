/** Angles and qualities as tracks, the DVR window, and what stays when an element is moved or removed. */
import { expect } from '@open-wc/testing';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { definePlayer, eventOf, expectTrue, mountPlayer, see, stateOf } from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';
import { settle } from '../fixtures/fake-environment.js';

const mainCamera = 24;

/** Writes down the page's requests until it is told to stop. */
function listen() {
  const original = window.fetch;
  const requests: { method: string; url: string; response: Promise<Response> }[] = [];
  window.fetch = (input, init) => {
    const response = original(input, init);
    const url = input instanceof Request ? input.url : String(input);
    requests.push({ method: init?.method ?? 'GET', url, response });
    return response;
  };
  return { requests, stop: () => (window.fetch = original) };
}

describe('an element’s life', () => {
  let edge: TestEdge;
  const players: PlayerElement[] = [];
  const src = () => `${edge.url}/event.json`;
  const mount = (attributes: Record<string, string> = {}) => {
    const player = mountPlayer({ src: src(), ...attributes });
    players.push(player);
    return player;
  };

  before(async () => {
    await definePlayer();
    edge = await startEdge();
  });
  afterEach(async () => {
    for (const player of players.splice(0)) player.remove();
    await edge.mend();
  });

  describe('angles', () => {
    it('are its video tracks, the one on screen selected', async () => {
      const player = mount();
      await stateOf(player, 'playing');
      expect(player.angles).to.equal(player.videoTracks);
      expect(player.videoTracks.length).to.equal(12);
      const [main] = player.videoTracks;
      expect(main).to.include({
        id: 'main',
        kind: 'main',
        label: 'Programme',
        selected: true,
        available: true,
        skewMs: 40,
      });
      expect(main).to.have.nested.property('calibration.intrinsics.width', 640);
      expect([...player.videoTracks].filter(({ selected }) => selected)).to.have.length(1);
      expect(player.videoTracks.getTrackById('ring-20')?.kind).to.equal('alternative');
    });

    it('are cut to by selecting a track, and announced by change', async () => {
      const player = mount();
      await stateOf(player, 'playing');
      const changed = new Promise((resolve) =>
        player.videoTracks.addEventListener('change', resolve, { once: true }),
      );
      const cut = eventOf<{ from: string; to: string }>(player, 'anglechange');
      player.videoTracks.getTrackById('ring-03')!.selected = true;
      await changed;
      expect(await cut).to.include({ from: 'main', to: 'ring-03' });
      expectTrue(await see(player), 3);
      expect(player.videoTracks.getTrackById('main')?.selected).to.equal(false);
      expect(player.angle).to.equal('ring-03');
    });

    it('stay selected as they are shown when a cut fails', async () => {
      const player = mount();
      await stateOf(player, 'playing');
      await edge.fault('notfound', '*', { angle: 'ring-01' });
      player.videoTracks.getTrackById('ring-01')!.selected = true;
      await new Promise<void>((resolve) => {
        player.videoTracks.addEventListener('change', () => {
          if (player.videoTracks.getTrackById('main')?.selected === true) resolve();
        });
      });
      expect(player.angle).to.equal('main');
      expect(player.state).to.equal('playing');
    });

    it('may be chosen before anything is loaded', async () => {
      const player = mount({ angle: 'ring-02' });
      await stateOf(player, 'playing');
      expect((await see(player)).camera).to.equal(2);
      expect(player.videoTracks.getTrackById('ring-02')?.selected).to.equal(true);
    });
  });

  describe('over LL-HLS', () => {
    const widths = (player: PlayerElement) => [...player.videoRenditions].map(({ width }) => width).sort();

    it('lists two qualities and shows the one that is selected', async () => {
      const player = mount({ transports: 'll-hls' });
      const announced = new Promise((resolve) =>
        player.videoRenditions.addEventListener('addrendition', resolve, { once: true }),
      );
      await stateOf(player, 'playing');
      await announced;
      expect(widths(player)).to.deep.equal([320, 640]);
      expect(player.videoRenditions.selectedIndex, 'left to the player').to.equal(-1);
      for (const width of [320, 640]) {
        const index = [...player.videoRenditions].findIndex((rendition) => rendition.width === width);
        if (player.videoWidth === width) continue;
        const resized = eventOf(player, 'resize', () => player.videoWidth === width);
        player.videoRenditions.selectedIndex = index;
        await resized;
        expectTrue(await see(player), mainCamera);
        expect(player.videoRenditions.selectedIndex).to.equal(index);
      }
      player.videoRenditions.selectedIndex = -1;
      await settle();
      expect(player.session.selectedRendition.peek()).to.equal('auto');
    });

    it('lists the qualities of the angle on screen, once each, after cuts there and back', async () => {
      const player = mount({ transports: 'll-hls' });
      await stateOf(player, 'playing');
      await player.switchAngle('ring-01');
      await player.switchAngle('main');
      expect(widths(player)).to.deep.equal([320, 640]);
    });

    it('seeks back in the DVR window to the very frame, and returns to live', async () => {
      const player = mount({ transports: 'll-hls' });
      await stateOf(player, 'playing');
      await see(player);
      expect(player.targetLiveWindow).to.equal(Infinity);
      const { seekable } = player;
      expect(seekable.end(0) - seekable.start(0)).to.be.within(20, 75);
      expect(player.currentTime).to.be.within(seekable.start(0), seekable.end(0) + 0.5);
      expect(player.duration).to.equal(Infinity);
      const goal = player.currentTime - 15;
      const sought = eventOf(player, 'seeked');
      player.currentTime = goal;
      await sought;
      await eventOf(player, 'timeupdate', () => Math.abs(player.currentTime - goal) < 2);
      const seen = await see(player);
      expectTrue(seen, mainCamera);
      expect(player.latency).to.be.above(12_000);
      await player.session.seekToLive();
      await eventOf(player, 'timeupdate', () => player.latency < 6000);
      expectTrue(await see(player), mainCamera);
    });
  });

  describe('moved and removed', () => {
    it('goes on without a new load when it is moved within a task', async () => {
      const player = mount();
      await stateOf(player, 'playing');
      const screening = player.session.screening.peek();
      let emptied = 0;
      player.addEventListener('emptied', () => (emptied += 1));
      const box = document.createElement('div');
      document.body.append(box);
      box.append(player);
      await settle();
      expect(player.session.screening.peek()).to.equal(screening);
      await stateOf(player, 'playing');
      // The browser pauses a media element that leaves the document, if only for a moment.
      const { currentTime } = player;
      await eventOf(player, 'timeupdate', () => player.currentTime > currentTime + 0.3);
      expect((await see(player)).camera).to.equal(mainCamera);
      expect(emptied).to.equal(0);
      box.remove();
    });

    it('ends its session on the server and asks for nothing more once it is removed', async () => {
      const heard = listen();
      try {
        const player = mount({ transports: 'whep' });
        await stateOf(player, 'playing');
        const post = heard.requests.find(({ method }) => method === 'POST')!;
        const session = new URL((await post.response).headers.get('location')!, post.url).href;
        const exists = async () => (await fetch(session, { method: 'OPTIONS' })).status;
        expect(await exists()).to.be.below(300);
        player.remove();
        await settle();
        const gone = heard.requests.find(({ method }) => method === 'DELETE');
        expect(gone?.url).to.equal(session);
        expect((await gone!.response).status).to.equal(200);
        expect((await fetch(session, { method: 'DELETE' })).status, 'the session is gone').to.equal(404);
        expect(player.state).to.equal('empty');
        expect(player.session.screening.peek()).to.equal(undefined);
        for (const video of player.shadowRoot!.querySelectorAll('video')) {
          expect(video.srcObject).to.equal(null);
          expect(video.paused).to.equal(true);
        }
      } finally {
        heard.stop();
      }
    });

    it('stops an HLS engine’s requests once it is removed', async () => {
      const player = mount({ transports: 'll-hls' });
      await stateOf(player, 'playing');
      player.remove();
      await settle();
      const removedAt = performance.now();
      // Many a part would have been asked for while another one starts and plays.
      const other = mount({ transports: 'whep', angle: 'ring-02' });
      await stateOf(other, 'playing');
      await eventOf(other, 'timeupdate');
      const asked = performance
        .getEntriesByType('resource')
        .filter(({ name, startTime }) => name.includes('/hls/main/') && startTime > removedAt);
      expect(asked.map(({ name }) => name)).to.deep.equal([]);
    });

    it('plays again when it is put back', async () => {
      const player = mount();
      await stateOf(player, 'playing');
      player.remove();
      await settle();
      expect(player.state).to.equal('empty');
      document.body.append(player);
      await stateOf(player, 'playing');
      expectTrue(await see(player), mainCamera);
    });

    it('fires nothing after it was removed', async () => {
      const player = mount();
      await stateOf(player, 'playing');
      player.remove();
      await settle();
      const late: string[] = [];
      for (const type of [
        'timeupdate',
        'progress',
        'playing',
        'waiting',
        'error',
        'statechange',
        'latencychange',
      ])
        player.addEventListener(type, () => late.push(type));
      const other = mount({ angle: 'ring-01' });
      await stateOf(other, 'playing');
      expect(late).to.deep.equal([]);
    });
  });

  it('shares a page with another player, each with its own picture and sound', async () => {
    const [one, two] = [mount({ angle: 'ring-01' }), mount({ angle: 'ring-02', transports: 'll-hls' })];
    await Promise.all([stateOf(one, 'playing'), stateOf(two, 'playing')]);
    one.volume = 0.1;
    expect(two.volume).to.equal(1);
    expectTrue(await see(one), 1);
    expectTrue(await see(two), 2);
    one.pause();
    expect(two.paused).to.equal(false);
    const before = two.currentTime;
    await eventOf(two, 'timeupdate', () => two.currentTime > before);
    expect(one.negotiation.chosen?.type).to.equal('whep');
    expect(two.negotiation.chosen?.type).to.equal('ll-hls');
  });
});
