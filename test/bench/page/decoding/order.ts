import type { Presenter } from '../../../../src/media/index.js';

export interface DecodeOrder {
  readonly url: string;
  /** `plain`: a VideoDecoder and a loop; `pipeline`: reader, window and supply. */
  readonly way: 'plain' | 'pipeline';
  /** How many of its pictures. */
  readonly frames: number;
  /** Draws each picture, this way; absent: pictures are closed as they come. */
  readonly upload?: Presenter['upload'];
  /** On the page: what is drawn is composed, too. Otherwise nobody sees it. */
  readonly onPage?: boolean;
  readonly canvas?: OffscreenCanvas;
}

export interface DecodeResult {
  readonly frames: number;
  /** From the first byte read to the last picture closed, ms. */
  readonly milliseconds: number;
  /** Of them on this thread, by stage, ms. */
  readonly work: Readonly<Record<string, number>>;
}
