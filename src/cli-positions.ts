import { parseTree } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import type { DescriptorIssue, DescriptorIssueCode } from './event/index.js';

/** A position in text, both from 1; columns count UTF-16 code units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds lines and columns in one text. */
export class Lines {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  at(offset: number): Position {
    let from = 0;
    let to = this.#starts.length;
    while (to - from > 1) {
      const middle = (from + to) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) from = middle;
      else to = middle;
    }
    return { line: from + 1, column: offset - (this.#starts[from] ?? 0) + 1 };
  }
}

/** Where the values and keys of JSON text stand. The text has passed JSON.parse and the event room's limits. */
export class JsonPositions {
  readonly #root: Node | undefined;

  constructor(text: string) {
    this.#root = parseTree(text);
  }

  /** Offset an issue is about: of the key for keys that should not be there, else of the nearest value there is. */
  offsetOf(issue: DescriptorIssue): number {
    let value = this.#root;
    let key = value;
    for (const segment of issue.segments) {
      const property = typeof segment === 'string' ? propertyOf(value, segment) : undefined;
      const next = typeof segment === 'string' ? property?.children?.[1] : value?.children?.[segment];
      if (next === undefined) break;
      key = property ?? next;
      value = next;
    }
    return (aboutKeys.has(issue.code) ? key : value)?.offset ?? 0;
  }

  /** Paths of keys that stand more than once in one object, of which JSON.parse silently takes the last; `most` of them. */
  duplicateKeys(most: number): (readonly (string | number)[])[] {
    const found: (readonly (string | number)[])[] = [];
    const visit = (node: Node, segments: readonly (string | number)[]): void => {
      const times = new Map<string, number>();
      for (const [index, child] of (node.children ?? []).entries()) {
        if (found.length >= most) return;
        const [key, value] = node.type === 'array' ? [undefined, child] : (child.children ?? []);
        const segment = key === undefined ? index : String(key.value);
        if (typeof segment === 'string') {
          times.set(segment, (times.get(segment) ?? 0) + 1);
          if (times.get(segment) === 2) found.push([...segments, segment]);
        }
        if (value !== undefined) visit(value, [...segments, segment]);
      }
    };
    if (this.#root !== undefined) visit(this.#root, []);
    return found;
  }
}

/** Issues about a key that should not be there, rather than about its value. */
const aboutKeys: ReadonlySet<DescriptorIssueCode> = new Set([
  'event/unknown-key',
  'event/unsafe-key',
  'event/duplicate-key',
]);

/** The property JSON.parse takes: the last of that name. */
const propertyOf = (object: Node | undefined, name: string): Node | undefined =>
  object?.children?.findLast((property) => property.children?.[0]?.value === name);
