import { quoted, unreadable } from './errors.js';

/** An element with its attributes; text between elements is not kept. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
}

const deepest = 16;
const mostElements = 200_000;
const name = /[A-Za-z_][\w.-]{0,99}/y;
const attribute = /\s+([A-Za-z_][\w.-]{0,99})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const entities = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
}

/**
 * A strict reader of the little XML that calibration files are: elements, attributes, comments, the XML declaration. No
 * document types, so no entities of the file's own. Works where there is no DOMParser (workers, Node), in one pass.
 */
export function parseXml(text: string, format: string): XmlElement {
  const broken = (why: string, at: number): Error =>
    unreadable(format, `${why} in line ${text.slice(0, at).split('\n').length}`, {
      hint: 'Export the calibration again; the file has to be well-formed XML without a document type.',
    });
  const root: Open = { name: '', attributes: new Map(), children: [] };
  const open: Open[] = [root];
  let count = 0;
  let at = text.startsWith('\uFEFF') ? 1 : 0;

  /** Where `end` ends; what is in between does not matter. */
  const skip = (end: string, from: number): number => {
    const found = text.indexOf(end, from);
    if (found < 0) throw broken('something is not closed', from);
    return found + end.length;
  };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  const space = (): void => {
    while (/\s/.test(text.charAt(at))) at += 1;
  };
  const close = (): void => {
    const done = open.pop();
    open.at(-1)?.children.push(done ?? root);
  };
  const element = (): void => {
    const found = match(name);
    if (found === null) throw broken('a tag has no name', at);
    count += 1;
    if (open.length > deepest || count > mostElements) throw broken('there are too many elements', at);
    const attributes = new Map<string, string>();
    for (let next = match(attribute); next !== null; next = match(attribute)) {
      const [, key = '', double, single] = next;
      if (attributes.has(key)) throw broken(`${quoted(key)} is there twice`, at);
      attributes.set(
        key,
        decoded(double ?? single ?? '', () => broken('an entity is unknown', at)),
      );
    }
    space();
    open.push({ name: found[0], attributes, children: [] });
    if (text.startsWith('/>', at)) {
      at += 2;
      close();
    } else if (text.charAt(at) === '>') at += 1;
    else throw broken('a tag is not well formed', at);
  };

  for (;;) {
    const tag = text.indexOf('<', at);
    const between = text.slice(at, tag < 0 ? undefined : tag);
    if (open.length === 1 && between.trim() !== '') throw broken('there is text outside the document', at);
    if (tag < 0) break;
    at = tag;
    if (text.startsWith('<!--', at)) at = skip('-->', at + 4);
    else if (text.startsWith('<?', at)) at = skip('?>', at + 2);
    else if (text.startsWith('</', at)) {
      at += 2;
      const found = match(name);
      if (open.length === 1 || found?.[0] !== open.at(-1)?.name) throw broken('a tag closes nothing', at);
      space();
      if (text.charAt(at) !== '>') throw broken('a tag is not well formed', at);
      at += 1;
      close();
    } else if (text.startsWith('<!', at)) throw broken('there is a document type or CDATA', at);
    else {
      at += 1;
      element();
    }
  }
  const [document, ...more] = root.children;
  if (open.length > 1) throw broken('something is not closed', text.length);
  if (document === undefined || more.length > 0) throw broken('there is not one document', text.length);
  return document;
}

function decoded(value: string, broken: () => Error): string {
  return value.replace(/&([^;&\s]{1,10});|&/g, (_, entity: string | undefined) => {
    const point = /^#(?:(\d{1,7})|x([\da-fA-F]{1,6}))$/.exec(entity ?? '');
    const code = point === null ? NaN : Number.parseInt(point[1] ?? point[2] ?? '', point[1] ? 10 : 16);
    const letter = entities.get(entity ?? '') ?? (code <= 0x10ffff ? String.fromCodePoint(code) : undefined);
    if (letter === undefined) throw broken();
    return letter;
  });
}

const escapes = new Map([
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['&', '&amp;'],
  ['"', '&quot;'],
]);

/** A text as an attribute's value, without its quotation marks. Control characters, which XML cannot say, become spaces. */
export const escapedXml = (text: string): string =>
  text.replace(/[\u0000-\u001f]/g, ' ').replace(/[<>&"]/g, (letter) => escapes.get(letter) ?? letter);

/** The elements at a path of names. */
export function elementsAt(element: XmlElement, ...path: readonly string[]): readonly XmlElement[] {
  return path.reduce<readonly XmlElement[]>(
    (at, step) => at.flatMap((parent) => parent.children.filter((child) => child.name === step)),
    [element],
  );
}
