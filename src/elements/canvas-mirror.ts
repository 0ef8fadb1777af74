/** A canvas shown by a video, so that what only videos can do (a floating window) works for it: pictures only, no sound. */
export class CanvasMirror {
  readonly #video: HTMLVideoElement;
  readonly #stream: MediaStream;

  constructor(canvas: HTMLCanvasElement, video: HTMLVideoElement) {
    this.#video = video;
    this.#stream = canvas.captureStream();
    video.muted = true;
    video.srcObject = this.#stream;
  }

  get video(): HTMLVideoElement {
    return this.#video;
  }

  /** Resolves when the video shows the canvas. */
  async start(): Promise<void> {
    await this.#video.play();
  }

  /** Gives the video back, unless somebody else has taken it since. */
  end(): void {
    for (const track of this.#stream.getTracks()) track.stop();
    if (this.#video.srcObject !== this.#stream) return;
    this.#video.pause();
    this.#video.srcObject = null;
  }
}
