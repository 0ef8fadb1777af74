/** Media keys, the lock screen and headsets: what the platform is told, and what it may ask. */
import { expect } from '@open-wc/testing';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { until } from '../fixtures/listening.js';
import { needs } from '../fixtures/needs.js';
import { definePlayer, eventOf, mountPlayer, stateOf } from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

describe('the platform’s media session', () => {
  let edge: TestEdge;
  let player: PlayerElement;
  const handlers = new Map<MediaSessionAction, MediaSessionActionHandler>();
  const ask = (action: MediaSessionAction, more: Partial<MediaSessionActionDetails> = {}) =>
    handlers.get(action)?.({ action, ...more });

  before(async function () {
    await needs(this, 'media session', 'H.264 in WebCodecs');
    await definePlayer();
    edge = await startEdge();
    const { mediaSession } = navigator;
    const set = mediaSession.setActionHandler.bind(mediaSession);
    mediaSession.setActionHandler = (action, handler) => {
      if (handler === null) handlers.delete(action);
      else handlers.set(action, handler);
      set(action, handler);
    };
  });
  after(() => {
    Reflect.deleteProperty(navigator.mediaSession, 'setActionHandler');
    navigator.mediaSession.metadata = null;
  });
  afterEach(() => player?.remove());

  const play = async () => {
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'll-hls' });
    await stateOf(player, 'playing');
    await until('the session', () => navigator.mediaSession.playbackState === 'playing');
  };

  it('is told what plays, and pauses, plays and seeks as it asks', async () => {
    await play();
    expect(navigator.mediaSession.metadata?.title).to.equal(player.session.model.peek()?.title);
    ask('pause');
    await stateOf(player, 'paused');
    expect(navigator.mediaSession.playbackState).to.equal('paused');
    const before = player.currentTime;
    const sought = eventOf(player, 'seeked');
    ask('seekbackward', { seekOffset: 1 });
    await sought;
    expect(player.currentTime).to.be.closeTo(before - 1, 0.05);
    // Positions are counted from where the window begins.
    const again = eventOf(player, 'seeked');
    const wanted = player.currentTime - 0.4;
    ask('seekto', { seekTime: wanted - player.seekable.start(0) });
    await again;
    expect(player.currentTime).to.be.closeTo(wanted, 0.2);
    ask('play');
    await stateOf(player, 'playing');
    expect(player.paused).to.equal(false);
  });

  it('is given back when the player goes, and leaves alone what the page has set', async () => {
    const own = new MediaMetadata({ title: 'The page’s own' });
    navigator.mediaSession.metadata = own;
    await play();
    expect(navigator.mediaSession.metadata).to.equal(own);
    expect(handlers.size).to.be.above(0);
    player.remove();
    await stateOf(player, 'empty');
    expect(handlers.size).to.equal(0);
    expect(navigator.mediaSession.playbackState).to.equal('none');
    expect(navigator.mediaSession.metadata).to.equal(own);
  });

  it('is the player’s that played last', async () => {
    await play();
    const first = player;
    player = mountPlayer({ src: `${edge.url}/event.json`, transports: 'll-hls' });
    await stateOf(player, 'playing');
    await until('the second to have it', () => navigator.mediaSession.playbackState === 'playing');
    // What the first does now is no matter of the platform's.
    first.remove();
    await stateOf(first, 'empty');
    expect(handlers.size).to.be.above(0);
    ask('pause');
    await stateOf(player, 'paused');
  });
});
