/** The HTMLMediaElement contract: what a page may rely on before, while and after something plays. */
import { expect } from '@open-wc/testing';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { definePlayer, eventOf, frontVideo, mountPlayer, see, stateOf } from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';
import { rejection } from '../fixtures/rejection.js';

const mediaEvents = [
  'abort',
  'canplay',
  'canplaythrough',
  'durationchange',
  'emptied',
  'ended',
  'error',
  'loadeddata',
  'loadedmetadata',
  'loadstart',
  'pause',
  'play',
  'playing',
  'progress',
  'ratechange',
  'seeked',
  'seeking',
  'statechange',
  'timeupdate',
  'volumechange',
  'waiting',
] as const;

/** A poster that needs no server. */
const picture = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';

/** Writes down every media event, with what the element said at that moment. */
function record<T>(player: PlayerElement, read: () => T): { type: string; said: T }[] {
  const seen: { type: string; said: T }[] = [];
  for (const type of mediaEvents) player.addEventListener(type, () => seen.push({ type, said: read() }));
  return seen;
}

describe('the media element contract', () => {
  let edge: TestEdge;
  let player: PlayerElement;
  const src = () => `${edge.url}/event.json`;

  before(async () => {
    await definePlayer();
    edge = await startEdge();
  });
  afterEach(async () => {
    player.remove();
    await edge.mend();
  });

  describe('before anything is loaded', () => {
    beforeEach(() => {
      player = document.createElement('olympic-video') as PlayerElement;
    });

    it('answers every question with the right type', () => {
      expect(player).to.include({
        paused: true,
        ended: false,
        seeking: false,
        error: null,
        currentTime: 0,
        readyState: 0,
        networkState: HTMLMediaElement.NETWORK_EMPTY,
        videoWidth: 0,
        videoHeight: 0,
        volume: 1,
        muted: false,
        defaultMuted: false,
        playbackRate: 1,
        defaultPlaybackRate: 1,
        autoplay: false,
        loop: false,
        controls: false,
        src: '',
        currentSrc: '',
        type: '',
        poster: '',
        preload: 'metadata',
        playsInline: false,
        crossOrigin: null,
        angle: '',
        decoder: 'auto',
        targetLatency: null,
        dataSaver: 'auto',
        workerUrl: '',
        getToken: null,
        prepareRequest: null,
        state: 'empty',
        mode: 'none',
        streamType: 'unknown',
        disablePictureInPicture: false,
      });
      for (const nothing of [
        player.duration,
        player.eventTime,
        player.latency,
        player.targetLiveWindow,
        player.liveEdgeStart,
      ])
        expect(nothing).to.be.NaN;
      expect(Number.isNaN(player.getStartDate().getTime())).to.equal(true);
      for (const ranges of [player.seekable, player.buffered, player.played]) {
        expect(ranges.length).to.equal(0);
        expect(() => ranges.start(0)).to.throw(DOMException);
      }
      expect(player.transports).to.deep.equal(['whep', 'moq', 'll-hls', 'hls', 'dash']);
      expect(player.moments).to.deep.equal([]);
      expect(player.negotiation).to.deep.include({ chosen: null, candidates: [] });
      expect(player.angles).to.equal(player.videoTracks);
      expect(player.videoTracks.length).to.equal(0);
      expect([...player.videoRenditions]).to.deep.equal([]);
      expect(player.textTracks.length).to.equal(0);
      expect(player.canPlayType('application/vnd.apple.mpegurl')).to.equal('maybe');
      expect(player.canPlayType('nonsense/none')).to.equal('');
    });

    it('reads attributes leniently and does not write them back', () => {
      const attributes = {
        transports: ' WHEP,  dash whep ',
        decoder: 'NATIVE',
        'target-latency': '750',
        'data-saver': 'On',
        type: 'LL-HLS',
        muted: '',
        poster: picture,
        preload: 'none',
        crossorigin: 'anonymous',
      };
      for (const [name, value] of Object.entries(attributes)) player.setAttribute(name, value);
      expect(player).to.include({
        decoder: 'native',
        targetLatency: 750,
        dataSaver: 'on',
        type: 'll-hls',
        muted: true,
        poster: picture,
        preload: 'none',
        crossOrigin: 'anonymous',
      });
      expect(player.transports).to.deep.equal(['whep', 'dash']);
      for (const [name, value] of Object.entries(attributes))
        expect(player.getAttribute(name)).to.equal(value);
    });

    it('takes nonsense for the default', () => {
      for (const name of ['transports', 'decoder', 'target-latency', 'data-saver', 'type'])
        player.setAttribute(name, ' ');
      expect(player).to.include({ decoder: 'auto', targetLatency: null, dataSaver: 'auto', type: '' });
      expect(player.transports).to.have.length(5);
      for (const value of ['soon', '-1', 'Infinity']) {
        player.setAttribute('target-latency', value);
        expect(player.targetLatency).to.equal(null);
      }
    });

    it('takes options as properties', () => {
      player.transports = 'dash whep';
      expect(player.transports).to.deep.equal(['dash', 'whep']);
      player.transports = ['hls'];
      expect(player.transports).to.deep.equal(['hls']);
      player.targetLatency = 300;
      player.dataSaver = 'off';
      player.autoplay = true;
      expect(player).to.include({ targetLatency: 300, dataSaver: 'off', autoplay: true });
      player.targetLatency = null;
      player.autoplay = false;
      expect(player.hasAttribute('autoplay')).to.equal(false);
      expect(player.targetLatency).to.equal(null);
    });

    it('announces volume, mute and rate after they changed, and only when they did', () => {
      const seen = record(player, () => [player.volume, player.muted, player.playbackRate]);
      player.volume = 0.5;
      player.volume = 0.5;
      player.muted = true;
      player.playbackRate = 2;
      expect(seen).to.deep.equal([
        { type: 'volumechange', said: [0.5, false, 1] },
        { type: 'volumechange', said: [0.5, true, 1] },
        { type: 'ratechange', said: [0.5, true, 2] },
      ]);
    });

    it('refuses a volume that is none, and takes numbers written as text', () => {
      for (const value of [-0.1, 1.1, NaN]) expect(() => (player.volume = value)).to.throw(DOMException);
      Reflect.set(player, 'volume', '0.25');
      expect(player.volume).to.equal(0.25);
    });

    it('takes properties that were set before it was defined', () => {
      const name = `late-video-${crypto.randomUUID()}`;
      const late = document.createElement(name);
      const wishes = {
        muted: true,
        volume: 0.3,
        transports: 'dash',
        targetLatency: 900,
        decoder: 'native',
        poster: picture,
        autoplay: true,
        angle: 'ring-03',
        loop: true,
        dataSaver: 'on',
        crossOrigin: 'anonymous',
        playbackRate: 2,
      };
      Object.assign(late, wishes);
      document.body.append(late);
      const Base = player.constructor as CustomElementConstructor;
      customElements.define(name, class extends Base {});
      for (const key of Object.keys(wishes)) expect(Object.hasOwn(late, key), key).to.equal(false);
      for (const [key, value] of Object.entries(wishes))
        expect(Reflect.get(late, key), key).to.deep.equal(key === 'transports' ? ['dash'] : value);
      expect(late.shadowRoot?.querySelector('img')?.getAttribute('src')).to.equal(picture);
      late.remove();
    });

    it('plays as soon as it has something, when play() came first', async () => {
      document.body.append(player);
      player.muted = true;
      const played = player.play();
      expect(player.paused).to.equal(false);
      player.src = src();
      await played;
      expect(player.state).to.equal('playing');
      expect(player.getAttribute('src')).to.equal(src());
    });
  });

  it('rejects play() with AbortError when it is paused before it began, as <video> does', async () => {
    player = mountPlayer({ src: src() });
    player.removeAttribute('autoplay');
    const played = player.play().then(
      () => 'resolved',
      (error: DOMException) => error.name,
    );
    player.pause();
    expect(await played).to.equal('AbortError');
  });

  it('starts in the order of the standard, with the state changed before every event', async () => {
    player = mountPlayer({ src: src() });
    const seen = record(player, () => ({
      readyState: player.readyState,
      networkState: player.networkState,
      paused: player.paused,
      state: player.state,
      duration: player.duration,
      width: player.videoWidth,
      currentSrc: player.currentSrc,
      stream: player.streamType,
    }));
    await eventOf(player, 'timeupdate');
    const order = [
      'loadstart',
      'durationchange',
      'loadedmetadata',
      'loadeddata',
      'canplay',
      'playing',
      'timeupdate',
    ];
    expect(seen.map(({ type }) => type).filter((type) => order.includes(type))).to.deep.equal(order);
    const types = seen.map(({ type }) => type);
    expect(types.indexOf('play')).to.be.within(0, types.indexOf('playing'));
    const at = (type: string) => seen.find((each) => each.type === type)!.said;
    expect(at('loadstart')).to.include({ networkState: HTMLMediaElement.NETWORK_LOADING, currentSrc: src() });
    expect(at('durationchange').duration).to.equal(Infinity);
    expect(at('loadedmetadata')).to.include({ width: 640, stream: 'live' });
    expect(at('loadedmetadata').readyState).to.be.at.least(HTMLMediaElement.HAVE_METADATA);
    expect(at('loadeddata').readyState).to.be.at.least(HTMLMediaElement.HAVE_CURRENT_DATA);
    expect(at('play').paused).to.equal(false);
    expect(at('playing')).to.include({ paused: false, state: 'playing' });
    expect(types).to.not.include.members(['emptied', 'error', 'ended', 'pause']);
  });

  it('tells time in seconds from the start of the event, live', async () => {
    player = mountPlayer({ src: src() });
    await stateOf(player, 'playing');
    await see(player);
    const start = player.getStartDate().getTime();
    const { event } = (await (await fetch(src())).json()) as { event: { startDate: string } };
    expect(start).to.equal(Date.parse(event.startDate));
    expect(player.currentTime).to.be.closeTo((player.eventTime - start) / 1000, 0.2);
    expect(player.mode).to.equal('live');
    const before = player.currentTime;
    await eventOf(player, 'timeupdate', () => player.currentTime > before);
    expect(player.getStartDate().getTime()).to.equal(start);
  });

  it('offers the past that other sources of the angle keep, and none where only WebRTC may be used', async () => {
    player = mountPlayer({ src: src() });
    await stateOf(player, 'playing');
    if (player.seekable.length === 0) await eventOf(player, 'targetlivewindowchange');
    expect(player.seekable.length).to.equal(1);
    expect(player.seekable.end(0)).to.be.closeTo(player.currentTime, 1);
    expect(player.targetLiveWindow).to.equal(Infinity);
    player.remove();
    player = mountPlayer({ src: src(), transports: 'whep' });
    await stateOf(player, 'playing');
    expect(player.seekable.length).to.equal(0);
    expect(player.targetLiveWindow).to.equal(0);
  });

  it('pauses and plays, telling so after the fact', async () => {
    player = mountPlayer({ src: src() });
    await stateOf(player, 'playing');
    const seen = record(player, () => player.paused);
    player.pause();
    expect(player.state).to.equal('paused');
    expect(frontVideo(player).paused).to.equal(true);
    player.pause();
    const playing = eventOf(player, 'playing');
    await player.play();
    await playing;
    const told = seen.filter(({ type }) => ['pause', 'play', 'playing'].includes(type));
    expect(told).to.deep.equal([
      { type: 'pause', said: true },
      { type: 'play', said: false },
      { type: 'playing', said: false },
    ]);
    expect(frontVideo(player).paused).to.equal(false);
  });

  it('gives what plays its volume and its mute', async () => {
    player = mountPlayer({ src: src() });
    await stateOf(player, 'playing');
    player.volume = 0.2;
    expect(frontVideo(player)).to.include({ volume: 0.2, muted: true });
    await player.switchAngle('ring-02');
    expect(frontVideo(player)).to.include({ volume: 0.2, muted: true });
    player.muted = false;
    expect(frontVideo(player).muted).to.equal(false);
  });

  it('starts over when src changes while it plays', async () => {
    player = mountPlayer({ src: src() });
    await stateOf(player, 'playing');
    const seen = record(player, () => player.state);
    player.src = `${edge.url}/hls/ring-02/ll.m3u8`;
    await eventOf(player, 'emptied');
    await stateOf(player, 'playing');
    const types = seen.map(({ type }) => type);
    expect(types.indexOf('emptied')).to.be.below(types.indexOf('loadstart'));
    expect(types.filter((type) => type === 'loadedmetadata')).to.have.length(1);
    expect((await see(player)).camera).to.equal(2);
    expect([...player.videoTracks].map(({ id }) => id)).to.deep.equal(['main']);
    expect(player.error).to.equal(null);
  });

  it('takes a descriptor object', async () => {
    const response = await fetch(src());
    const descriptor: unknown = JSON.parse(
      (await response.text()).replaceAll(/"url": ?"(?!http)/g, `"url":"${edge.url}/`),
    );
    player = mountPlayer({ angle: 'ring-01' });
    player.descriptor = descriptor;
    await stateOf(player, 'playing');
    expect((await see(player)).camera).to.equal(1);
    expect(player.descriptor).to.equal(descriptor);
  });

  describe('when something is wrong', () => {
    interface Case {
      readonly name: string;
      readonly attributes: () => Record<string, string>;
      readonly reason: RegExp;
      readonly code: number;
      readonly hint: RegExp;
    }
    const cases: readonly Case[] = [
      {
        name: 'the descriptor is not there',
        attributes: () => ({ src: `${edge.url}/nowhere.json` }),
        reason: /^event\/not-found$/,
        code: 4,
        hint: /URL/,
      },
      {
        name: 'the descriptor is malformed',
        attributes: () => ({
          src: `data:application/json,${encodeURIComponent('{"version":"1.0"}')}`,
          type: 'event',
        }),
        reason: /^event\//,
        code: 4,
        hint: /validate/,
      },
      {
        name: 'nobody can tell what src is',
        attributes: () => ({ src: `data:text/html,hello` }),
        reason: /^session\/unknown-type$/,
        code: 4,
        hint: /type attribute/,
      },
      {
        name: 'every source is refused',
        attributes: () => ({ src: src(), transports: 'whep', decoder: 'webcodecs' }),
        reason: /^session\/no-playable-source$/,
        code: 4,
        hint: /negotiation/,
      },
    ];
    for (const { name, attributes, reason, code, hint } of cases)
      it(`says why, and what to do: ${name}`, async () => {
        player = mountPlayer(attributes());
        const said = record(player, () => ({ state: player.state, error: player.error }));
        await eventOf(player, 'error');
        await stateOf(player, 'failed');
        const { error } = player;
        expect(error?.reason).to.match(reason);
        expect(error).to.include({ code, fatal: true });
        expect(error?.hint).to.match(hint);
        expect(error?.docsUrl).to.match(/^https:/);
        const errors = said.filter(({ type }) => type === 'error');
        expect(errors).to.have.length(1);
        expect(errors[0]?.said.error, 'state before event').to.equal(error);
        expect(player.networkState).to.equal(HTMLMediaElement.NETWORK_NO_SOURCE);
        player.transports = '';
        player.removeAttribute('transports');
        player.setAttribute('type', 'event');
        player.src = `${src()}?again`;
        await stateOf(player, 'playing');
        expect(player.error).to.equal(null);
      });

    it('rejects load() with the same error', async () => {
      player = document.createElement('olympic-video') as PlayerElement;
      player.src = `${edge.url}/nowhere.json`;
      expect(await rejection(player.load())).to.include({ reason: 'event/not-found' });
    });
  });
});
