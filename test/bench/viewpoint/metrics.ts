/** How close a synthesized picture, or a sequence of them, is to the true one: the figures of this bench. */
export type { Mask } from './metrics/mask.js';
export { meanSquaredError, psnr } from './metrics/psnr.js';
export { ssim } from './metrics/ssim.js';
export {
  backwardFlow,
  speedJitter,
  speedOf,
  temporalDifference,
  trueStep,
  warpError,
} from './metrics/motion.js';
export type { TrueStep } from './metrics/motion.js';
