import type { CueColour, CueSpan, GridRow } from './cue.js';
import { printable } from './cue-text.js';

/** The part of the parser's screen that is read here. */
export interface Screen608 {
  readonly rows: readonly {
    readonly chars: readonly {
      readonly uchar: string;
      readonly penState: {
        readonly foreground: string;
        readonly background: string;
        readonly underline: boolean;
        readonly italics: boolean;
        readonly flash: boolean;
      };
    }[];
  }[];
}

/** CEA-608's names; its green is WebVTT's and CSS's lime. */
const colours: ReadonlyMap<string, CueColour> = new Map([
  ['white', 'white'],
  ['green', 'lime'],
  ['blue', 'blue'],
  ['cyan', 'cyan'],
  ['red', 'red'],
  ['yellow', 'yellow'],
  ['magenta', 'magenta'],
  ['black', 'black'],
]);

/** The standard's columns; the parser keeps what is written beyond them. */
const columns = 32;

type Char = Screen608['rows'][number]['chars'][number];

/** White on black is what captions look like unless said: it is left out. */
function lookOf({ penState: pen }: Char): Omit<CueSpan, 'text'> {
  const [name = '', semi] = pen.background.split('_');
  const colour = colours.get(pen.foreground);
  const background = name === 'transparent' ? name : colours.get(name);
  return {
    ...(pen.italics ? { italic: true as const } : {}),
    ...(pen.underline ? { underline: true as const } : {}),
    ...(pen.flash ? { flash: true as const } : {}),
    ...(colour === undefined || colour === 'white' ? {} : { colour }),
    ...(background === undefined || background === 'black' ? {} : { background }),
    ...(semi === 'semi' ? { translucent: true as const } : {}),
  };
}

const sameLook = (a: Char, b: Char): boolean =>
  a.penState.foreground === b.penState.foreground &&
  a.penState.background === b.penState.background &&
  a.penState.underline === b.penState.underline &&
  a.penState.italics === b.penState.italics &&
  a.penState.flash === b.penState.flash;

/** The rows that say something, each from its first character to its last. */
export function rowsOf(screen: Screen608): readonly GridRow[] {
  const rows: GridRow[] = [];
  for (const [row, { chars: written }] of screen.rows.entries()) {
    const chars = written.slice(0, columns);
    const first = chars.findIndex(({ uchar }) => uchar !== ' ');
    if (first < 0) continue;
    const last = chars.findLastIndex(({ uchar }) => uchar !== ' ');
    const spans: CueSpan[] = [];
    let start = first;
    for (let column = first; column <= last; column++) {
      const next = chars[column + 1];
      const here = chars[column];
      if (here === undefined) break;
      if (column < last && next !== undefined && sameLook(here, next)) continue;
      const text = chars.slice(start, column + 1).map(({ uchar }) => uchar);
      spans.push({ text: printable(text.join('')), ...lookOf(here) });
      start = column + 1;
    }
    rows.push({ row, column: first, spans });
  }
  return rows;
}
