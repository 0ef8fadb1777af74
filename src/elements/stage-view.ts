import type { Stage, Surface } from '../session/index.js';

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
    .stage > video { z-index: 0; }
    .stage > video.front { z-index: 1; }
    .stage > canvas, .stage > img { z-index: 2; pointer-events: none; }
    .stage > [hidden] { display: none; }
  `);
  return styles;
};

let shared: CSSStyleSheet | undefined;

/**
 * The two videos, one in front of the other, a canvas for the held frame, and the poster. The back video stays in the layout
 * and fully covered: browsers stop painting what is hidden, and a hand-over needs to know that the next picture has painted.
 */
export class StageView implements Stage {
  readonly videos: readonly [HTMLVideoElement, HTMLVideoElement];
  readonly root: HTMLDivElement;
  readonly #held: HTMLCanvasElement;
  readonly #poster: HTMLImageElement;
  #front: 0 | 1 = 0;
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
    this.#held.hidden = true;
    this.#held.part.add('held-frame');
    this.#poster = document.createElement('img');
    this.#poster.hidden = true;
    this.#poster.alt = '';
    this.#poster.part.add('poster');
    this.root.append(...this.videos, this.#held, this.#poster);
    shadow.append(this.root);
  }

  /** The video whose picture the viewer sees. */
  get front(): HTMLVideoElement {
    return this.videos[this.#front];
  }

  show({ index }: Surface): void {
    const leaving = this.front;
    this.#front = index;
    this.#shown = true;
    for (const [at, video] of this.videos.entries()) video.classList.toggle('front', at === index);
    this.#held.hidden = true;
    this.#poster.hidden = true;
    this.#followPictureInPicture(leaving);
  }

  hold(): void {
    const { videoWidth, videoHeight } = this.front;
    if (videoWidth === 0 || !this.#held.hidden) return;
    this.#held.width = videoWidth;
    this.#held.height = videoHeight;
    this.#held.getContext('2d')?.drawImage(this.front, 0, 0);
    this.#held.hidden = false;
  }

  /** Back to the poster, for a new load. */
  clear(): void {
    this.#shown = false;
    this.#held.hidden = true;
    this.#poster.hidden = this.#poster.src === '';
  }

  set poster(url: string) {
    if (url === '') this.#poster.removeAttribute('src');
    else this.#poster.src = url;
    this.#poster.hidden = url === '' || this.#shown;
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
    this.front.requestPictureInPicture().catch(() => {});
  }
}
