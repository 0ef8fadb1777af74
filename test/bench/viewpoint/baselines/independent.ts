/** What another implementation (OpenCV 4.6 and numpy) reached on the same frames: ours have to be as good, or beating them says nothing. */
import type { Likeness, OrbitScores } from '../trial.js';
import type { BaselineName } from './index.js';

export interface Independent {
  readonly second: Omit<Likeness, 'worst'>;
  readonly fourth: Omit<Likeness, 'worst'>;
  readonly orbit: OrbitScores;
}

export const independent: Readonly<Record<BaselineName, Independent>> = {
  'nearest camera': {
    second: { psnr: 16.79, ssim: 0.332 },
    fourth: { psnr: 15.71, ssim: 0.289 },
    orbit: { psnr: 16.36, ssim: 0.319, worst: 13.4, temporal: 42.8, warp: 36.1, jitter: 4.57 },
  },
  'cross-dissolve': {
    second: { psnr: 18.54, ssim: 0.369 },
    fourth: { psnr: 17.35, ssim: 0.324 },
    orbit: { psnr: 17.54, ssim: 0.337, worst: 14.9, temporal: 35.4, warp: 27.8, jitter: 4.49 },
  },
  'homography cross-dissolve': {
    second: { psnr: 19.15, ssim: 0.392 },
    fourth: { psnr: 17.99, ssim: 0.341 },
    orbit: { psnr: 18.16, ssim: 0.359, worst: 15.7, temporal: 35.8, warp: 25.0, jitter: 1.04 },
  },
  'optical flow (DIS)': {
    second: { psnr: 22.91, ssim: 0.637 },
    fourth: { psnr: 20.05, ssim: 0.474 },
    orbit: { psnr: 20.36, ssim: 0.497, worst: 16.5, temporal: 30.1, warp: 17.5, jitter: 0.35 },
  },
  'plane sweep': {
    second: { psnr: 24.3, ssim: 0.751 },
    fourth: { psnr: 21.68, ssim: 0.63 },
    orbit: { psnr: 21.67, ssim: 0.638, worst: 17.1, temporal: 26.3, warp: 16.7, jitter: 0.27 },
  },
};
