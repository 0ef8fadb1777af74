/** The ring from above: a dot per camera to choose, and a wedge for where the picture is seen from. */
import { cameras, recorded, type VenueCamera } from '../rig.js';

const svgNamespace = 'http://www.w3.org/2000/svg';
const size = 200;
const middle = size / 2;
const dotRing = 86;

export interface RingDial {
  readonly element: SVGSVGElement;
  /** Shows a viewpoint; `camera` is undefined between the cameras. */
  show(azimuth: number, camera: VenueCamera | undefined): void;
}

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** Seen from above with the front at the bottom, so azimuth grows to the right. */
const place = (azimuth: number, radius: number): [x: number, y: number] => [
  middle + radius * Math.sin((azimuth * Math.PI) / 180),
  middle + radius * Math.cos((azimuth * Math.PI) / 180),
];

export function createRingDial(choose: (camera: VenueCamera) => void): RingDial {
  const element = document.createElementNS(svgNamespace, 'svg');
  element.setAttribute('viewBox', `0 0 ${size} ${size}`);
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', 'Ring cameras, seen from above');
  const wedge = shape('path', { class: 'cone' });
  element.append(
    shape('circle', { class: 'floor', cx: middle, cy: middle, r: 72 }),
    shape('rect', { class: 'bed', x: middle - 21, y: middle - 10.5, width: 42, height: 21, rx: 2 }),
    wedge,
  );
  const ring = cameras.filter((camera) => camera.ring);
  const dots = ring.map((camera, index) => {
    const [cx, cy] = place((index * 360) / ring.length, dotRing);
    const dot = shape('circle', {
      class: recorded.includes(camera.id) ? 'camera recorded' : 'camera',
      cx,
      cy,
      r: 6,
      tabindex: 0,
      role: 'button',
      'aria-label': camera.label['en'] ?? camera.id,
    });
    dot.addEventListener('click', () => choose(camera));
    dot.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      event.stopPropagation();
      choose(camera);
    });
    element.append(dot);
    return { camera, dot };
  });
  return {
    element,
    show(azimuth, shown) {
      const [left, right] = [place(azimuth - 8, dotRing - 8), place(azimuth + 8, dotRing - 8)];
      wedge.setAttribute('d', `M ${middle} ${middle} L ${left.join(' ')} L ${right.join(' ')} Z`);
      for (const { camera, dot } of dots) dot.setAttribute('aria-pressed', String(camera === shown));
    },
  };
}
