/** The picture on screen is the one asked for, whatever the stream is made of: seen from pixels. */
import { expect } from '@open-wc/testing';
import { deckTime } from '../../../../src/media/index.js';
import { seededRandom } from '../../../fixtures/fake-environment.js';
import { deckStand, numberAt, timeOf } from '../../../fixtures/deck.js';
import { placed, recording, venueRecording } from '../../../fixtures/deck-media.js';

describe('exactly the picture asked for', function () {
  this.timeout(120_000);

  it('in 300 random seeks and steps', async () => {
    const { deck, screen, frames } = deckStand();
    deck.sink.append('video', placed(deck.sink, await venueRecording('main.mp4')));
    const random = seededRandom(2026);
    let number = 0;
    const seekTimes: number[] = [];
    for (let turn = 0; turn < 300; turn++) {
      if (random() < 0.5) {
        number = Math.floor(random() * 240);
        const began = performance.now();
        const inside = deckTime(timeOf(number) + random() * 33);
        await deck.seek(inside);
        seekTimes.push(performance.now() - began);
        expect(deck.time).to.equal(inside);
      } else {
        const step = Math.floor(random() * 9) - 4;
        number = Math.min(239, Math.max(0, number + step));
        await deck.step(step);
      }
      expect(screen.last?.frame, `turn ${turn}`).to.equal(number);
      expect(numberAt(deck.frame.value!.time)).to.equal(number);
    }
    seekTimes.sort((a, b) => a - b);
    console.log(
      `seeks at 640x360, 1 s groups: median ${seekTimes[seekTimes.length >> 1]!.toFixed(1)} ms, ` +
        `95 % ${seekTimes[Math.floor(seekTimes.length * 0.95)]!.toFixed(1)} ms`,
    );
    deck.close();
    expect(frames.open).to.equal(0);
    expect(frames.most).to.be.at.most(8);
  });

  it('just before the pictures there are: once it has come, or the next one where it does not', async () => {
    const media = await venueRecording('main.mp4');
    const later = async () => {
      const { deck, screen } = deckStand();
      const stretch = (from: number, to: number) => placed(deck.sink, media, { from, to });
      deck.sink.append('video', stretch(1000, 2000));
      await deck.seek(timeOf(40));
      return { deck, screen, stretch };
    };
    const filled = await later();
    const sought = filled.deck.seek(timeOf(28));
    for (let repaint = 0; repaint < 5; repaint++) await new Promise(requestAnimationFrame);
    filled.deck.sink.append('video', filled.stretch(0, 1000));
    expect(numberAt((await sought).time)).to.equal(28);
    expect(filled.screen.last?.frame).to.equal(28);
    filled.deck.close();
    const bare = await later();
    expect(numberAt((await bare.deck.seek(timeOf(28))).time)).to.equal(30);
    bare.deck.close();
  });

  const streams = [
    'bframes',
    'bframes-no-edit',
    'negative-cts',
    'open-gop',
    'fps-25',
    'fps-29.97',
    'fps-50',
    'fps-59.94',
    'odd-size',
    'rotation-90',
    'vp9',
    'odd-vp9',
    'av1',
  ];
  for (const name of streams)
    it(`in ${name}: at every picture, forwards, backwards, and by chance`, async () => {
      const { deck, screen, frames } = deckStand();
      const media = await recording(`/test/fixtures/media/${name}.mp4`);
      deck.sink.append('video', placed(deck.sink, media));
      deck.sink.end();
      const shown = [...media.samples].sort((a, b) => a.time - b.time);
      const random = seededRandom(7);
      const expected = (index: number) =>
        expect(screen.last?.frame, `${name}, picture ${index}`).to.equal(index & 0xff);
      await deck.seek(shown[0]!.time);
      expected(0);
      for (let index = 1; index < shown.length; index++) {
        await deck.step(1);
        expected(index);
      }
      for (let index = shown.length - 2; index >= shown.length - 20; index--) {
        await deck.step(-1);
        expected(index);
      }
      for (let turn = 0; turn < 30; turn++) {
        const index = Math.floor(random() * shown.length);
        await deck.seek(shown[index]!.time);
        expected(index);
      }
      expect(deck.stats().samplesLost).to.equal(0);
      expect(deck.stats().decoderRebuilds).to.equal(0);
      deck.close();
      expect(frames.open).to.equal(0);
      expect(frames.most).to.be.at.most(8);
    });

  for (const [what, config, width, height] of [
    ['as it is coded', {}, 640, 360],
    ['turned by the container', { rotation: 90 }, 360, 640],
    ['of wide pixels', { pixelAspect: 4 / 3 }, 853, 360],
  ] as const)
    it(`in the size the viewer sees: ${what}`, async () => {
      const { deck } = deckStand();
      const media = await venueRecording('main.mp4');
      deck.sink.append('video', placed(deck.sink, { ...media, config: { ...media.config, ...config } }));
      const shown = await deck.seek(timeOf(0));
      expect([shown.width, shown.height]).to.deep.equal([width, height]);
      deck.close();
    });

  it('in the size the viewer sees: odd both ways', async () => {
    const { deck } = deckStand();
    const media = await recording('/test/fixtures/media/odd-vp9.mp4');
    deck.sink.append('video', placed(deck.sink, media));
    const shown = await deck.seek(media.samples[0]!.time);
    expect([shown.width, shown.height]).to.deep.equal([321, 181]);
    deck.close();
  });
});
