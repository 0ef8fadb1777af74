import type { CueBox } from '../../media/index.js';

/** Where a WebVTT cue goes, in words that CSS understands: logical, so that vertical text needs no cases of its own. */
export interface BoxPlace {
  /** Cues with the same key share a stack, and so never cover each other. */
  readonly stack: string;
  readonly vertical: CueBox['vertical'];
  /** From which edge the stack grows: the first line's, the last line's, or a percentage's. */
  readonly from: 'start' | 'end' | 'percent';
  /** Lines from that edge, or percent. */
  readonly offset: number;
  /** Which part of the cue lies on the percentage. */
  readonly anchor: CueBox['lineAlign'];
  /** Percent along the line. */
  readonly inset: number;
  readonly size: number;
  readonly align: CueBox['align'];
}

/** Computed position and its alignment: W3C WebVTT, section 3.3, "cue computed position" and "… position alignment". */
function anchorOf(box: CueBox): { position: number; side: 'line-left' | 'center' | 'line-right' } {
  const left = box.align === 'left' || box.align === 'start';
  const right = box.align === 'right' || box.align === 'end';
  const side =
    box.positionAlign !== 'auto' ? box.positionAlign : left ? 'line-left' : right ? 'line-right' : 'center';
  const position = box.position !== 'auto' ? box.position : left ? 0 : right ? 100 : 50;
  return { position, side };
}

/** W3C WebVTT, section 7.2, "apply WebVTT cue settings": the box never leaves the picture sideways. */
export function placeBox(box: CueBox): BoxPlace {
  const { position, side } = anchorOf(box);
  const room = {
    'line-left': 100 - position,
    'line-right': position,
    center: 2 * Math.min(position, 100 - position),
  }[side];
  const size = Math.min(box.size, room);
  const inset = position - { 'line-left': 0, center: size / 2, 'line-right': size }[side];
  const shared = { vertical: box.vertical, inset, size, align: box.align };
  const direction = box.vertical === '' ? 'h' : box.vertical;
  if (box.line !== 'auto' && !box.snapToLines)
    return {
      ...shared,
      stack: `${direction} % ${box.line} ${box.lineAlign}`,
      from: 'percent',
      offset: box.line,
      anchor: box.lineAlign,
    };
  const line = box.line === 'auto' ? -1 : Math.round(box.line);
  const from = line < 0 ? 'end' : 'start';
  return {
    ...shared,
    stack: `${direction} line ${line}`,
    from,
    offset: line < 0 ? -1 - line : line,
    anchor: 'start',
  };
}
