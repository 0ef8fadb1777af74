/**
 * The picture's keys: arrows turn, Shift and arrows go to the next camera, Home to the nearest, plus and minus zoom; D and C show
 * depth and confidence.
 */
import type { MapAspect } from '../panels/false-colour.js';

export type Direction = 'left' | 'right' | 'up' | 'down';

export interface KeyHandlers {
  readonly turn: (azimuth: number, elevation: number) => void;
  readonly next: (direction: Direction) => void;
  readonly home: () => void;
  readonly zoom: (amount: number) => void;
  /** Pressed again, it is the picture that is wanted. */
  readonly map: (aspect: MapAspect) => void;
}

/** Degrees, and the natural logarithm of an enlargement. */
const turnStep = 5;
const zoomStep = 0.1;

const arrows: Readonly<Record<string, readonly [Direction, azimuth: number, elevation: number]>> = {
  ArrowLeft: ['left', -turnStep, 0],
  ArrowRight: ['right', turnStep, 0],
  ArrowUp: ['up', 0, turnStep],
  ArrowDown: ['down', 0, -turnStep],
};

export function onKeys(
  view: HTMLElement,
  { turn, next, home, zoom, map }: KeyHandlers,
  signal: AbortSignal,
): void {
  const act = (event: KeyboardEvent): boolean => {
    const arrow = arrows[event.key];
    if (arrow !== undefined) {
      const [direction, azimuth, elevation] = arrow;
      if (event.shiftKey) next(direction);
      else turn(azimuth, elevation);
    } else if (event.key === 'Home') home();
    else if (event.key === '+' || event.key === '=') zoom(zoomStep);
    else if (event.key === '-') zoom(-zoomStep);
    else if (event.key.toLowerCase() === 'd') map('depth');
    else if (event.key.toLowerCase() === 'c') map('confidence');
    else return false;
    return true;
  };
  view.addEventListener(
    'keydown',
    (event) => {
      // Keys of a control on the picture are its own.
      if (event.target !== view || event.ctrlKey || event.metaKey || event.altKey) return;
      if (act(event)) event.preventDefault();
    },
    { signal },
  );
}
