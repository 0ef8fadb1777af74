/** Captions in the player: what they say is held against the venue's strip, which knows the second too. */
import { expect, waitUntil } from '@open-wc/testing';
import 'media-chrome';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { needs } from '../fixtures/needs.js';
import { definePlayer, eventOf, loopMs, mountPlayer, see, stateOf } from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

const fps = 30;
/** Pictures at the ends of a second at which a moving picture and the page's words may differ. */
const slack = 6;

const layer = (player: PlayerElement) => player.shadowRoot?.querySelector('.captions[part]') ?? null;
const words = (player: PlayerElement) =>
  [...(layer(player)?.querySelectorAll('.line') ?? [])].map(({ textContent }) => textContent?.trim());
const trackOf = (player: PlayerElement, label: string) =>
  [...player.textTracks].find((track) => track.label === label);

/** Resolves when the track is listed. */
async function track(player: PlayerElement, label: string): Promise<TextTrack> {
  await waitUntil(() => trackOf(player, label) !== undefined, `a track "${label}"`, { timeout: 15_000 });
  return trackOf(player, label)!;
}

const shows = (player: PlayerElement, text: RegExp) =>
  waitUntil(() => text.test(words(player).join(' ')), `captions like ${text}`, { timeout: 15_000 });

/** Resolves when one caption has followed another: a track that is turned on live needs a second or two to be complete. */
async function settled(player: PlayerElement, word: string): Promise<void> {
  await shows(player, new RegExp(`^${word} \\d$`));
  const first = words(player).join('');
  await waitUntil(() => words(player).join('') !== first, 'another caption', {
    interval: 5,
    timeout: 10_000,
  });
  if (words(player).length === 0) await settled(player, word);
}

/** Looks at so many pictures and the captions over them. */
async function expectSeconds(player: PlayerElement, word: string, looks = 4): Promise<void> {
  for (let good = 0; good < looks;) {
    const { frame } = await see(player);
    const text = words(player);
    const place = frame % fps;
    if (place < slack || place >= fps - slack) continue;
    expect(text, `with picture ${frame}`).to.deep.equal([`${word} ${Math.floor(frame / fps)}`]);
    good += 1;
  }
}

