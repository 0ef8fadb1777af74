import { MEDIA_ERR_DECODE, MEDIA_ERR_SRC_NOT_SUPPORTED, OlympicPlayerError } from '../base/index.js';

export const noWebGl = (): OlympicPlayerError =>
  new OlympicPlayerError({
    reason: 'viewpoint/no-webgl2',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: 'viewpoint: this canvas gives no WebGL2 context.',
    hint: 'Check that the browser has WebGL2 and that the canvas has no other context yet.',
  });

export const badOption = (option: string, why: string, hint: string): OlympicPlayerError =>
  new OlympicPlayerError({
    reason: 'viewpoint/invalid-option',
    code: MEDIA_ERR_DECODE,
    message: `viewpoint: ${option} cannot be used: ${why}.`,
    hint,
  });

export const closed = (): OlympicPlayerError =>
  new OlympicPlayerError({
    reason: 'viewpoint/closed',
    code: MEDIA_ERR_DECODE,
    message: 'viewpoint: the synthesizer is closed.',
    hint: 'Create another one.',
  });

export const contextLost = (): OlympicPlayerError =>
  new OlympicPlayerError({
    reason: 'viewpoint/context-lost',
    code: MEDIA_ERR_DECODE,
    message: 'viewpoint: the browser has taken the WebGL context away.',
    hint: 'It comes back by itself in most cases: render again after the canvas fired "webglcontextrestored", and prepare what was not ready. If it was lost before anything was prepared, create another synthesizer.',
  });

export const refusedByGpu = (why: string): OlympicPlayerError =>
  new OlympicPlayerError({
    reason: 'viewpoint/gpu-refused',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `viewpoint: the GPU's driver refused the work: ${why}.`,
    hint: 'Use another synthesis ("blend" or "snap"), fewer cameras or smaller pictures.',
  });
