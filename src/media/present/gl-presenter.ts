import { signal } from '../../base/index.js';
import type { Environment, Logger } from '../../base/index.js';
import type { Presenter, VideoConfig } from '../contract.js';
import { GlScreen } from './gl-screen.js';
import { PictureReader } from './picture.js';
import type { Picture } from './picture.js';
import { UploadChoice } from './upload-choice.js';
import type { UploadWay } from './upload-choice.js';
import { uploadImage } from './upload-image.js';
import { uploadPlanes } from './upload-planes.js';
import type { MakeUploader, Uploader } from './uploader.js';

const makers: Readonly<Record<UploadWay, MakeUploader>> = {
  texture: uploadImage,
  planes: uploadPlanes,
};

/** Which ways there are for a picture, as far as can be told without trying. */
function waysFor(picture: Picture, wanted: UploadWay | undefined): readonly UploadWay[] {
  const { planes, colour, recoloured } = picture;
  if (planes === undefined) return ['texture'];
  // Browsers do not agree whether texImage2D maps wide gamuts and high dynamic range; and none knows the container's corrections.
  if (colour.light !== 'sdr' || recoloured) return ['planes'];
  // The dearer one comes last where the GPU is software: the first picture should not wait for it.
  return wanted === undefined ? ['planes', 'texture'] : [wanted];
}

/** Draws with WebGL2; finds out which way to the GPU is the quickest here, and survives the loss of its context. */
export class GlPresenter implements Presenter {
  readonly work = { upload: 0, draw: 0 };
  readonly #gl: WebGL2RenderingContext;
  readonly #environment: Pick<Environment, 'monotonic'>;
  readonly #log: Logger;
  readonly #wanted: UploadWay | undefined;
  readonly #lost = signal(false);
  readonly #closed = new AbortController();
  readonly #screen: GlScreen;
  readonly #reader: PictureReader;
  readonly #uploaders = new Map<UploadWay, Uploader>();
  #choice = new UploadChoice([]);
  #picture: Picture | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #upload: UploadWay;

  constructor(
    gl: WebGL2RenderingContext,
    environment: Pick<Environment, 'monotonic'>,
    log: Logger,
    wanted: UploadWay | undefined,
  ) {
    this.#gl = gl;
    this.#environment = environment;
    this.#log = log;
    this.#wanted = wanted;
    this.#upload = wanted ?? 'texture';
    this.#screen = new GlScreen(gl);
    const most: unknown = gl.getParameter(gl.MAX_TEXTURE_SIZE);
    // Every WebGL2 has 2048; a lost context says nothing.
    this.#reader = new PictureReader(typeof most === 'number' ? most : 2048);
    this.#lost.value = gl.isContextLost();
    this.#warm();
    const { signal: until } = this.#closed;
    gl.canvas.addEventListener('webglcontextlost', (event) => this.#lose(event), { signal: until });
    gl.canvas.addEventListener('webglcontextrestored', () => this.#restore(), { signal: until });
  }

  get lost() {
    return this.#lost;
  }

  get upload() {
    return this.#upload;
  }

  draw(frame: VideoFrame, config: VideoConfig): Promise<boolean> {
    // One after the other: reading planes takes its time, and no picture may come onto the canvas under an earlier one.
    const drawn = this.#last.then(() => this.#draw(frame, config));
    this.#last = drawn;
    return drawn;
  }

  close(): void {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort();
    this.#begin(undefined);
    this.#screen.dispose();
  }

  get #able(): boolean {
    return !this.#closed.signal.aborted && !this.#lost.value && !this.#gl.isContextLost();
  }

  async #draw(frame: VideoFrame, config: VideoConfig): Promise<boolean> {
    if (!this.#able) return false;
    const picture = this.#reader.read(frame, config);
    if (picture === undefined) return false;
    if (picture !== this.#picture) this.#begin(picture);
    const choice = this.#choice;
    for (let way = choice.next; way !== undefined; way = choice.next) {
      try {
        return await this.#drawBy(way, frame, picture);
      } catch (error) {
        // A frame that was closed meanwhile says nothing of the way.
        if (!this.#able || frame.codedWidth === 0) return false;
        this.#log.warn(`pictures cannot be uploaded by ${way}`, error);
        choice.drop(way);
      }
    }
    return false;
  }

  async #drawBy(way: UploadWay, frame: VideoFrame, picture: Picture): Promise<boolean> {
    const { monotonic } = this.#environment;
    const started = monotonic();
    const known = this.#uploaders.get(way);
    const uploader = known ?? makers[way](this.#gl, picture);
    if (known === undefined) this.#uploaders.set(way, uploader);
    const taking = uploader.take(frame);
    this.work.upload += monotonic() - started;
    if (taking !== undefined) {
      await taking;
      if (!this.#able) return false;
    }
    const sending = monotonic();
    uploader.send(frame);
    const drawing = monotonic();
    this.work.upload += drawing - sending;
    // What a texture is made from was converted by the browser.
    this.#screen.draw(picture, uploader, way === 'planes' ? picture.colour.light : 'sdr');
    this.#upload = way;
    const trying = !this.#choice.settled;
    // The first picture of a way is not measured: it need not be waited for.
    const fine = known === undefined ? this.#screen.sound : !trying || this.#screen.settle();
    if (!fine && this.#able) throw new Error('WebGL reports an error.');
    const drawn = monotonic();
    this.work.draw += drawn - drawing;
    if (trying && this.#choice.note(way, drawn - started)) this.#keep(this.#choice.next);
    return this.#able;
  }

  #warm(): void {
    if (this.#lost.peek()) return;
    try {
      this.#screen.warm();
    } catch (error) {
      // The first picture says so again, and louder.
      this.#log.debug('the shaders could not be built ahead', error);
    }
  }

  /** Pictures of another kind: what fitted the last ones is given back. */
  #begin(picture: Picture | undefined): void {
    this.#picture = picture;
    this.#choice = new UploadChoice(picture === undefined ? [] : waysFor(picture, this.#wanted));
    this.#keep(undefined);
  }

  #keep(way: UploadWay | undefined): void {
    for (const [other, uploader] of this.#uploaders) {
      if (other === way) continue;
      uploader.dispose();
      this.#uploaders.delete(other);
    }
    if (way !== undefined) this.#log.debug(`pictures are uploaded by ${way}`);
  }

  #lose(event: Event): void {
    // Without this the browser would not give a new one.
    event.preventDefault();
    this.#log.warn('the WebGL context was lost');
    this.#lost.value = true;
    this.#uploaders.clear();
    this.#screen.forget();
    this.#begin(undefined);
  }

  #restore(): void {
    this.#log.debug('the WebGL context is back');
    this.#lost.value = false;
  }
}
