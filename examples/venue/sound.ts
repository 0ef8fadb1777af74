/**
 * The hall's sound: 8 s at 48 kHz, stereo, seamless, the same every time. The crowd murmurs and rises with the routine,
 * the bed thuds, and a click starts at every whole second, so that what is heard tells the loop time as the strip does.
 */
import { flights, flightSpan } from './athlete/timeline.js';
import { excitementAt } from './excitement.js';
import { loopMs } from './loop.js';
import { randomSource, type RandomSource } from './random.js';

export const sampleRate = 48_000;
/** Samples per channel: 375 AAC frames of 1024, or 400 Opus frames of 960. */
export const loopSamples = (loopMs / 1000) * sampleRate;

const click = { hertz: 1000, seconds: 0.012, decay: 0.0035, level: 0.8 };

/** The click's waveform at a sample rate, at full level. */
function clickWave(rate: number): Float32Array {
  return Float32Array.from({ length: Math.round(click.seconds * rate) }, (_, n) => {
    const t = n / rate;
    return Math.exp(-t / click.decay) * Math.sin(2 * Math.PI * click.hertz * t);
  });
}

/** A one-pole low-pass run over a loop until it has forgotten its start, so that the loop's ends meet. */
function lowPass(loop: Float32Array, hertz: number): Float32Array {
  const out = new Float32Array(loop.length);
  const share = 1 - Math.exp((-2 * Math.PI * hertz) / sampleRate);
  let state = 0;
  for (let turn = 0; turn < 2; turn++) {
    for (let n = 0; n < loop.length; n++) {
      state += share * ((loop[n] ?? 0) - state);
      out[n] = state;
    }
  }
  return out;
}

/** Noise between two frequencies (6 dB per octave below, 12 above), scaled to unit power. */
function bandNoise(random: RandomSource, low: number, high: number): Float32Array {
  const white = Float32Array.from({ length: loopSamples }, () => random.between(-1, 1));
  const top = lowPass(lowPass(white, high), high);
  const bottom = lowPass(top, low);
  const band = top.map((value, n) => value - (bottom[n] ?? 0));
  const power = Math.sqrt(band.reduce((sum, value) => sum + value * value, 0) / band.length);
  return band.map((value) => value / power);
}

/** Adds a wave into a loop from a time on; what passes the end comes round to the start. */
function mix(loop: Float32Array, wave: Float32Array, seconds: number, level: number): void {
  const start = Math.round(seconds * sampleRate);
  for (let n = 0; n < wave.length; n++) {
    const at = (start + n) % loop.length;
    loop[at] = (loop[at] ?? 0) + level * (wave[n] ?? 0);
  }
}

/** The crowd in one ear: a murmur that is always there, and a roar that follows the excitement. */
function crowdSound(random: RandomSource): Float32Array {
  const murmur = bandNoise(random, 180, 520);
  const roar = bandNoise(random, 480, 1900);
  const hiss = bandNoise(random, 1800, 4200);
  // Waves of talk; whole numbers of cycles per loop.
  const swells = [3, 5, 7].map((cycles) => ({ cycles, phase: random.between(0, 2 * Math.PI) }));
  return murmur.map((value, n) => {
    const u = n / loopSamples;
    const swell =
      swells.reduce((sum, { cycles, phase }) => sum + Math.sin(2 * Math.PI * cycles * u + phase), 3) / 6;
    const excitement = excitementAt(u * loopMs);
    return (
      value * (0.012 + 0.008 * swell + 0.01 * excitement) +
      (roar[n] ?? 0) * (0.003 + 0.046 * excitement ** 1.3) +
      (hiss[n] ?? 0) * (0.001 + 0.012 * excitement)
    );
  });
}