describe('captions', () => {
  let edge: TestEdge;
  let player: PlayerElement;
  let event: string;

  before(async function () {
    await needs(this, 'H.264 in WebCodecs');
    await definePlayer();
    edge = await startEdge();
    event = `${edge.url}/event.json?captions=1`;
  });
  afterEach(() => player?.remove());

  const paths = [
    ['our own decoding', { src: '', transports: 'll-hls' }, 'webcodecs'],
    ['MediaSource', { src: '', transports: 'll-hls', decoder: 'native' }, 'mse'],
  ] as const;
  for (const [name, attributes, decode] of paths) {
    it(`say the second that the picture shows, through ${name}: subtitles and closed captions`, async () => {
      player = mountPlayer({ ...attributes, src: event });
      await stateOf(player, 'playing');
      expect(player.negotiation.chosen?.decode).to.equal(decode);
      const english = await track(player, 'English');
      expect([...player.textTracks].map(({ kind, label, language, mode }) => [kind, label, language, mode]))
        .to.deep.include(['subtitles', 'English', 'en', 'disabled'])
        .and.to.deep.include(['subtitles', 'Deutsch', 'de', 'disabled'])
        .and.to.deep.include(['captions', 'English CC', 'en', 'disabled']);
      expect(words(player)).to.deep.equal([]);

      english.mode = 'showing';
      await settled(player, 'Second');
      await expectSeconds(player, 'Second');

      const german = await track(player, 'Deutsch');
      english.mode = 'disabled';
      german.mode = 'showing';
      await settled(player, 'Sekunde');
      await expectSeconds(player, 'Sekunde');

      const closed = await track(player, 'English CC');
      german.mode = 'disabled';
      closed.mode = 'showing';
      await waitUntil(() => layer(player)?.querySelector('.grid-row') !== null, 'a row of CEA-608');
      await expectSeconds(player, 'Second');

      closed.mode = 'disabled';
      await waitUntil(() => words(player).length === 0, 'no captions');
    });
  }

  it('come with the pictures over Media over QUIC', async () => {
    player = mountPlayer({ src: `${event}&moq=1`, transports: 'moq' });
    await stateOf(player, 'playing');
    const closed = await track(player, 'CC1');
    closed.mode = 'showing';
    await shows(player, /^Second \d$/);
    await expectSeconds(player, 'Second');
  });

  it('follow the picture through pause and exact seeks, to the frame at which they change', async () => {
    player = mountPlayer({ src: event, transports: 'll-hls' });
    await stateOf(player, 'playing');
    (await track(player, 'English')).mode = 'showing';
    await settled(player, 'Second');
    await settled(player, 'Second');
    player.pause();
    await stateOf(player, 'paused');
    const origin = player.getStartDate().getTime();
    // Of what is listed for certain: live pictures are shown a part or two behind the edge.
    const whole = Math.floor(player.currentTime) - 1;
    // Half a picture after, and before, a whole second; and in the middle.
    for (const offset of [0.5 / fps, -0.5 / fps, 0.5]) {
      const sought = eventOf(player, 'seeked');
      const target = whole + offset;
      player.currentTime = target;
      await sought;
      const behind = () => origin + target * 1000 - player.eventTime;
      await waitUntil(() => behind() > -1 && behind() < 1000 / fps, 'the picture asked for');
      const { frame } = await see(player);
      const second = Math.floor(frame / fps);
      const wanted = Math.floor(((((origin + target * 1000) % loopMs) + loopMs) % loopMs) / 1000);
      expect(second).to.equal(wanted);
      // What was not loaded yet is now; the picture stands still meanwhile.
      await waitUntil(() => words(player).length > 0, 'a caption', { timeout: 5000 });
      expect(words(player)).to.deep.equal([`Second ${second}`]);
    }
  });

  it('keep the language through a cut, and none is turned on that nobody chose', async () => {
    player = mountPlayer({ src: event, transports: 'll-hls' });
    await stateOf(player, 'playing');
    await track(player, 'Deutsch');
    await player.switchAngle('ring-03');
    expect([...player.textTracks].map(({ mode }) => mode)).to.deep.equal([
      'disabled',
      'disabled',
      'disabled',
    ]);
    const german = await track(player, 'Deutsch');
    german.mode = 'showing';
    await shows(player, /^Sekunde/);
    await player.switchAngle('main');
    await settled(player, 'Sekunde');
    await expectSeconds(player, 'Sekunde', 2);
    expect(trackOf(player, 'Deutsch')?.mode).to.equal('showing');
  });

  it('are the page’s to draw while their track is hidden: activeCues and cuechange', async () => {
    player = mountPlayer({ src: event, transports: 'll-hls' });
    await stateOf(player, 'playing');
    const english = await track(player, 'English');
    english.mode = 'hidden';
    await new Promise<void>((resolve) => {
      english.addEventListener('cuechange', () => {
        if ((english.activeCues?.length ?? 0) > 0) resolve();
      });
    });
    const [cue] = english.activeCues as unknown as VTTCue[];
    expect(cue?.text).to.match(/^Second \d$/);
    expect(player.currentTime).to.be.within(cue!.startTime - 0.2, cue!.endTime + 0.2);
    expect(words(player)).to.deep.equal([]);
    expect(english.mode).to.equal('hidden');
  });

  it('are plain text whatever is in them', async () => {
    const hostile =
      'WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n\n00:00.000 --> 99:00:00.000 region:constructor\n' +
      '<img src=x onerror="window.hacked=1"><b onclick="hacked=1">bold</b><script>hacked=1</script>&lt;i&gt;\n';
    player = document.createElement('olympic-video') as PlayerElement;
    player.prepareRequest = (request) =>
      request.url.includes('.vtt')
        ? { ...request, url: `data:text/vtt,${encodeURIComponent(hostile)}` }
        : request;
    Object.assign(player, { muted: true, autoplay: true, transports: 'll-hls', src: event });
    document.body.append(player);
    await stateOf(player, 'playing');
    (await track(player, 'English')).mode = 'showing';
    await shows(player, /bold/);
    const names = new Set([...layer(player)!.querySelectorAll('*')].map(({ localName }) => localName));
    expect([...names].sort()).to.deep.equal(['div', 'span']);
    expect(Reflect.has(window, 'hacked')).to.equal(false);
    expect(words(player).join('')).to.include('<i>');
  });

  it('are turned on and off by media-chrome', async () => {
    const controller = document.createElement('media-controller');
    player = document.createElement('olympic-video') as PlayerElement;
    for (const [name, value] of Object.entries({
      slot: 'media',
      muted: '',
      autoplay: '',
      transports: 'll-hls',
      src: event,
    }))
      player.setAttribute(name, value);
    const button = document.createElement('media-captions-button');
    controller.append(player, button);
    document.body.append(controller);
    try {
      await stateOf(player, 'playing');
      await track(player, 'English CC');
      await waitUntil(() => button.hasAttribute('mediasubtitleslist'), 'media-chrome lists them');
      button.click();
      await shows(player, /^(Second|Sekunde) \d$/);
      button.click();
      await waitUntil(() => words(player).length === 0, 'off');
      expect([...player.textTracks].every(({ mode }) => mode === 'disabled')).to.equal(true);
    } finally {
      controller.remove();
    }
  });

  it('have a button with a menu, and the key c', async () => {
    player = mountPlayer({ src: event, transports: 'll-hls', lang: 'de' }, 'olympic-player');
    await stateOf(player, 'playing');
    const inside = (selector: string) => player.shadowRoot!.querySelector<HTMLElement>(selector);
    await waitUntil(() => inside('button.cc')?.getAttribute('aria-label') === 'Untertitel', 'the button', {
      timeout: 15_000,
    });
    player.dispatchEvent(new KeyboardEvent('keydown', { key: 'c', bubbles: true, composed: true }));
    await shows(player, /^Sekunde \d$/);
    expect(inside('button.cc')!.hasAttribute('data-on')).to.equal(true);

    inside('button.cc')!.click();
    await waitUntil(() => inside('.panel.cc [role=menuitemradio]') !== null, 'the menu');
    const items = [...player.shadowRoot!.querySelectorAll<HTMLElement>('.panel.cc [role=menuitemradio]')];
    expect(items.map(({ innerText }) => innerText.trim().replace(/\s+/g, ' '))).to.deep.equal([
      'Aus',
      'English',
      'Deutsch',
      'English CC CC',
    ]);
    expect(items[2]?.getAttribute('aria-checked')).to.equal('true');
    items[1]?.click();
    await shows(player, /^Second \d$/);
    expect(inside('.panel.cc')?.hidden).to.equal(true);

    player.dispatchEvent(new KeyboardEvent('keydown', { key: 'c', bubbles: true, composed: true }));
    await waitUntil(() => words(player).length === 0, 'off');
    player.dispatchEvent(new KeyboardEvent('keydown', { key: 'c', bubbles: true, composed: true }));
    await shows(player, /^Second \d$/);
  });
});
