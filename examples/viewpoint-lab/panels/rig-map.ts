/** The rig from above, its front at the bottom: cameras as they look, the gaps between them, and where the picture is seen from. */
import { dot, forward, subtract } from '../../../src/viewpoint/index.js';
import type { CameraModel, Rig, Vector3 } from '../../../src/viewpoint/index.js';
import { shape } from '../dom.js';

export interface MapState {
  readonly view: CameraModel;
  readonly sources: readonly string[];
  /** Cameras whose depth can be drawn. */
  readonly ready: readonly string[];
  readonly without: string | undefined;
}

type Point = readonly [x: number, y: number];

/** Of the drawing. */
const half = 100;
const margin = 0.84;
/** Length of a drawn camera, and of the view's, parts of the farthest camera's distance. */
const cameraLength = 0.15;
const viewLength = 0.4;

export class RigMap {
  readonly element = shape('svg', {
    class: 'rig-map',
    viewBox: `${-half} ${-half} ${2 * half} ${2 * half}`,
    role: 'img',
    'aria-label': 'The cameras from above, the front at the bottom',
  });
  readonly #choose: (id: string) => void;
  readonly #rays = shape('g', { class: 'rays' });
  readonly #eye = shape('path', { class: 'eye' });
  readonly #dot = shape('circle', { class: 'eye-dot', r: 2.6 });
  readonly #cameras = new Map<string, { mark: SVGPathElement; place: Point }>();
  readonly #gaps: { mark: SVGLineElement; a: string; b: string }[] = [];
  #rig: Rig | undefined;
  #scale = 1;

  constructor(choose: (id: string) => void) {
    this.#choose = choose;
  }

  setRig(rig: Rig): void {
    this.#rig = rig;
    const reach = Math.max(
      ...rig.cameras.map(({ camera }) => Math.hypot(...this.#plan(camera.position))),
      1e-9,
    );
    this.#scale = (half * margin) / reach;
    this.#cameras.clear();
    this.#gaps.length = 0;
    for (const each of rig.cameras) {
      const mark = shape('path', { class: 'camera', d: this.#wedge(each.camera, reach * cameraLength) });
      mark.append(shape('title', {}, each.id));
      mark.addEventListener('click', () => this.#choose(each.id));
      this.#cameras.set(each.id, { mark, place: this.#place(each.camera.position) });
    }
    for (const { a, b } of rig.gaps) {
      const [from, to] = [this.#cameras.get(a)?.place, this.#cameras.get(b)?.place];
      if (from === undefined || to === undefined) continue;
      const mark = shape('line', { class: 'gap', x1: from[0], y1: from[1], x2: to[0], y2: to[1] });
      this.#gaps.push({ mark, a, b });
    }
    this.element.replaceChildren(
      shape('circle', { class: 'range', r: half * margin }),
      shape('circle', { class: 'range', r: (half * margin) / 2 }),
      ...this.#gaps.map(({ mark }) => mark),
      this.#rays,
      shape('path', { class: 'pivot', d: 'M -5 0 H 5 M 0 -5 V 5' }),
      ...[...this.#cameras.values()].map(({ mark }) => mark),
      this.#eye,
      this.#dot,
    );
  }

  show({ view, sources, ready, without }: MapState): void {
    const reach = (half * margin) / this.#scale;
    this.#eye.setAttribute('d', this.#wedge(view, reach * viewLength));
    const [x, y] = this.#place(view.position);
    this.#dot.setAttribute('cx', x.toFixed(2));
    this.#dot.setAttribute('cy', y.toFixed(2));
    for (const [id, { mark }] of this.#cameras) {
      const role =
        id === without ? 'without' : sources.includes(id) ? 'source' : ready.includes(id) ? 'ready' : '';
      if (mark.dataset['role'] !== role) mark.dataset['role'] = role;
    }
    for (const { mark, a, b } of this.#gaps) {
      const known = ready.includes(a) && ready.includes(b) ? 'ready' : '';
      if (mark.dataset['role'] !== known) mark.dataset['role'] = known;
    }
    const rays = sources.flatMap((id) => this.#cameras.get(id) ?? []);
    while (this.#rays.childElementCount > rays.length) this.#rays.lastElementChild?.remove();
    while (this.#rays.childElementCount < rays.length) this.#rays.append(shape('line', { x2: 0, y2: 0 }));
    for (const [index, { place }] of rays.entries()) {
      const ray = this.#rays.children[index];
      ray?.setAttribute('x1', place[0].toFixed(2));
      ray?.setAttribute('y1', place[1].toFixed(2));
    }
  }

  /** Scene units: leftwards from the front, and towards it. Azimuth grows to the right in the drawing. */
  #plan(point: Vector3): Point {
    if (this.#rig === undefined) return [0, 0];
    const away = subtract(point, this.#rig.pivot);
    return [dot(away, this.#rig.left), dot(away, this.#rig.front)];
  }

  #place(point: Vector3): Point {
    const [x, y] = this.#plan(point);
    return [x * this.#scale, y * this.#scale];
  }

  /** What a camera sees of the level it stands on, as far as a length. */
  #wedge(camera: CameraModel, length: number): string {
    const [x, y] = this.#place(camera.position);
    const ahead = forward(camera);
    const rig = this.#rig;
    if (rig === undefined) return '';
    const heading = Math.atan2(dot(ahead, rig.front), dot(ahead, rig.left));
    const spread = Math.atan(camera.width / 2 / camera.fx);
    const reach = (length * this.#scale) / Math.cos(spread);
    const corner = (turn: number): string =>
      `${(x + reach * Math.cos(heading + turn)).toFixed(2)} ${(y + reach * Math.sin(heading + turn)).toFixed(2)}`;
    return `M ${x.toFixed(2)} ${y.toFixed(2)} L ${corner(-spread)} L ${corner(spread)} Z`;
  }
}
