import { MEDIA_ERR_SRC_NOT_SUPPORTED, OlympicPlayerError } from '../../base/index.js';
import type { Environment, Logger } from '../../base/index.js';
import type { Presenter } from '../contract.js';
import { PagePresenter } from './page-presenter.js';
import { PlainPresenter } from './plain-presenter.js';
import { GlPresenter } from './gl-presenter.js';

export interface PresenterOptions {
  /** Fixes how pictures get to the canvas, for benches; left out, the quickest way is found out. */
  readonly upload?: Presenter['upload'];
}

type Canvas = OffscreenCanvas | HTMLCanvasElement;
/** A port leads to a canvas that stays with its page (`serveScreen`). */
export type ScreenCanvas = Canvas | MessagePort;

/** Workers have no HTMLCanvasElement. */
const isElement = (canvas: Canvas): canvas is HTMLCanvasElement =>
  typeof HTMLCanvasElement === 'function' && canvas instanceof HTMLCanvasElement;

function webgl2(canvas: Canvas): WebGL2RenderingContext | null {
  // Video is opaque and two triangles: nothing to blend, to smooth or to sort.
  const attributes: WebGLContextAttributes = { alpha: false, antialias: false, depth: false, stencil: false };
  // What a worker drew stays readable on the page's side of the canvas; a canvas of the page's own is empty after each paint.
  return isElement(canvas)
    ? canvas.getContext('webgl2', { ...attributes, preserveDrawingBuffer: true })
    : canvas.getContext('webgl2', attributes);
}

function plain(canvas: Canvas): CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null {
  return isElement(canvas)
    ? canvas.getContext('2d', { alpha: false })
    : canvas.getContext('2d', { alpha: false });
}

/**
 * Draws on a canvas that nobody else draws on: with WebGL2, or where that is missing with the browser's own 2d drawing. The
 * canvas gets the pictures' own display size; fit it to its box with CSS. A canvas outlives its presenters: the last
 * picture stays on it, and another presenter can follow.
 * @throws OlympicPlayerError `media/no-canvas`
 */
export function createPresenter(
  canvas: ScreenCanvas,
  environment: Pick<Environment, 'monotonic'>,
  log: Logger,
  { upload }: PresenterOptions = {},
): Presenter {
  if (canvas instanceof MessagePort) return new PagePresenter(canvas, log);
  const gl = upload === '2d' ? null : webgl2(canvas);
  if (gl !== null) return new GlPresenter(gl, environment, log, upload === '2d' ? undefined : upload);
  const context = plain(canvas);
  if (context !== null) {
    if (upload !== '2d') log.warn('no WebGL2: pictures are drawn the plain way');
    return new PlainPresenter(context, environment, log);
  }
  throw new OlympicPlayerError({
    reason: 'media/no-canvas',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: 'The canvas for the picture gives neither a WebGL2 nor a 2d context.',
    hint: 'Leave the canvas to the player alone; where the browser has no canvas drawing at all, set decoder="native".',
  });
}
