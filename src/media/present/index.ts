/** Draws decoded pictures on a canvas: the quickest way to the GPU on this device, in the right colours, upright. */
export { PictureReader } from './picture.js';
export { createPresenter } from './presenter.js';
export type { PresenterOptions, ScreenCanvas } from './presenter.js';
export { serveScreen } from './serve-screen.js';