function addApplause(loop: Float32Array, random: RandomSource): void {
  const clap = Float32Array.from({ length: Math.round(0.02 * sampleRate) }, (_, n) => {
    return Math.exp(-n / (0.0035 * sampleRate)) * random.between(-1, 1);
  });
  const most = 1600;
  for (let count = 0; count < most; count++) {
    const [seconds, keep, level] = [
      random.between(0, loopMs / 1000),
      random.next(),
      random.between(0.006, 0.03),
    ];
    if (keep < excitementAt(seconds * 1000) ** 2)
      mix(loop, lowPassOnce(clap, random.between(1500, 5000)), seconds, level);
  }
}

function lowPassOnce(wave: Float32Array, hertz: number): Float32Array {
  const share = 1 - Math.exp((-2 * Math.PI * hertz) / sampleRate);
  let state = 0;
  return wave.map((value) => (state += share * (value - state)));
}

/** Feet into the bed: a low thud with a slap; the springs answer a moment later. */
function landing(random: RandomSource): Float32Array {
  return Float32Array.from({ length: Math.round(0.5 * sampleRate) }, (_, n) => {
    const t = n / sampleRate;
    const rise = 1 - Math.exp(-t / 0.004);
    const thud = Math.sin(2 * Math.PI * (62 * t + 1.1 * (1 - Math.exp(-t / 0.03)))) * Math.exp(-t / 0.11);
    const springs =
      t > 0.12
        ? Math.sin(2 * Math.PI * 148 * t) * Math.sin(2 * Math.PI * 11 * t) * Math.exp(-(t - 0.12) / 0.09)
        : 0;
    return rise * (thud + 0.14 * springs + 0.12 * random.between(-1, 1) * Math.exp(-t / 0.018));
  });
}

/** Left and right, each `loopSamples` long, within -1 to 1. */
export function renderSound(): [Float32Array, Float32Array] {
  const random = randomSource(0x50a2d);
  const thud = landing(random);
  const wave = clickWave(sampleRate);
  const ear = (): Float32Array => {
    const loop = crowdSound(random);
    addApplause(loop, random);
    flights.forEach((_, index) => mix(loop, thud, flightSpan(index).to, 0.3));
    for (let second = 0; second < loopMs / 1000; second++) mix(loop, wave, second, click.level);
    return loop.map((value) => Math.max(-1, Math.min(1, value)));
  };
  return [ear(), ear()];
}

/** How much of a window's energy must be the click's shape: codecs leave more than 0.8, the crowd reaches about 0.3. */
const leastLikeness = 0.6;
/** Below this peak there is silence, whatever its shape. */
const leastPeak = 0.05;
const leastGapSeconds = 0.2;

/**
 * Finds the clicks in one channel of decoded sound: seconds from the first sample to each click's start, to within a
 * sample or two. Works at any level and sample rate of at least 8 kHz, by comparing with the click's own waveform.
 */
export function findClicks(samples: Float32Array, rate: number): number[] {
  const wave = clickWave(rate);
  const waveEnergy = wave.reduce((sum, value) => sum + value * value, 0);
  const likeness = (start: number): number => {
    let product = 0;
    let energy = 0;
    for (let n = 0; n < wave.length; n++) {
      const value = samples[start + n] ?? 0;
      product += value * (wave[n] ?? 0);
      energy += value * value;
    }
    return energy === 0 ? 0 : product / Math.sqrt(energy * waveEnergy);
  };
  const found: { start: number; likeness: number }[] = [];
  // A click's loudest sample comes within its first cycles: only the neighbourhood before loud samples is compared.
  const reach = Math.round((2 / click.hertz) * rate);
  let searched = -1;
  for (let n = 0; n < samples.length; n++) {
    if (Math.abs(samples[n] ?? 0) < leastPeak) continue;
    for (let start = Math.max(searched + 1, n - reach); start <= n; start++) {
      searched = start;
      const value = likeness(start);
      if (value < leastLikeness) continue;
      const last = found.at(-1);
      if (!last || start - last.start > leastGapSeconds * rate) found.push({ start, likeness: value });
      else if (value > last.likeness) Object.assign(last, { start, likeness: value });
    }
  }
  return found.map(({ start }) => start / rate);
}
