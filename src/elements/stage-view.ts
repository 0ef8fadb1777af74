import type { Stage, Surface } from '../session/index.js';
import { CanvasMirror } from './canvas-mirror.js';

const sheet = (): CSSStyleSheet => {
  const styles = new CSSStyleSheet();
  styles.replaceSync(`
    :host { display: block; position: relative; overflow: hidden; background: #000; aspect-ratio: 16 / 9; }
    :host([hidden]) { display: none; }
    .stage { position: absolute; inset: 0; background: #000; }
    .stage > * {
      position: absolute; inset: 0; width: 100%; height: 100%; margin: 0;
      object-fit: var(--media-object-fit, contain); object-position: var(--media-object-position, 50% 50%);
      background: #000;
    }
    .stage > video, .stage > .screen { z-index: 0; }
    .stage > .front { z-index: 1; }
    .stage > .held, .stage > img { z-index: 2; pointer-events: none; }
    .stage > [hidden] { display: none; }
  `);
  return styles;
};

let shared: CSSStyleSheet | undefined;

/**
 * Two places for a picture, one in front of the other, a canvas for the held frame, and the poster. In each place stands a
 * video, and a canvas over it while pictures are decoded by our own engine. What is in the back stays in the layout and fully
 * covered: browsers stop painting what is hidden, and a hand-over needs to know that the next picture has painted.
 */
export class StageView implements Stage {
  readonly videos: readonly [HTMLVideoElement, HTMLVideoElement];
  readonly root: HTMLDivElement;
  readonly #held: HTMLCanvasElement;
  readonly #poster: HTMLImageElement;
  readonly #screens: [HTMLCanvasElement | undefined, HTMLCanvasElement | undefined] = [undefined, undefined];
  #front: Surface = { kind: 'video', index: 0 };
  #mirror: CanvasMirror | undefined;
  #heldScreen: HTMLCanvasElement | undefined;
  #shown = false;

  constructor(shadow: ShadowRoot) {
    shared ??= sheet();
    shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, shared];
    this.root = document.createElement('div');
    this.root.className = 'stage';
    this.root.part.add('stage');
    const video = () => {
      const element = document.createElement('video');
      element.playsInline = true;
      element.disableRemotePlayback = true;
      element.part.add('video');
      return element;
    };
    this.videos = [video(), video()];
    this.videos[0].classList.add('front');
    this.#held = document.createElement('canvas');
    this.#held.className = 'held';
    this.#held.hidden = true;
    this.#held.part.add('held-frame');
    this.#poster = document.createElement('img');
    this.#poster.hidden = true;
    this.#poster.alt = '';
    this.#poster.part.add('poster');
    this.root.append(...this.videos, this.#held, this.#poster);
    shadow.append(this.root);
  }

  /** The video in front; the picture may be on the canvas over it. */
  get front(): HTMLVideoElement {
    return this.videos[this.#front.index];
  }

  /** What carries the picture the viewer sees. */
  get picture(): HTMLVideoElement | HTMLCanvasElement {
    const { kind, index } = this.#front;
    return (kind === 'canvas' ? this.#screens[index] : undefined) ?? this.videos[index];
  }

  /** The picture in a floating window of the browser's (W3C Picture-in-Picture): a video's own, or a canvas by way of its video. */
  async requestPictureInPicture(): Promise<PictureInPictureWindow> {
    const { picture, front } = this;
    if (picture instanceof HTMLCanvasElement) await this.#reflect(picture, front);
    return front.requestPictureInPicture();
  }

  canvas(index: 0 | 1): HTMLCanvasElement {
    if (this.#mirror?.video === this.videos[index]) this.#endMirror();
    if (this.#screens[index] !== this.#heldScreen) this.#screens[index]?.remove();
    const screen = document.createElement('canvas');
    screen.className = 'screen';
    screen.part.add('video');
    this.videos[index].after(screen);
    this.#screens[index] = screen;
    return screen;
  }

  show(surface: Surface): void {
    const leaving = this.front;
    this.#front = surface;
    this.#shown = true;
    for (const element of [...this.videos, ...this.#screens]) {
      element?.classList.toggle('front', element === this.picture);
    }
    this.#dropScreens(this.picture);
    this.#endHold();
    this.#poster.hidden = true;
    this.#followPictureInPicture(leaving);
  }

  hold(): void {
    const { picture } = this;
    if (!this.#shown || !this.#held.hidden || this.#heldScreen !== undefined) return;
    if (picture instanceof HTMLCanvasElement) this.#holdScreen(picture);
    else this.#holdVideo(picture);
  }

  /**
   * Our own canvas keeps its last picture by itself. It is not copied: reading what a worker draws with WebGL makes the page of
   * some browsers wait for seconds (Firefox 153: 10 s), and for nothing.
   */
  #holdScreen(screen: HTMLCanvasElement): void {
    screen.classList.add('held');
    this.#heldScreen = screen;
  }

  #holdVideo(video: HTMLVideoElement): void {
    const { videoWidth, videoHeight } = video;
    if (videoWidth === 0) return;
    this.#held.width = videoWidth;
    this.#held.height = videoHeight;
    this.#held.getContext('2d')?.drawImage(video, 0, 0);
    this.#held.hidden = false;
  }

  #endHold(): void {
    this.#held.hidden = true;
    const screen = this.#heldScreen;
    this.#heldScreen = undefined;
    screen?.classList.remove('held');
    if (screen !== undefined && !this.#screens.includes(screen)) screen.remove();
  }

  /** Back to the poster, for a new load. */
  clear(): void {
    this.#endMirror();
    this.#dropScreens();
    this.#shown = false;
    this.#endHold();
    this.#poster.hidden = this.#poster.src === '';
  }

  set poster(url: string) {
    if (url === '') this.#poster.removeAttribute('src');
    else this.#poster.src = url;
    this.#poster.hidden = url === '' || this.#shown;
  }

  /** A canvas that went to the back shows nothing any more, and the video under it would not be seen. */
  #dropScreens(keep?: Element): void {
    for (const [index, screen] of this.#screens.entries()) {
      if (screen === undefined || screen === keep) continue;
      screen.remove();
      this.#screens[index] = undefined;
    }
  }

  /** The floating window stays with the picture: moving it needs no new gesture while one is open. */
  #followPictureInPicture(leaving: HTMLVideoElement): void {
    const shadow = this.root.getRootNode();
    if (
      leaving === this.front ||
      !(shadow instanceof ShadowRoot) ||
      shadow.pictureInPictureElement !== leaving
    )
      return;
    // Refused by some browsers; the window then closes, which the leave event reports.
    this.requestPictureInPicture().catch(() => {});
  }

  async #reflect(canvas: HTMLCanvasElement, video: HTMLVideoElement): Promise<void> {
    this.#endMirror();
    const mirror = new CanvasMirror(canvas, video);
    this.#mirror = mirror;
    video.addEventListener('leavepictureinpicture', () => mirror.end(), { once: true });
    await mirror.start();
  }

  #endMirror(): void {
    this.#mirror?.end();
    this.#mirror = undefined;
  }
}
