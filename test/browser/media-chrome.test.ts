/** Inside the real media-chrome: its controls follow the player, and the player follows its controls. */
import { expect } from '@open-wc/testing';
import type { MediaController } from 'media-chrome';
import 'media-chrome';
import 'media-chrome/menu';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { definePlayer, eventOf, stateOf } from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

/** Resolves when the attributes of an element pass; rejects, saying what they were, when they do not in time. */
function attributesOf(element: Element, accept: () => boolean, limitMs = 10_000): Promise<void> {
  return new Promise((resolve, reject) => {
    if (accept()) return resolve();
    const observer = new MutationObserver(() => {
      if (!accept()) return;
      clearTimeout(timer);
      observer.disconnect();
      resolve();
    });
    const timer = setTimeout(() => {
      observer.disconnect();
      const now = [...element.attributes].map(({ name, value }) => `${name}="${value}"`).join(' ');
      reject(new Error(`not so within ${limitMs} ms: ${String(accept)}; the attributes: ${now}`));
    }, limitMs);
    observer.observe(element, { attributes: true });
  });
}

describe('media-chrome', () => {
  let edge: TestEdge;
  let controller: MediaController;
  let player: PlayerElement;

  /** A controller with its controls around a player. */
  function mount(attributes: Record<string, string>): void {
    controller = document.createElement('media-controller') as MediaController;
    player = document.createElement('olympic-video') as PlayerElement;
    for (const [name, value] of Object.entries({ slot: 'media', muted: '', ...attributes }))
      player.setAttribute(name, value);
    const bar = document.createElement('media-control-bar');
    for (const name of [
      'media-play-button',
      'media-mute-button',
      'media-volume-range',
      'media-time-range',
      'media-live-button',
      'media-pip-button',
    ])
      bar.append(document.createElement(name));
    controller.append(player, bar, document.createElement('media-rendition-menu'));
    controller.style.width = '640px';
    document.body.append(controller);
  }

  const control = (name: string) => controller.querySelector<HTMLElement>(name)!;
  const has = (name: string) => controller.hasAttribute(name);
  const follows = (accept: () => boolean) => attributesOf(controller, accept);

  /** Resolves when the controller's store passes: some of its state has no attribute. */
  async function knows(accept: (state: Record<string, unknown>) => boolean): Promise<void> {
    const abort = AbortSignal.timeout(10_000);
    await new Promise<void>((resolve, reject) => {
      const { mediaStore } = controller;
      const unsubscribe = mediaStore.subscribe((state: Record<string, unknown>) => {
        if (!accept(state)) return;
        resolve();
        queueMicrotask(() => unsubscribe());
      });
      abort.addEventListener('abort', () => {
        unsubscribe();
        reject(new Error(`not so: ${String(accept)}; the state: ${JSON.stringify(mediaStore.getState())}`));
      });
    });
  }

  before(async () => {
    await definePlayer();
    edge = await startEdge();
  });
  afterEach(async () => {
    controller.remove();
    await edge.mend();
  });

  it('plays and pauses by its button', async () => {
    mount({ src: `${edge.url}/event.json` });
    await follows(() => has('mediapaused'));
    control('media-play-button').click();
    await stateOf(player, 'playing');
    await follows(() => !has('mediapaused') && has('mediahasplayed') && !has('medialoading'));
    control('media-play-button').click();
    await follows(() => has('mediapaused'));
    expect(player.paused).to.equal(true);
    expect(player.state).to.equal('paused');
  });

  it('mutes by its button, and follows the volume', async () => {
    mount({ src: `${edge.url}/event.json`, autoplay: '' });
    await stateOf(player, 'playing');
    await follows(() => controller.getAttribute('mediavolumelevel') === 'off');
    control('media-mute-button').click();
    await follows(() => !has('mediamuted'));
    expect(player.muted).to.equal(false);
    player.volume = 0.25;
    await follows(() => controller.getAttribute('mediavolume') === '0.25');
    control('media-mute-button').click();
    await follows(() => has('mediamuted'));
    expect(player.muted).to.equal(true);
  });

  it('knows that it is live, where the edge is and what can be sought, and seeks by its range', async () => {
    mount({ src: `${edge.url}/event.json`, autoplay: '', transports: 'll-hls' });
    await stateOf(player, 'playing');
    await follows(
      () =>
        controller.getAttribute('mediastreamtype') === 'live' &&
        controller.getAttribute('mediatargetlivewindow') === 'Infinity' &&
        has('mediatimeislive') &&
        has('mediaseekable') &&
        has('mediacurrenttime'),
    );
    const [from = NaN, to = NaN] = controller.getAttribute('mediaseekable')!.split(':').map(Number);
    expect(to - from).to.be.within(20, 75);
    expect(Number(controller.getAttribute('mediacurrenttime'))).to.be.within(from, to + 1);

    const goal = to - 20;
    const sought = eventOf(player, 'seeked');
    const range = control('media-time-range');
    range.dispatchEvent(new CustomEvent('mediaseekrequest', { bubbles: true, composed: true, detail: goal }));
    await sought;
    await follows(
      () =>
        !has('mediatimeislive') && Math.abs(Number(controller.getAttribute('mediacurrenttime')) - goal) < 3,
    );

    control('media-live-button').click();
    await follows(() => has('mediatimeislive'));
    expect(player.latency).to.be.below(6000);
  });

  it('lists the qualities and fixes one', async () => {
    mount({ src: `${edge.url}/event.json`, autoplay: '', transports: 'll-hls' });
    await stateOf(player, 'playing');
    await knows(({ mediaRenditionList: list }) => Array.isArray(list) && list.length === 2);
    const low = [...player.videoRenditions].find(({ width }) => width === 320)!;
    const resized = eventOf(player, 'resize', () => player.videoWidth === 320);
    control('media-rendition-menu').dispatchEvent(
      new CustomEvent('mediarenditionrequest', { bubbles: true, composed: true, detail: low.id }),
    );
    await knows(({ mediaRenditionSelected: id }) => id === low.id);
    if (player.videoWidth !== 320) await resized;
    expect(player.videoWidth).to.equal(320);
  });

  it('knows whether picture-in-picture can be had', async () => {
    mount({ src: `${edge.url}/event.json`, autoplay: '' });
    await stateOf(player, 'playing');
    expect(typeof player.requestPictureInPicture).to.equal('function');
    const offered = document.pictureInPictureEnabled;
    await follows(() => (controller.getAttribute('mediapipunavailable') === null) === offered);
    expect(has('mediaispip')).to.equal(false);
  });

  it('shows why nothing plays', async () => {
    mount({ src: `${edge.url}/nowhere.json`, autoplay: '' });
    await follows(() => controller.getAttribute('mediaerrorcode') === '4');
    await knows(({ mediaErrorMessage: message }) => String(message).includes('nothing is published'));
  });
});
