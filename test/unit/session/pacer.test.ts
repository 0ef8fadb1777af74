import { expect } from '@open-wc/testing';
import { signal } from '../../../src/base/index.js';
import { deckGrip, elementGrip, pace, paceFor } from '../../../src/session/pacer.js';
import type { Screening } from '../../../src/session/screening.js';
import { fakeEnvironment } from '../../fixtures/fake-environment.js';

/** A picture whose latency follows the rate it is played at. */
function paced(kind: 'samples' | 'element', lagMs: number) {
  const environment = fakeEnvironment();
  const media = { playbackRate: 1 };
  let lag = lagMs;
  let skips = 0;
  const rates: number[] = [];
  const screening = {
    media,
    feed: {
      delivery: { kind },
      behindTargetMs: () => lag,
      seekToLive: async () => {
        skips += 1;
        lag = 0;
      },
    },
  } as unknown as Screening;
  const abort = new AbortController();
  const rate = signal(1);
  const wantsPace = () => rate.peek() === 1;
  pace(screening, { wantsPace, chosenRate: rate }, environment, abort.signal);
  const run = async (seconds: number) => {
    for (let passed = 0; passed < seconds * 1000; passed += 50) {
      await environment.advance(50);
      lag -= (media.playbackRate - 1) * 50;
      rates.push(media.playbackRate);
    }
  };
  return { run, rate, rates, abort, media, environment, lag: () => lag, skips: () => skips };
}

describe('the pacer', () => {
  for (const start of [900, 200, -200, -900])
    it(`brings a deck from ${start} ms to within 50 ms of its target by rates of 0.95 to 1.05`, async () => {
      const deck = paced('samples', start);
      await deck.run(30);
      expect(Math.abs(deck.lag())).to.be.below(50);
      expect(Math.max(...deck.rates)).to.be.at.most(1.05);
      expect(Math.min(...deck.rates)).to.be.at.least(0.95);
      expect(deck.skips()).to.equal(0);
      await deck.run(30);
      expect(Math.abs(deck.lag()), 'and holds it there').to.be.below(15);
    });

  it('skips once when a deck is too far behind to catch up', async () => {
    const deck = paced('samples', 5000);
    await deck.run(5);
    expect(deck.skips()).to.equal(1);
    expect(Math.abs(deck.lag())).to.be.below(50);
  });

  it('leaves a media element alone near its target and takes longer ways before it skips', async () => {
    const near = paced('element', 100);
    await near.run(5);
    expect(new Set(near.rates)).to.deep.equal(new Set([1]));
    const far = paced('element', 5000);
    await far.run(5);
    expect(far.skips()).to.equal(0);
    expect(far.media.playbackRate).to.be.closeTo(1.1, 1e-9);
  });

  it('gives a rate that the viewer chooses to the deck at once', () => {
    const deck = paced('samples', 0);
    deck.rate.value = 0.25;
    expect(deck.media.playbackRate).to.equal(0.25);
    deck.rate.value = 1;
    expect(deck.media.playbackRate).to.equal(1);
  });

  it('ends with its signal', async () => {
    const deck = paced('samples', 500);
    await deck.run(1);
    deck.abort.abort();
    deck.media.playbackRate = 3;
    await deck.run(5);
    expect(deck.media.playbackRate).to.equal(3);
  });

  it('never asks for more than the grip allows, whatever the lag', () => {
    for (const grip of [deckGrip, elementGrip])
      for (let lag = -1e5; lag < 1e5; lag += 37) {
        const rate = paceFor(lag, grip);
        expect(rate).to.be.within(grip.slowest - 1e-9, grip.fastest + 1e-9);
        if (Math.abs(lag) >= grip.deadBandMs) expect(Math.sign(rate - 1)).to.be.oneOf([0, Math.sign(lag)]);
      }
  });
});
