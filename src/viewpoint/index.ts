/**
 * Views from where no camera stood: calibrated cameras and their rig, and the synthesis of the picture between them from one
 * frozen moment, on WebGL2. Knows no thread and no element; also the entry `olympic-player/viewpoint`.
 */
export * from './camera/index.js';
export * from './rig/index.js';
export { createSynthesizer } from './synthesizer.js';
export type {
  PrepareOptions,
  Progress,
  RenderOptions,
  Shown,
  Synthesizer,
  SynthesizerOptions,
} from './contract.js';
export type { Quality } from './depth/index.js';
export type { Synthesis } from './ladder.js';
export type { Aspect } from './render/index.js';
export { learnPlate } from './pictures/index.js';
export type { Frame, LearnPlateOptions } from './pictures/index.js';
