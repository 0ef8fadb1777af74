/** How a deck moves: at every rate, over holes, at the end of what there is, and unseen. */
import { expect } from '@open-wc/testing';
import { SampleMemory, deckTime } from '../../../../src/media/index.js';
import { deckStand, numberAt, shownFrames, timeOf, until } from '../../../fixtures/deck.js';
import type { DeckStand, StandOptions } from '../../../fixtures/deck.js';
import { placed, venueRecording } from '../../../fixtures/deck-media.js';
import type { Placement } from '../../../fixtures/deck-media.js';
import { rejection } from '../../../fixtures/rejection.js';
import { steadyEnvironment } from '../../../fixtures/steady-environment.js';
import type { SteadyEnvironment } from '../../../fixtures/steady-environment.js';

describe('a deck', function () {
  this.timeout(60_000);
  let environment: SteadyEnvironment;
  const stands: DeckStand[] = [];

  beforeEach(() => (environment = steadyEnvironment()));

  afterEach(() => {
    for (const { deck, frames } of stands.splice(0)) {
      deck.close();
      expect(frames.open, 'frames left open').to.equal(0);
      expect(frames.most, 'frames held at once').to.be.at.most(8);
      expect(deck.stats().framesHeld).to.equal(0);
    }
    environment.stop();
  });

  function stand(options: StandOptions = {}): DeckStand {
    const made = deckStand({ environment, ...options });
    stands.push(made);
    return made;
  }

  async function filled(placement: Placement = {}, options: StandOptions = {}): Promise<DeckStand> {
    const made = stand(options);
    made.deck.sink.append('video', placed(made.deck.sink, await venueRecording('main.low.mp4'), placement));
    return made;
  }

  /** Samples from a time to another of the recording, appended now. */
  async function more({ deck }: DeckStand, placement: Placement): Promise<void> {
    deck.sink.append('video', placed(deck.sink, await venueRecording('main.low.mp4'), placement));
  }

  const numbersOf = ({ screen }: DeckStand) => screen.drawn.map(({ frame }) => frame ?? -1);
  const span = (from: number, to: number, step = 1) =>
    Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step).join(' ');
  const passed = (time: number) => new Promise<void>((resolve) => environment.setTimer(resolve, time));

  for (const rate of [0.1, 0.25, 0.5, 1, 2, 4])
    it(`shows at rate ${rate} the picture of its time at every repaint`, async () => {
      const made = await filled();
      const { deck } = made;
      const from = 30;
      await deck.seek(timeOf(from));
      deck.setRate(rate);
      const shown = shownFrames(deck);
      made.screen.drawn.length = 0;
      const began = environment.monotonic();
      deck.play();
      await until(deck.frame, (frame) => frame !== undefined && frame.time >= timeOf(from) + 900 * rate);
      const took = environment.monotonic() - began;
      deck.pause();
      const numbers = numbersOf(made);
      expect(numbers.join(' ')).to.equal(shown.map(({ time }) => numberAt(time)).join(' '));
      for (let index = 1; index < shown.length; index++)
        expect(shown[index]!.presented).to.equal(shown[index - 1]!.presented + 1);
      // A repaint is 16.7 ms: up to twice the speed there is one for every picture.
      if (rate <= 1) expect(numbers.join(' ')).to.equal(span(from + 1, from + 1 + numbers.length));
      else expect(numbers.length).to.be.at.least(20);
      expect(took).to.be.within(850, 1050);
      for (const frame of shown) {
        const at = frame.displayedAt - environment.timeOrigin;
        const clock = (at - began) * rate + timeOf(from);
        expect(frame.time - clock, 'the clock is within the picture').to.be.within(-34 - 70 * rate, 0.2);
      }
    });

  it('stands still at rate 0, and goes on from there', async () => {
    const made = await filled();
    await made.deck.seek(timeOf(20));
    made.deck.setRate(0);
    made.deck.play();
    await passed(200);
    expect(made.deck.time).to.equal(timeOf(20));
    expect(made.deck.starving.value).to.equal(false);
    made.deck.setRate(1);
    await until(made.deck.frame, (frame) => (frame?.time ?? 0) >= timeOf(25));
    expect(numbersOf(made).join(' ')).to.equal(span(20, 26));
  });

  it('goes backwards through all groups, picture by picture, to the very first, and stays there', async () => {
    const made = await filled({ to: 4000 });
    const { deck } = made;
    await deck.seek(timeOf(110));
    deck.setRate(-1);
    deck.play();
    await until(deck.frame, (frame) => frame?.time === 0);
    expect(numbersOf(made).join(' ')).to.equal(
      Array.from({ length: 111 }, (_, index) => 110 - index).join(' '),
    );
    await passed(300);
    expect(deck.time).to.be.closeTo(0, 1e-6);
    expect(deck.starving.value).to.equal(false);
    deck.setRate(1);
    await until(deck.frame, (frame) => (frame?.time ?? 0) >= timeOf(10));
    expect(made.screen.last?.frame).to.equal(10);
  });

  it('turns round at any moment', async () => {
    const made = await filled();
    const { deck, screen } = made;
    await deck.seek(timeOf(100));
    deck.play();
    for (const [rate, until_] of [
      [-1, 80],
      [1, 90],
      [-0.5, 55],
      [2, 130],
      [-1, 118],
    ] as const) {
      deck.setRate(rate);
      await until(deck.frame, (frame) =>
        rate < 0 ? frame!.time <= timeOf(until_) : frame!.time >= timeOf(until_),
      );
      expect(screen.last?.frame).to.equal(numberAt(deck.frame.value!.time));
    }
  });

  it('waits for pictures that are not there yet, and goes on with the next', async () => {
    const made = await filled({ to: 1000 });
    const { deck, sound } = made;
    deck.play();
    await until(deck.frame, (frame) => (frame?.time ?? 0) >= timeOf(29));
    await until(deck.starving, (starving) => starving);
    expect(made.screen.last?.frame).to.equal(29);
    expect(deck.time).to.be.within(timeOf(29), 1000);
    expect(sound.plans.at(-1)?.moving).to.equal(false);
    expect(deck.readyState.value).to.equal(2);
    const stood = deck.time;
    await passed(500);
    expect(deck.time).to.equal(stood);
    await more(made, { from: 1000, to: 2000 });
    await until(deck.frame, (frame) => (frame?.time ?? 0) >= timeOf(40));
    expect(sound.plans.at(-1)?.moving).to.equal(true);
    expect(numbersOf(made).join(' ')).to.equal(span(0, numbersOf(made).length));
  });

  it('goes over a gap it was told of, and waits at one it was not', async () => {
    const made = await filled({ to: 1000 });
    const { deck } = made;
    await more(made, { from: 2000, to: 3000 });
    deck.play();
    await until(deck.frame, (frame) => (frame?.time ?? 0) >= timeOf(29));
    await until(deck.starving, (starving) => starving);
    const generation = deck.frame.value!.generation;
    deck.sink.gap('video', { from: deckTime(1000), to: deckTime(2000) });
    await until(deck.frame, (frame) => (frame?.time ?? 0) >= timeOf(62));
    expect(numbersOf(made).join(' ')).to.equal(`${span(0, 30)} ${span(60, numbersOf(made).length + 30)}`);
    expect(deck.frame.value!.generation).to.be.above(generation);
  });

  it('ends where the feed says so, and goes on when more comes', async () => {
    const made = await filled({ to: 1000 });
    const { deck } = made;
    deck.sink.end();
    deck.play();
    await until(deck.ended, (ended) => ended);
    expect(made.screen.last?.frame).to.equal(29);
    expect(deck.time).to.be.closeTo(1000, 0.5);
    expect(deck.readyState.value).to.equal(4);
    await more(made, { from: 1000, to: 2000 });
    expect(deck.ended.value).to.equal(false);
    await until(deck.frame, (frame) => (frame?.time ?? 0) >= timeOf(35));
    expect(numbersOf(made).join(' ')).to.equal(span(0, numbersOf(made).length));
  });

  it('shows nothing before the picture asked for, in the middle of a group', async () => {
    const made = await filled();
    await made.deck.seek(timeOf(115));
    expect(numbersOf(made).join(' ')).to.equal('115');
    expect(made.deck.stats().framesDecoded).to.be.at.least(26);
    expect(made.deck.stats().framesDropped).to.equal(0);
  });

  it('answers a seek when its samples have come', async () => {
    const made = await filled({ to: 1000 });
    const { deck } = made;
    await until(deck.frame, (frame) => frame !== undefined);
    const seek = deck.seek(timeOf(40));
    expect(deck.seeking.value).to.equal(true);
    await passed(100);
    expect(deck.seeking.value).to.equal(true);
    await more(made, { from: 1000, to: 2000 });
    expect(numberAt((await seek).time)).to.equal(40);
    expect(deck.seeking.value).to.equal(false);
  });

  it('lets a newer seek supersede the one before', async () => {
    const { deck, screen } = await filled();
    const seeks = [10, 200, 90, 91].map((number) => deck.seek(timeOf(number)));
    const step = deck.step(-3);
    for (const seek of seeks) expect((await rejection<DOMException>(seek)).name).to.equal('AbortError');
    expect(numberAt((await step).time)).to.equal(88);
    expect(screen.last?.frame).to.equal(88);
    expect(screen.drawn.map(({ frame }) => frame)).to.deep.equal([88]);
  });

  it('refuses what is asked of it once it is closed', async () => {
    const { deck, screen, sound } = await filled();
    const seek = deck.seek(timeOf(10));
    deck.close();
    expect((await rejection<DOMException>(seek)).name).to.equal('AbortError');
    expect((await rejection<DOMException>(deck.seek(timeOf(10)))).name).to.equal('AbortError');
    expect(screen.closed && sound.closed).to.equal(true);
  });

  it('decodes nothing that nobody sees, until it is asked', async () => {
    const made = await filled({}, { attached: false });
    const { deck } = made;
    deck.play();
    await until(deck.starving, (starving) => !starving);
    await passed(500);
    expect(deck.time).to.be.above(300);
    expect(deck.stats().framesDecoded).to.equal(0);
    const frame = await deck.seek(timeOf(50));
    expect(numberAt(frame.time)).to.equal(50);
    expect(deck.stats().framesDecoded).to.be.above(0);
  });

  it('stops decoding on a hidden page while the clock goes on, and comes back to the right picture', async () => {
    const made = await filled();
    const { deck, screen } = made;
    deck.play();
    await until(deck.frame, (frame) => (frame?.time ?? 0) >= timeOf(10));
    deck.setVisible(false);
    const decoded = deck.stats().framesDecoded;
    const hiddenAt = deck.time;
    await passed(2000);
    expect(deck.stats().framesDecoded).to.equal(decoded);
    expect(deck.stats().framesHeld).to.be.at.most(1);
    expect(deck.time - hiddenAt).to.be.within(1900, 2200);
    const drawn = screen.drawn.length;
    deck.setVisible(true);
    await until(deck.frame, (frame) => (frame?.time ?? 0) > hiddenAt + 1000);
    expect(screen.drawn[drawn]!.frame).to.be.at.least(numberAt(hiddenAt + 1900));
    expect(screen.last?.frame).to.equal(numberAt(deck.frame.value!.time));
  });

  it('draws the picture again on a screen that lost it, and on another', async () => {
    const { deck, screen } = await filled();
    await deck.seek(timeOf(12));
    screen.lost.value = true;
    const seek = deck.seek(timeOf(13));
    await passed(100);
    expect(deck.seeking.value).to.equal(true);
    expect(screen.last?.frame).to.equal(12);
    screen.lost.value = false;
    expect(numberAt((await seek).time)).to.equal(13);
    expect(screen.last?.frame).to.equal(13);
    const presented = deck.frame.value!.presented;
    deck.attachScreen(new OffscreenCanvas(16, 16));
    await until(deck.frame, (frame) => frame!.presented > presented);
    expect(screen.last?.frame).to.equal(13);
  });

  it('follows the sound that is heard', async () => {
    const made = await filled();
    const { deck, sound } = made;
    deck.play();
    await until(deck.frame, (frame) => (frame?.time ?? 0) >= timeOf(5));
    // Sound that starts 50 ms ahead and runs 0.1 % fast.
    const [at, time] = [environment.monotonic(), deck.time];
    sound.heard = (now) => deckTime(time + 50 + (now - at) * 1.001);
    await passed(2500);
    const now = environment.monotonic();
    expect(Math.abs(deck.time - sound.heard(now)!)).to.be.below(3);
    const numbers = numbersOf(made);
    expect(numbers.join(' ')).to.equal([...new Set(numbers)].sort((a, b) => a - b).join(' '));
  });

  it('goes over to another rendition without a hole', async () => {
    const made = await filled();
    const { deck, screen } = made;
    const { sink } = deck;
    deck.play();
    await until(deck.frame, (frame) => (frame?.time ?? 0) >= timeOf(20));
    sink.append('video', placed(sink, await venueRecording('main.mp4'), { from: 2000, rendition: 'high' }));
    await until(deck.frame, (frame) => (frame?.time ?? 0) >= timeOf(75));
    expect(numbersOf(made).join(' ')).to.equal(span(0, screen.drawn.length));
    expect(deck.frame.value!.rendition).to.equal('high');
    expect(deck.frame.value!.width).to.equal(640);
    expect(deck.stats().decoderRebuilds).to.equal(0);
  });

  it('takes over another rendition in the middle of what it plays', async () => {
    const made = await filled();
    const { deck } = made;
    deck.play();
    await until(deck.frame, (frame) => (frame?.time ?? 0) >= timeOf(37));
    deck.sink.append(
      'video',
      placed(deck.sink, await venueRecording('main.mp4'), { from: 1000, rendition: 'high' }),
    );
    await until(deck.frame, (frame) => frame?.rendition === 'high');
    await until(deck.frame, (frame) => (frame?.time ?? 0) >= timeOf(70));
    const numbers = numbersOf(made);
    // The group is decoded once more from its key frame; meanwhile the picture may lag by 100 ms, not more.
    for (let index = 1; index < numbers.length; index++)
      expect(numbers[index]! - numbers[index - 1]!).to.be.within(1, 5);
    expect(numbers.length).to.be.at.least(66);
  });

  it('plays on while old groups are evicted behind it', async () => {
    const { samples } = await venueRecording('main.low.mp4');
    const bytes = samples.slice(0, 90).reduce((sum, { data }) => sum + data.byteLength, 0);
    const made = stand({ budget: { memory: new SampleMemory(bytes) } });
    const { deck } = made;
    await more(made, { to: 2000 });
    deck.setRate(2);
    deck.play();
    for (let from = 2000; from < 8000; from += 1000) {
      const group = placed(deck.sink, await venueRecording('main.low.mp4'), { from, to: from + 1000 });
      while (deck.sink.append('video', group) === 'full') {
        const { presented } = deck.frame.value ?? { presented: 0 };
        await until(deck.frame, (frame) => (frame?.presented ?? 0) > presented);
      }
      expect(deck.stats().bufferedBytes).to.be.at.most(bytes);
    }
    deck.sink.end();
    await until(deck.ended, (ended) => ended);
    expect(made.screen.last?.frame).to.equal(239);
    const numbers = numbersOf(made);
    expect(numbers.join(' ')).to.equal([...numbers].sort((a, b) => a - b).join(' '));
  });

  it('steps no further than there are pictures', async () => {
    const { deck, screen } = await filled({ to: 1000 });
    await deck.seek(timeOf(2));
    expect((await deck.step(-10)).time).to.equal(0);
    expect(numberAt((await deck.step(1000)).time)).to.equal(29);
    expect(screen.last?.frame).to.equal(29);
    expect(deck.paused.value).to.equal(true);
  });

  it('says how ready it is', async () => {
    const made = stand();
    const { deck } = made;
    expect(deck.readyState.value).to.equal(0);
    const media = await venueRecording('main.low.mp4');
    const samples = placed(deck.sink, media);
    await passed(50);
    deck.sink.append('video', samples.slice(0, 1));
    await until(deck.readyState, (state) => state === 2);
    deck.sink.append('video', samples.slice(1, 20));
    await until(deck.readyState, (state) => state === 3);
    deck.sink.append('video', samples.slice(20, 60));
    await until(deck.readyState, (state) => state === 4);
    expect(deck.buffered.value.map(({ from, to }) => [from, Math.round(to)])).to.deep.equal([[0, 2000]]);
  });

  it('shows the newest picture as soon as it has come', async () => {
    const made = stand();
    const { deck } = made;
    const samples = placed(deck.sink, await venueRecording('main.low.mp4'));
    for (let number = 0; number < 35; number++) {
      deck.sink.append('video', samples.slice(number, number + 1));
      const frame = await deck.seek(timeOf(number));
      expect(numberAt(frame.time)).to.equal(number);
      expect(made.screen.last?.frame).to.equal(number);
    }
    expect(deck.stats().framesDecoded, 'each decoded once').to.be.below(40);
  });
});
