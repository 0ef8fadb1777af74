/** Decoders that break, lie and vanish: the picture comes all the same, and nothing is left open. */
import { expect } from '@open-wc/testing';
import type { OlympicPlayerError } from '../../../../src/base/index.js';
import { deckTime } from '../../../../src/media/index.js';
import type { Sample } from '../../../../src/media/index.js';
import { deckStand, numberAt, timeOf, until } from '../../../fixtures/deck.js';
import type { DeckStand } from '../../../fixtures/deck.js';
import { placed, recording, venueRecording } from '../../../fixtures/deck-media.js';
import { faultyDecoders } from '../../../fixtures/faulty-decoder.js';
import type { FaultPlan } from '../../../fixtures/faulty-decoder.js';
import { rejection } from '../../../fixtures/rejection.js';
import { steadyEnvironment } from '../../../fixtures/steady-environment.js';

const microseconds = (number: number) => Math.round(timeOf(number) * 1000);

async function standWith(plan: FaultPlan, to = 3000) {
  const steady = steadyEnvironment();
  after(() => steady.stop());
  const environment = faultyDecoders(plan, steady);
  const stand = deckStand({ environment });
  stand.deck.sink.append('video', placed(stand.deck.sink, await venueRecording('main.low.mp4'), { to }));
  stand.deck.sink.end();
  return { ...stand, environment };
}

/** Plays from the start to the end; the numbers seen, in order. */
async function playThrough({ deck, screen }: DeckStand): Promise<number[]> {
  screen.drawn.length = 0;
  deck.play();
  await until(deck.ended, (ended) => ended);
  const numbers = screen.drawn.map(({ frame }) => frame ?? -1);
  expect(numbers.join(' '), 'pictures in order').to.equal([...numbers].sort((a, b) => a - b).join(' '));
  return numbers;
}

function expectClosed({ deck, frames }: DeckStand): void {
  deck.close();
  expect(frames.open, 'frames left open').to.equal(0);
  expect(frames.most, 'frames held at once').to.be.at.most(8);
  expect(deck.stats().framesHeld).to.equal(0);
}

/** The numbers below a limit that were not seen. */
const missing = (numbers: readonly number[], to: number): string =>
  Array.from({ length: to }, (_, number) => number)
    .filter((number) => !numbers.includes(number))
    .join(' ');

const span = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => from + index).join(' ');

