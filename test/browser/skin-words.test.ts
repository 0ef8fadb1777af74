import { expect, waitUntil } from '@open-wc/testing';
import { OlympicPlayer } from '../../src/elements/index.js';
import { duration, seconds } from '../../src/elements/strings/format.js';
import { english } from '../../src/elements/strings/en.js';
import { inspectorEnglish } from '../../src/elements/strings/inspector-en.js';
import { fill } from '../../src/elements/strings/words.js';
import type { Locale } from '../../src/elements/strings/words.js';
import { all, button, dressed, one, press } from './skin-stage.js';

const locales: Readonly<Record<string, () => Promise<Locale>>> = {
  ar: () => import('../../src/elements/strings/ar.js'),
  de: () => import('../../src/elements/strings/de.js'),
  es: () => import('../../src/elements/strings/es.js'),
  fr: () => import('../../src/elements/strings/fr.js'),
  ja: () => import('../../src/elements/strings/ja.js'),
};
const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

describe('words', () => {
  for (const [lang, load] of Object.entries(locales))
    it(`has every word in ${lang}, with the same places for values`, async () => {
      const { strings, inspector } = await load();
      for (const [table, original] of [
        [strings, english],
        [inspector, inspectorEnglish],
      ] as const) {
        expect(Object.keys(table).sort()).to.deep.equal(Object.keys(original).sort());
        for (const [key, text] of Object.entries(original)) {
          const translated = new Map(Object.entries(table)).get(key);
          expect(translated, key).to.be.a('string').and.not.equal('');
          expect(places(translated ?? ''), key).to.deep.equal(places(text));
        }
      }
    });

  it('fills places, and leaves alone what it has no value for', () => {
    expect(fill('Camera {number}: {name}', { number: '2', name: '{x}' })).to.equal('Camera 2: {x}');
    expect(fill('{constructor}', {})).to.equal('{constructor}');
  });

  it('writes numbers and times as the language does', () => {
    expect(seconds(0.24, 'en')).to.equal('0.2s');
    expect(seconds(0.24, 'fr')).to.match(/^0,2\s?s$/);
    const plain = (text: string) => text.replace(/[\u2066\u2069]/g, '');
    expect(plain(duration(-12, 'en'))).to.equal('−0:12');
    expect(plain(duration(3723, 'en'))).to.equal('1:02:03');
  });
});

describe('the words of a player', () => {
  let player: OlympicPlayer;
  /** A new language is a new skin: for a moment there is none. */
  const saying = (name: string, words: string) =>
    waitUntil(() => all(player, `[part~=${name}-button]`)[0]?.ariaLabel === words, words);
  afterEach(() => {
    player.remove();
    document.documentElement.lang = 'en';
  });

  it('follow the nearest lang', async () => {
    document.documentElement.lang = 'fr-CA';
    player = await dressed();
    await saying('play', 'Lire');
    player.lang = 'es';
    await saying('play', 'Reproducir');
  });

  it('give way to those of the page, in any language', async () => {
    player = await dressed({ attributes: { lang: 'de' } });
    player.strings = { play: 'Los geht’s' };
    await saying('play', 'Los geht’s');
    await saying('mute', 'Ton ein');
  });

  it('may be set before the element is defined', async () => {
    const early = document.createElement('early-player');
    Object.assign(early, { strings: { play: 'Go' } });
    document.body.append(early);
    customElements.define('early-player', class extends OlympicPlayer {});
    player = early as OlympicPlayer;
    expect(Object.hasOwn(player, 'strings')).to.equal(false);
    await waitUntil(() => player.shadowRoot?.querySelector('[part=bar]'));
    expect(button(player, 'play').ariaLabel).to.equal('Go');
  });

  it('run from right to left where the page does, the timeline and its keys excepted', async () => {
    const page = document.createElement('div');
    page.dir = 'rtl';
    page.lang = 'ar';
    document.body.append(page);
    player = await dressed({ parent: page });
    await saying('play', 'تشغيل');
    const play = button(player, 'play').getBoundingClientRect();
    const full = button(player, 'fullscreen').getBoundingClientRect();
    expect(play.left).to.be.above(full.left);
    press(player, '?');
    await waitUntil(() => player.shadowRoot?.querySelector('[part=inspector] h2'));
    expect(one(player, '.panel.inspector').getBoundingClientRect().left).to.be.closeTo(
      player.getBoundingClientRect().left,
      1,
    );
    await expect(player).to.be.accessible();
    page.remove();
  });
});
