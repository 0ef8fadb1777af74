import type { SkinModel } from './model.js';

const stepSeconds = 5;
const volumeStep = 0.05;

interface Commands {
  readonly model: SkinModel;
  readonly toggleFullscreen: () => void;
}

/**
 * Keys, as KeyboardEvent.key in lower case; `shift+` where it matters. With 1 to 9 for the cameras (below) and Escape, which
 * closes what is open, this is the whole keyboard of the player:
 *
 * | key | does |
 * |---|---|
 * | Space, K | play, pause |
 * | M; Up, Down | mute; volume |
 * | Left, Right | back, on five seconds (where the past can be had) |
 * | Shift Left, Shift Right | previous, next moment |
 * | L | live |
 * | 1 to 9; V, Shift V | that camera; next, previous camera (view) |
 * | C | captions on, off |
 * | F; I | full screen; picture-in-picture |
 * | ? | inspector |
 */
export const keyMap: Readonly<Record<string, (commands: Commands) => void>> = {
  ' ': ({ model }) => model.togglePlay(),
  k: ({ model }) => model.togglePlay(),
  m: ({ model }) => model.toggleMute(),
  arrowleft: ({ model }) => model.seekBy(-stepSeconds),
  arrowright: ({ model }) => model.seekBy(stepSeconds),
  'shift+arrowleft': ({ model }) => model.stepMoment(-1),
  'shift+arrowright': ({ model }) => model.stepMoment(1),
  arrowup: ({ model }) => model.setVolume(model.player.volume + volumeStep),
  arrowdown: ({ model }) => model.setVolume(model.player.volume - volumeStep),
  f: ({ toggleFullscreen }) => toggleFullscreen(),
  i: ({ model }) => model.togglePictureInPicture(),
  l: ({ model }) => model.goLive(),
  c: ({ model }) => model.toggleCaptions(),
  v: ({ model }) => model.stepAngle(1),
  'shift+v': ({ model }) => model.stepAngle(-1),
  '?': ({ model }) => model.toggle('inspector'),
  'shift+?': ({ model }) => model.toggle('inspector'),
};

/** True when the key did something: one of the map, or 1 to 9 for a camera. */
export function press(event: KeyboardEvent, commands: Commands): boolean {
  const [target] = event.composedPath();
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (!(target instanceof Element) || ownsKey(target, event.key)) return false;
  const key = event.key.toLowerCase();
  if (/^[1-9]$/.test(key)) {
    commands.model.pickAngle(Number(key));
    return true;
  }
  const command = keyMap[event.shiftKey ? `shift+${key}` : key];
  command?.(commands);
  return command !== undefined;
}

/** Keys that mean something to the control that has the focus. */
function ownsKey(target: Element, key: string): boolean {
  if (target.matches('textarea, select, input:not([type=range]), [contenteditable]')) return true;
  if (key === ' ' || key === 'Enter') return target.matches('button, a, summary');
  return key.startsWith('Arrow') && target.matches('input, [role^=menuitem], [data-roving]');
}
