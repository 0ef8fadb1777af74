/** The rig from in front and above: what each camera sees, the gaps between them, and where the picture is seen from. */
import type { CameraModel, Rig } from '../../../src/viewpoint/index.js';
import { shape } from '../dom.js';
import { levelPart, Oblique, type Point } from './oblique.js';

export interface MapState {
  readonly view: CameraModel;
  readonly sources: readonly string[];
  /** Cameras whose depth can be drawn. */
  readonly ready: readonly string[];
  readonly without: string | undefined;
}

/** Of the drawing: how far to the side it reaches, and where the farthest camera is. */
const half = 100;
const ring = 88;
/** Room for what cameras above and below see. */
const border = 10;
/** Depth of a drawn camera, and of the view, parts of the farthest camera's distance. */
const cameraDepth = 0.17;
const viewDepth = 0.4;

const line = (kind: string, [x1, y1]: Point, [x2, y2]: Point): SVGLineElement =>
  shape('line', { class: kind, x1, y1, x2, y2 });

export class RigMap {
  readonly element = shape('svg', {
    class: 'rig-map',
    role: 'img',
    'aria-label': 'The cameras and what they see, from above, the front at the bottom',
  });
  readonly #choose: (id: string) => void;
  readonly #rays = shape('g', { class: 'rays' });
  readonly #eye = shape('path', { class: 'eye' });
  readonly #stalk = shape('line', { class: 'eye-stalk' });
  readonly #dot = shape('circle', { class: 'eye-dot', r: 2.6 });
  readonly #cameras = new Map<string, { mark: SVGGElement; place: Point }>();
  readonly #gaps: { mark: SVGLineElement; a: string; b: string }[] = [];
  #drawing: Oblique | undefined;
  #reach = 1;

  constructor(choose: (id: string) => void) {
    this.#choose = choose;
  }

  setRig(rig: Rig): void {
    this.#reach = Math.max(...rig.cameras.map(({ distance }) => distance), 1e-9);
    const drawing = new Oblique(rig, ring / this.#reach);
    this.#drawing = drawing;
    this.#cameras.clear();
    this.#gaps.length = 0;
    for (const { id, camera } of rig.cameras) {
      const d = drawing.frustum(camera, this.#reach * cameraDepth);
      const place = drawing.place(camera.position);
      const mark = shape(
        'g',
        { class: 'camera' },
        shape('title', {}, id),
        line('stalk', place, drawing.foot(camera.position)),
        shape('path', { class: 'grip', d }),
        shape('path', { d }),
      );
      mark.addEventListener('click', () => this.#choose(id));
      this.#cameras.set(id, { mark, place });
    }
    for (const { a, b } of rig.gaps) {
      const [from, to] = [this.#cameras.get(a)?.place, this.#cameras.get(b)?.place];
      if (from !== undefined && to !== undefined) this.#gaps.push({ mark: line('gap', from, to), a, b });
    }
    const places = [...this.#cameras.values()].sort((one, other) => one.place[1] - other.place[1]);
    const range = (rx: number): SVGEllipseElement =>
      shape('ellipse', { class: 'range', rx, ry: rx * levelPart });
    const [top = 0, bottom = 0] = [places[0]?.place[1], places.at(-1)?.place[1]];
    const [above, below] = [Math.min(top, 0) - border, Math.max(bottom, 0) + border];
    this.element.setAttribute('viewBox', `${-half} ${above} ${2 * half} ${below - above}`);
    this.element.replaceChildren(
      range(ring),
      range(ring / 2),
      ...this.#gaps.map(({ mark }) => mark),
      this.#rays,
      shape('path', { class: 'pivot', d: 'M -5 0 H 5 M 0 -5 V 5' }),
      // Those in the foreground over those behind.
      ...places.map(({ mark }) => mark),
      this.#eye,
      this.#stalk,
      this.#dot,
    );
  }

  show({ view, sources, ready, without }: MapState): void {
    const drawing = this.#drawing;
    if (drawing === undefined) return;
    this.#eye.setAttribute('d', drawing.frustum(view, this.#reach * viewDepth));
    const [x, y] = drawing.place(view.position);
    const [footX, footY] = drawing.foot(view.position);
    setNumbers(this.#dot, { cx: x, cy: y });
    setNumbers(this.#stalk, { x1: x, y1: y, x2: footX, y2: footY });
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
      if (ray !== undefined) setNumbers(ray, { x1: place[0], y1: place[1] });
    }
  }
}

function setNumbers(mark: Element, numbers: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(numbers)) mark.setAttribute(name, value.toFixed(2));
}
