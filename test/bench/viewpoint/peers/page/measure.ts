/** Times a renderer the way the browser cannot hide: every draw is followed by reading one pixel of it. */

export interface Measured {
  /** Of each picture, ms from before it was asked for until a pixel of it was read. */
  readonly times: readonly number[];
  /** Part of the picture that is not its background, 0 to 1: a renderer that draws nothing is quick. */
  readonly covered: number;
}

export interface Renderer {
  readonly gl: WebGL2RenderingContext;
  /** Draws the splats from that side, radians about the vertical axis. */
  draw(angle: number): void;
}

export const [width, height] = [640, 360];
/** Of the ball's radius. */
export const cameraDistance = 3;
/** Vertical angle of view at which the ball fills the height, radians. */
export const fieldOfView = 2 * Math.asin(1 / cameraDistance);

/** Between pictures: an orbit of 30 s a turn at 30 pictures a second. */
const step = (2 * Math.PI) / 900;
/** Sorting in a worker, and compiling, may take some pictures; so long until the first that shows anything. */
const patienceMs = 60_000;
/** Pixels that differ from the corner's by more than this, of 255, are covered. */
const visible = 8;
/** Pictures drawn after the first that shows anything, before any is timed. */
const warmUp = 5;

export async function measure({ gl, draw }: Renderer, pictures: number): Promise<Measured> {
  const began = performance.now();
  let angle = 0;
  const next = async (): Promise<number> => {
    angle += step;
    const from = performance.now();
    draw(angle);
    gl.readPixels(width >> 1, height >> 1, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    const took = performance.now() - from;
    // Lets the sorting worker's answer in; not part of the time.
    await new Promise((resolve) => setTimeout(resolve, 10));
    return took;
  };
  do {
    await next();
    draw(angle);
    if (performance.now() - began > patienceMs) throw new Error('no splat has been drawn');
  } while (covered(gl) === 0);
  for (let picture = 0; picture < warmUp; picture += 1) await next();
  const times: number[] = [];
  for (let picture = 0; picture < pictures; picture += 1) times.push(await next());
  draw(angle);
  return { times, covered: covered(gl) };
}

/** Read in the task that has drawn: what is drawn does not outlive it. */
function covered(gl: WebGL2RenderingContext): number {
  const pixels = new Uint8Array(width * height * 4);
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  let count = 0;
  for (let at = 0; at < pixels.length; at += 4)
    if ([0, 1, 2].some((channel) => Math.abs(pixels[at + channel]! - pixels[channel]!) > visible)) count += 1;
  return count / (width * height);
}

declare global {
  interface Window {
    measurePeer(splats: number, pictures: number): Promise<Measured>;
  }
}
