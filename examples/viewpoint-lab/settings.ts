/** What the page starts with; the address may say otherwise: `?cameras=24&width=1280&at=4000`. */

export interface Settings {
  /** Of the venue's ring. */
  readonly cameras: number;
  /** Of the venue's pictures, pixels. */
  readonly width: number;
  /** Of the loop, milliseconds. */
  readonly timeMs: number;
  /** Turn slowly until the visitor takes over. */
  readonly sweep: boolean;
}

export const cameraCounts = [6, 8, 12, 24] as const;
export const pictureWidths = [640, 960, 1280] as const;

const most = { cameras: 24, width: 1920, timeMs: 8000 };
const least = { cameras: 2, width: 160, timeMs: 0 };

/** In the middle of the double somersault. */
const bestMoment = 4000;

export function settingsFrom(search: string, roomy: boolean): Settings {
  const given = new URLSearchParams(search);
  const number = (name: string, key: keyof typeof most, otherwise: number): number => {
    const value = Number(given.get(name) ?? Number.NaN);
    return Number.isFinite(value) ? Math.round(Math.min(most[key], Math.max(least[key], value))) : otherwise;
  };
  return {
    cameras: number('cameras', 'cameras', 12),
    width: number('width', 'width', roomy ? 960 : 640),
    timeMs: number('at', 'timeMs', bestMoment),
    sweep: given.get('sweep') !== 'off',
  };
}
