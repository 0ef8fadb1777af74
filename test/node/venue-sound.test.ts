import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { findClicks, loopSamples, renderSound, sampleRate } from '../../examples/venue/sound.js';
import { flights, flightSpan } from '../../examples/venue/athlete/timeline.js';

const wholeSeconds = [0, 1, 2, 3, 4, 5, 6, 7];

function level(samples: Float32Array, from: number, to: number): number {
  const part = samples.subarray(Math.round(from * sampleRate), Math.round(to * sampleRate));
  return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length);
}

describe('venue sound', () => {
  let left: Float32Array;
  let right: Float32Array;
  before(() => {
    [left, right] = renderSound();
  });

  it('is 8 s at 48 kHz in two channels: whole AAC and Opus frames', () => {
    assert.equal(left.length, loopSamples);
    assert.equal(right.length, loopSamples);
    assert.equal(loopSamples, 375 * 1024);
    assert.equal(loopSamples, 400 * 960);
  });

  it('is the same every time, and wider than mono', () => {
    const [again] = renderSound();
    assert.deepEqual(again, left);
    assert.notDeepEqual(left, right);
  });

  it('never clips', () => {
    for (const channel of [left, right]) {
      const peak = channel.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      assert.ok(peak < 0.999 && peak > 0.5, `peak ${peak}`);
    }
  });

  it('clicks at every whole second, to the sample', () => {
    for (const channel of [left, right]) {
      const clicks = findClicks(channel, sampleRate);
      assert.equal(clicks.length, wholeSeconds.length);
      clicks.forEach((seconds, index) => {
        assert.ok(Math.abs(seconds - wholeSeconds[index]!) <= 1.5 / sampleRate, `${seconds} s`);
      });
    }
  });

  it('has no click left when the clicks are taken out: neither crowd nor landing is mistaken for one', () => {
    const without = left.slice();
    for (const second of wholeSeconds) {
      without.fill(0, second * sampleRate, Math.round((second + 0.013) * sampleRate));
    }
    assert.deepEqual(findClicks(without, sampleRate), []);
  });

  it('finds clicks at other rates and levels', () => {
    const half = Float32Array.from({ length: loopSamples / 2 }, (_, n) => 0.3 * (left[2 * n] ?? 0));
    const clicks = findClicks(half, sampleRate / 2);
    assert.deepEqual(
      clicks.map((seconds) => Math.round(seconds * 1000)),
      wholeSeconds.map((second) => second * 1000),
    );
  });

  it('finds nothing in silence or noise', () => {
    assert.deepEqual(findClicks(new Float32Array(sampleRate), sampleRate), []);
    const noise = Float32Array.from({ length: sampleRate }, (_, n) => 0.5 * Math.sin(n * n * 0.37));
    assert.deepEqual(findClicks(noise, sampleRate), []);
  });

  it('meets its own start without a step', () => {
    // The click at 0 begins from silence, so the crowd alone crosses the seam.
    const step = Math.abs(left[0]! - left[loopSamples - 1]!);
    let usual = 0;
    for (let n = loopSamples - 2000; n < loopSamples - 1; n++)
      usual = Math.max(usual, Math.abs(left[n + 1]! - left[n]!));
    assert.ok(step <= usual, `${step} at the seam, ${usual} before it`);
  });

  it('swells after the double somersault and thuds at every landing', () => {
    const trick = flightSpan(flights.findIndex(({ id }) => id === 'double-back'));
    const swell = level(left, trick.to + 0.1, trick.to + 0.3);
    const waiting = level(left, 2.1, 2.4);
    assert.ok(swell > 2 * waiting, `${swell} after, ${waiting} before`);
    flights.forEach((flight, index) => {
      const { to } = flightSpan(index);
      const thud = level(left, to + 0.01, to + 0.09);
      const quiet = level(left, to - 0.1, to - 0.02);
      assert.ok(thud > 1.5 * quiet, `${flight.id}: ${thud} against ${quiet}`);
    });
  });
});
