import type { Stereo } from './resampler.js';

/** -3 dB: the share of a centre or surround channel in each ear (ITU-R BS.775-4, table 2; not scaled down, as in the Web Audio API, 4.4). */
const half = Math.SQRT1_2;

/** Shares of left and right in the channels of AAC's and Opus's layouts, in the order that decoders give them (L R C LFE Ls Rs). */
const shares: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  3: [
    [1, 0],
    [0, 1],
    [half, half],
  ],
  4: [
    [1, 0],
    [0, 1],
    [half, 0],
    [0, half],
  ],
  5: [
    [1, 0],
    [0, 1],
    [half, half],
    [half, 0],
    [0, half],
  ],
  6: [
    [1, 0],
    [0, 1],
    [half, half],
    [0, 0],
    [half, 0],
    [0, half],
  ],
  8: [
    [1, 0],
    [0, 1],
    [half, half],
    [0, 0],
    [half, 0],
    [0, half],
    [half, 0],
    [0, half],
  ],
};

/** The first `count` samples of decoded sound as two channels of floats. The data stays the caller's, who closes it. */
export function stereoOf(data: AudioData, count: number): Stereo {
  const plane = (planeIndex: number): Float32Array<ArrayBuffer> => {
    const samples = new Float32Array(count);
    data.copyTo(samples, { planeIndex, frameCount: count, format: 'f32-planar' });
    return samples;
  };
  if (data.numberOfChannels === 1) {
    const left = plane(0);
    return { left, right: left.slice() };
  }
  const layout = shares[data.numberOfChannels];
  if (layout === undefined) return { left: plane(0), right: plane(1) };
  const left = new Float32Array(count);
  const right = new Float32Array(count);
  layout.forEach(([leftShare, rightShare], index) => {
    if (leftShare === 0 && rightShare === 0) return;
    const samples = plane(index);
    for (let n = 0; n < count; n++) {
      left[n] = (left[n] ?? 0) + leftShare * (samples[n] ?? 0);
      right[n] = (right[n] ?? 0) + rightShare * (samples[n] ?? 0);
    }
  });
  return { left, right };
}