describe('a deck whose decoder', function () {
  this.timeout(60_000);

  it('breaks once loses nothing', async () => {
    const stand = await standWith((number) =>
      number === 0 ? { breaksAt: ({ timestamp }) => timestamp === microseconds(40) } : undefined,
    );
    const numbers = await playThrough(stand);
    expect(stand.deck.stats().decoderRebuilds).to.equal(1);
    expect(stand.deck.stats().samplesLost).to.equal(0);
    expect(missing(numbers, 90)).to.equal('');
    expectClosed(stand);
  });

  it('breaks at the same sample every time loses that group from there on, and no more', async () => {
    const stand = await standWith(() => ({ breaksAt: ({ timestamp }) => timestamp === microseconds(40) }));
    const numbers = await playThrough(stand);
    expect(missing(numbers, 90)).to.equal(span(40, 60));
    expect(stand.deck.stats().samplesLost).to.equal(20);
    expect(stand.deck.stats().decoderRebuilds).to.equal(2);
    expect(stand.environment.configured[2]?.hardwareAcceleration).to.equal('prefer-software');
    expect(stand.deck.failure.value).to.equal(undefined);
    expectClosed(stand);
  });

  it('breaks at every key frame fails with a reason, after a bounded number of tries', async () => {
    const stand = await standWith(() => ({ breaksAt: ({ type }) => type === 'key' }));
    const error = await rejection<OlympicPlayerError>(stand.deck.seek(deckTime(0)));
    expect(error.reason).to.equal('media/decoder-failed');
    expect(stand.deck.failure.value).to.equal(error);
    expect(stand.deck.stats().decoderRebuilds).to.be.at.most(21);
    expectClosed(stand);
  });

  it('is taken away while it rests is built again when it is needed', async () => {
    const stand = await standWith((number) => (number === 0 ? { reclaimedAfter: 5 } : undefined));
    const { deck, screen } = stand;
    await deck.seek(timeOf(3));
    for (let number = 4; number < 40; number++) {
      await deck.step(1);
      expect(screen.last?.frame).to.equal(number);
    }
    expect(deck.stats().decoderRebuilds).to.equal(1);
    expectClosed(stand);
  });

  it('gives nothing is replaced by one in software', async () => {
    const stand = await standWith((_, acceleration) =>
      acceleration === 'prefer-software' ? undefined : { silent: true },
    );
    await stand.deck.seek(timeOf(20));
    expect(stand.screen.last?.frame).to.equal(20);
    expect(stand.deck.stats().decoderRebuilds).to.equal(1);
    expectClosed(stand);
  });

  it('gives nothing in software either fails with a reason', async () => {
    const stand = await standWith(() => ({ silent: true }));
    const error = await rejection<OlympicPlayerError>(stand.deck.seek(timeOf(20)));
    expect(error.reason).to.equal('media/decoder-silent');
    expectClosed(stand);
  });

  it('gives nothing for some samples goes on without them', async () => {
    const stand = await standWith(() => ({
      swallows: ({ timestamp }) => timestamp === microseconds(33) || timestamp === microseconds(34),
    }));
    const numbers = await playThrough(stand);
    expect(missing(numbers, 90)).to.equal('33 34');
    expect(stand.deck.stats().samplesLost).to.equal(2);
    expect(stand.deck.stats().decoderRebuilds).to.equal(0);
    expectClosed(stand);
  });

  it('is late by less than a few pictures keeps its pace', async () => {
    const stand = await standWith(() => ({ lateMs: 60 }));
    const numbers = await playThrough(stand);
    expect(missing(numbers, 90)).to.equal('');
    expectClosed(stand);
  });

  it('gives pictures in the wrong order is put right', async () => {
    const stand = await standWith(() => ({ swapped: true }));
    const numbers = await playThrough(stand);
    expect(missing(numbers, 90)).to.equal('');
    for (const number of [0, 31, 62, 89, 1]) {
      await stand.deck.seek(timeOf(number));
      expect(stand.screen.last?.frame).to.equal(number);
    }
    expectClosed(stand);
  });

  for (const keepsBack of [3, 10])
    it(`keeps back ${keepsBack} pictures is fed until it gives`, async () => {
      const stand = await standWith(() => ({ keepsBack }));
      for (const number of [0, 45, 89, 10]) {
        await stand.deck.seek(timeOf(number));
        expect(stand.screen.last?.frame).to.equal(number);
      }
      await stand.deck.seek(timeOf(0));
      const numbers = await playThrough(stand);
      expect(numbers.at(-1)).to.equal(89);
      // More than 8 at once come out of the longer one at the very end: one of them has to be decoded twice.
      expect(numbers.length).to.be.at.least(keepsBack > 8 ? 86 : 89);
      expectClosed(stand);
    });

  it('gives a dozen pictures at once never makes it hold more than it may', async () => {
    const stand = await standWith(() => ({ bursts: 12 }));
    for (const number of [5, 20, 60]) {
      await stand.deck.seek(timeOf(number));
      expect(stand.screen.last?.frame).to.equal(number);
    }
    for (let number = 61; number < 75; number++) {
      await stand.deck.step(1);
      expect(stand.screen.last?.frame).to.equal(number);
    }
    expectClosed(stand);
  });

  it('does not want to be configured once is asked again', async () => {
    const stand = await standWith((number) => (number === 0 ? { configureThrows: true } : undefined));
    await stand.deck.seek(timeOf(20));
    expect(stand.screen.last?.frame).to.equal(20);
    expectClosed(stand);
  });

  it('refuses hardware is asked for software', async () => {
    const stand = await standWith(() => ({ needsSoftware: true }));
    await stand.deck.seek(timeOf(20));
    expect(stand.screen.last?.frame).to.equal(20);
    expect(
      stand.environment.configured.map(({ hardwareAcceleration }) => hardwareAcceleration),
    ).to.deep.equal(['no-preference', 'prefer-software']);
    expectClosed(stand);
  });

  it('supports nothing fails with a reason at once', async () => {
    const stand = await standWith(() => ({ supportsNothing: true }));
    const error = await rejection<OlympicPlayerError>(stand.deck.seek(timeOf(20)));
    expect(error.reason).to.equal('media/codec-not-supported');
    expect(stand.environment.configured).to.have.length(2);
    expectClosed(stand);
  });

  it('cannot be made at all fails with a reason', async () => {
    const steady = steadyEnvironment();
    after(() => steady.stop());
    const createVideoDecoder = () => {
      throw new ReferenceError('VideoDecoder is not defined');
    };
    const { deck } = deckStand({ environment: { ...steady, createVideoDecoder } });
    deck.sink.append('video', placed(deck.sink, await venueRecording('main.low.mp4')));
    const error = await rejection<OlympicPlayerError>(deck.seek(timeOf(20)));
    expect(error.reason).to.equal('media/codec-not-supported');
    deck.close();
  });

  it('is a real one and meets a damaged sample loses no more than its group', async () => {
    const stand = await standWith(() => undefined, 0);
    const { deck, screen } = stand;
    const damaged = placed(deck.sink, await venueRecording('main.mp4'), { to: 4000 }).map(
      (sample, index): Sample => {
        if (index !== 40) return sample;
        // The length before the NAL unit is wrong: no decoder can go on from there.
        const data = sample.data.slice();
        data.set([0x7f, 0xff, 0xff, 0xff]);
        return { ...sample, data };
      },
    );
    deck.sink.append('video', damaged);
    deck.sink.end();
    const numbers = await playThrough(stand);
    expect(missing(numbers, 120)).to.equal(span(40, 60));
    for (const number of [39, 60, 61]) {
      const frame = await deck.seek(timeOf(number));
      expect(screen.last?.frame).to.equal(number);
      expect(numberAt(frame.time)).to.equal(number);
    }
    expectClosed(stand);
  });

  it('is a real one and is given noise finds the next group', async () => {
    const stand = await standWith(() => undefined, 1000);
    const { deck, screen } = stand;
    const media = await recording('/examples/venue/media/main.low.mp4');
    const noise = placed(deck.sink, media, { from: 1000, to: 2000 }).map((sample, index): Sample => ({
      ...sample,
      data: sample.data.map((byte, at) => byte ^ ((at * 7 + index * 13) & 0xff)),
    }));
    deck.sink.append('video', noise);
    deck.sink.append('video', placed(deck.sink, media, { from: 2000, to: 3000 }));
    deck.sink.end();
    const numbers = await playThrough(stand);
    expect(
      missing(
        numbers.filter((number) => number < 30 || number >= 60),
        90,
      ),
    ).to.equal(span(30, 60));
    expect(screen.last?.frame).to.equal(89);
    expect(deck.failure.value).to.equal(undefined);
    expectClosed(stand);
  });
});
