import { html, nothing, svg } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { computed, signal, watch } from '../../base/index.js';
import { adopt } from '../skin/sheet.js';
import { signalView } from '../skin/signal-view.js';
import { fill } from '../strings/words.js';
import { angleStripStyles } from './angle-strip-styles.js';
import type { MountContext } from './mount.js';
import { topView } from './rig-map.js';
import type { MapPoint } from './rig-map.js';

/** Room around the outermost camera, and the cone of view; the outermost camera stands at distance 100. */
const margin = 18;
const cone = 'M0 0-20-48H20z';

/** The box that holds every camera and the subject. */
function frameOf(points: readonly MapPoint[]): string {
  const xs = [0, ...points.map(({ x }) => x * 100)];
  const ys = [0, ...points.map(({ y }) => y * 100)];
  const left = Math.min(...xs) - margin;
  const top = Math.min(...ys) - margin;
  return `${left} ${top} ${Math.max(...xs) + margin - left} ${Math.max(...ys) + margin - top}`;
}

/** The cameras around the subject, seen from above; the one on screen stands out. */
function rig(points: readonly MapPoint[], shown: string | undefined): TemplateResult {
  const ordered = [...points].sort((a, b) => Number(a.id === shown) - Number(b.id === shown));
  return html`<svg part="rig" class="rig" viewBox=${frameOf(points)} aria-hidden="true">
    <circle class="subject" r="10" />
    ${ordered.map(
      ({ id, x, y, heading }) =>
        svg`<g data-camera=${id} class=${id === shown ? 'on' : ''} transform="translate(${x * 100} ${y * 100}) rotate(${heading})">
          <path d=${cone} /><circle r=${id === shown ? 13 : 7} /></g>`,
    )}
  </svg>`;
}

/** One button for each angle; arrow keys move among them (ARIA APG, toolbar with roving tabindex), Enter and Space cut. */
export function mount({ root, shadow, player, words, abort }: MountContext): void {
  const { session } = player;
  /** The camera asked for and not yet on screen. */
  const pending = signal<string | undefined>(undefined);
  const focused = signal<string | undefined>(undefined);
  const points = computed(() => {
    const model = session.model.value;
    return model === undefined ? [] : topView(model);
  });
  const buttons = () => [...root.querySelectorAll<HTMLElement>('[data-roving]')];
  adopt(shadow, angleStripStyles);

  const cut = async (id: string) => {
    if (!session.canPlay(id)) return;
    focused.value = id;
    pending.value = id;
    try {
      await session.switchAngle(id, { source: 'user' });
    } catch {
      // The picture stays on the camera it was; a newer cut supersedes this one.
    } finally {
      if (pending.peek() === id) pending.value = undefined;
    }
  };
  const onKey = (event: KeyboardEvent) => {
    const all = buttons();
    const at = all.findIndex((button) => button === event.target);
    const forward = getComputedStyle(root).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const backward = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
    const to = { [forward]: at + 1, [backward]: at - 1, Home: 0, End: -1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    all.at(to % all.length)?.focus();
  };

  signalView(
    root,
    () => {
      const { text } = words.value;
      const angles = session.angles.value;
      const shown = session.angle.value;
      const stop = focused.value ?? shown;
      const tabbable = angles.some(({ id }) => id === stop) ? stop : angles[0]?.id;
      const mapped = new Set(points.value.map(({ id }) => id));
      return html`<div part="strip" class="strip" role="toolbar" aria-label=${text.cameras} @keydown=${onKey}>
        ${angles.map(({ id, label }, index) => {
          const able = session.canPlay(id);
          const name = fill(text.camera, { number: String(index + 1), name: label });
          return html`<button
            type="button"
            part=${id === shown ? 'angle angle-selected' : 'angle'}
            class="angle"
            data-roving
            data-angle=${id}
            tabindex=${id === tabbable ? 0 : -1}
            aria-label=${able ? name : `${name}, ${text.cameraUnavailable}`}
            aria-pressed=${id === shown}
            aria-disabled=${!able}
            aria-busy=${pending.value === id}
            @focus=${() => (focused.value = id)}
            @click=${() => void cut(id)}
          >
            ${mapped.has(id) ? rig(points.value, id) : nothing}
            <span><small data-number=${index + 1}></small><b dir="auto">${label}</b></span>
          </button>`;
        })}
      </div>`;
    },
    abort,
  );

  // The strip scrolls, never the page: the selected camera goes to its middle.
  watch(session.angle, abort, (id) =>
    queueMicrotask(() => {
      const strip = root.querySelector('.strip');
      const button = buttons().find(({ dataset }) => dataset.angle === id);
      if (!strip || !button) return;
      const from = strip.getBoundingClientRect();
      const to = button.getBoundingClientRect();
      strip.scrollBy({ left: to.left + to.width / 2 - from.left - from.width / 2 });
    }),
  );
}
