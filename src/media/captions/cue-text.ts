import type { VTTNode } from 'media-captions';
import type { CueColour, CueLine, CueSpan } from './cue.js';
import { mostCueLines, mostCueSpans, mostNameCharacters } from './limits.js';

const colours: ReadonlySet<unknown> = new Set<CueColour>([
  'white',
  'lime',
  'cyan',
  'red',
  'yellow',
  'magenta',
  'blue',
  'black',
]);

const isColour = (name: unknown): name is CueColour => colours.has(name);

/** BCP 47 in form: what goes into a lang attribute says nothing else. */
const languageForm = /^[a-z]{1,8}(-[a-z0-9]{1,8}){0,7}$/i;

/** Without control characters, which no font draws. */
export const printable = (text: string): string => text.replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ');

type Look = Omit<CueSpan, 'text'>;

/** What a node adds to how the text in it looks. Anything that is not on the list adds nothing. */
function lookOf(node: Exclude<VTTNode, { type: 'text' }>, outer: Look, offsetMs: number): Look {
  const look: { -readonly [K in keyof Look]: Look[K] } = { ...outer };
  if (node.type === 'b') look.bold = true;
  if (node.type === 'i') look.italic = true;
  if (node.type === 'u') look.underline = true;
  if (node.type === 'ruby') look.ruby = 'base';
  if (node.type === 'rt' && outer.ruby === 'base') look.ruby = 'text';
  if (node.type === 'v' && node.voice) look.voice = printable(node.voice.slice(0, mostNameCharacters)).trim();
  if (node.type === 'lang' && languageForm.test(node.lang)) look.lang = node.lang;
  if (node.type === 'timestamp' && Number.isFinite(node.time)) look.from = node.time * 1000 + offsetMs;
  if (isColour(node.color)) look.colour = node.color;
  if (isColour(node.bgColor)) look.background = node.bgColor;
  return look;
}

/**
 * The lines of a cue from its nodes, as plain spans. Without recursion: nesting is as deep as the file likes.
 * @param offsetMs added to times inside the text
 */
export function linesFrom(nodes: readonly VTTNode[], offsetMs: number): readonly CueLine[] {
  const lines: CueSpan[][] = [[]];
  const waiting: { node: VTTNode; outer: Look }[] = [];
  const wait = (children: readonly VTTNode[], outer: Look) => {
    for (const node of [...children].reverse()) waiting.push({ node, outer });
  };
  wait(nodes, {});
  let spans = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, outer } = next;
    if (node.type !== 'text') {
      wait(node.children, lookOf(node, outer, offsetMs));
      continue;
    }
    const [first = '', ...others] = node.data.split('\n');
    const add = (text: string) => {
      if (text === '' || spans >= mostCueSpans) return;
      spans += 1;
      lines.at(-1)?.push({ text: printable(text), ...outer });
    };
    add(first);
    for (const text of others) {
      if (lines.length >= mostCueLines) return lines;
      lines.push([]);
      add(text);
    }
  }
  return lines;
}
