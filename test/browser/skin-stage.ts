/** A dressed player on the page that plays painted pictures, so that the skin's tests need no network. */
import { waitUntil } from '@open-wc/testing';
import { eventTime, signal } from '../../src/base/index.js';
import type { EventRange } from '../../src/base/index.js';
import { OlympicPlayer, defineOnce } from '../../src/elements/index.js';
import { registerTransport } from '../../src/session/index.js';
import type { ConnectContext, Feed, Rendition, Source } from '../../src/transports/index.js';
import { FakeTransport } from '../fixtures/fake-transport.js';

/** What a viewer could go back to, ms. */
export const windowMs = 60_000;

const renditions: readonly Rendition[] = [
  { id: 'low', width: 320, height: 180, bitrate: 200_000, codec: undefined },
  { id: 'high', width: 640, height: 360, bitrate: 500_000, codec: undefined },
];

/** Paints like its parent; its feeds can be sought and have two qualities, and remember what they were asked for. */
class SkinTransport extends FakeTransport {
  readonly sought: number[] = [];
  readonly selected = signal('auto');
  /** Undefined hides the timeline. */
  readonly seekable = signal<EventRange | undefined>(undefined);
  wentLive = 0;
  /** Holds connections back while set. */
  gate: Promise<void> | undefined;

  constructor() {
    super(['moq'], 'moq', [{ decode: 'mse', able: true }]);
  }

  override async connect(source: Source, decode: 'mse', context: ConnectContext): Promise<Feed> {
    await this.gate;
    const feed = await super.connect(source, decode, context);
    const { delivery } = feed;
    return Object.assign(feed, {
      // Playing through an element is what makes a feed seekable to the session.
      delivery: {
        kind: 'element',
        attach: async (video: HTMLVideoElement) => {
          if (delivery.kind === 'stream') video.srcObject = delivery.stream;
        },
      },
      state: {
        ...feed.state,
        seekable: this.seekable,
        renditions: signal(renditions),
        selected: this.selected,
      },
      seek: async (time: number) => void this.sought.push(time),
      seekToLive: async () => void (this.wentLive += 1),
      select: (id: string) => (this.selected.value = id),
    });
  }
}

export const transport = new SkinTransport();

const angle = (id: string, label: string, paths: readonly string[], azimuth: number) => ({
  id,
  label: { en: label },
  sources: paths.map((path, index) => ({
    type: path === 'nowhere' ? 'whep' : 'moq',
    url: `https://media.test/${path}#${index}`,
    priority: index + 1,
  })),
  calibration: {
    translation: [8 * Math.sin(azimuth), 1, 8 * Math.cos(azimuth)],
    rotation: [0, Math.sin(azimuth / 2), 0, Math.cos(azimuth / 2)],
    intrinsics: { fx: 500, fy: 500, cx: 320, cy: 180, width: 640, height: 360 },
  },
});

/** Three cameras; the first has a second source. Its moments are a while back. */
export function descriptor(now = Date.now()) {
  return {
    version: '1.0',
    id: 'skin',
    isLive: true,
    generatedAt: now,
    angles: [
      angle('front', 'Front', ['plays', 'plays'], 0),
      angle('side', 'Side', ['plays'], Math.PI / 2),
      angle('back', 'Back', ['plays'], Math.PI),
    ],
    moments: [
      { id: 'start', label: { en: 'Start' }, T: now - 40_000, duration: 1000 },
      { id: 'landing', label: { en: 'Landing' }, T: now - 20_000, duration: 1000 },
    ],
  };
}

/** Opens the window that can be sought in: a minute up to now. */
export function openWindow(now = Date.now()): void {
  transport.seekable.value = { from: eventTime(now - windowMs), to: eventTime(now + 500) };
}

registerTransport(transport);
defineOnce('olympic-player', OlympicPlayer);

/** Everything in the skin that this selector finds. */
export const all = <T extends HTMLElement = HTMLElement>(player: HTMLElement, selector: string): T[] => [
  ...(player.shadowRoot?.querySelectorAll<T>(selector) ?? []),
];

/** The first of them; throws when there is none. */
export function one<T extends HTMLElement = HTMLElement>(player: HTMLElement, selector: string): T {
  const [found] = all<T>(player, selector);
  if (found === undefined) throw new Error(`the skin shows no ${selector}`);
  return found;
}

/** The button with this part. */
export const button = (player: HTMLElement, name: string): HTMLButtonElement =>
  one<HTMLButtonElement>(player, `[part~=${name}-button]`);

export interface Wishes {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly descriptor?: object;
  readonly parent?: HTMLElement;
}

/** A dressed player with a loaded event; muted, 800 x 450. */
export async function dressed({ attributes = {}, ...wishes }: Wishes = {}): Promise<OlympicPlayer> {
  const player = new OlympicPlayer();
  for (const [name, value] of Object.entries({ muted: '', ...attributes })) player.setAttribute(name, value);
  player.style.width = '800px';
  player.descriptor = wishes.descriptor ?? descriptor();
  (wishes.parent ?? document.body).append(player);
  await waitUntil(() => all(player, '[part=bar]').length === 1, 'the skin is on', { timeout: 10_000 });
  await waitUntil(() => player.session.model.peek() !== undefined, 'the event is read', { timeout: 10_000 });
  return player;
}

/** The same, playing. */
export async function playing(wishes: Wishes = {}): Promise<OlympicPlayer> {
  const player = await dressed({ ...wishes, attributes: { autoplay: '', ...wishes.attributes } });
  await waitUntil(() => player.state === 'playing', 'it plays', { timeout: 10_000 });
  return player;
}

/** Presses a key on the player, or on a control in it. */
export function press(target: HTMLElement, key: string, more: KeyboardEventInit = {}): boolean {
  return target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more }),
  );
}
