/** The colours that captions can name: WebVTT's default classes (W3C WebVTT, section 5) and CEA-608's eight. */
export type CueColour = 'white' | 'lime' | 'cyan' | 'red' | 'yellow' | 'magenta' | 'blue' | 'black';

/** A run of text that looks the same throughout. Never markup. */
export interface CueSpan {
  readonly text: string;
  readonly bold?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly flash?: true;
  readonly colour?: CueColour;
  readonly background?: CueColour | 'transparent';
  /** The background lets half of the picture through (CEA-608). */
  readonly translucent?: true;
  /** BCP 47, checked for its form. */
  readonly lang?: string;
  /** Who speaks. */
  readonly voice?: string;
  /** A base and the text above it; a base comes before its text. */
  readonly ruby?: 'base' | 'text';
  /** Milliseconds on the cue's timeline before which it is not spoken yet. */
  readonly from?: number;
}

export type CueLine = readonly CueSpan[];

interface CueTime {
  /** The same cue again, as in the next segment or with a later end, has the same id. */
  readonly id: string;
  /** Milliseconds on the timeline that the reader was told: deck time or event time. From inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
}

/** A part of the picture that cues share (W3C WebVTT, section 3.4). Percentages, and `lines` in lines. */
export interface CueRegion {
  readonly id: string;
  readonly width: number;
  readonly lines: number;
  readonly regionAnchor: readonly [x: number, y: number];
  readonly viewportAnchor: readonly [x: number, y: number];
  readonly scroll: boolean;
}

/** Where a WebVTT cue goes (W3C WebVTT, section 3.3). All numbers are percentages, but a snapped `line`. */
export interface CueBox {
  readonly vertical: '' | 'rl' | 'lr';
  /** With `snapToLines` a line number, from 0 at the first line or −1 at the last; else a percentage. */
  readonly line: number | 'auto';
  readonly snapToLines: boolean;
  readonly lineAlign: 'start' | 'center' | 'end';
  readonly position: number | 'auto';
  readonly positionAlign: 'line-left' | 'center' | 'line-right' | 'auto';
  readonly size: number;
  readonly align: 'start' | 'center' | 'end' | 'left' | 'right';
  readonly region: CueRegion | undefined;
}

export interface BoxCue extends CueTime {
  readonly kind: 'box';
  readonly lines: readonly CueLine[];
  readonly box: CueBox;
}

/** One row of the CEA-608 screen: `row` 0 to 14, `column` 0 to 31. */
export interface GridRow {
  readonly row: number;
  readonly column: number;
  readonly spans: CueLine;
}

/** All that is on the CEA-608 screen for a while. */
export interface GridCue extends CueTime {
  readonly kind: 'grid';
  readonly rows: readonly GridRow[];
}

export type Cue = BoxCue | GridCue;
