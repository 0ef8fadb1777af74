import type { Finding, IssueLog } from './issue.js';
import { tooDeep, tooManyValues } from './limit-findings.js';
import { limits } from './limits.js';
import { rootPlace, within } from './place.js';
import type { Place } from './place.js';
import { printable, quoted } from './printable.js';

/** A JSON object, read by own keys only. */
export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** NUL and lone surrogates survive JSON but break what comes after: C strings, UTF-8, URLs. */
const invalidText = /\0|\p{Surrogate}/u;

/**
 * A copy of untrusted data made of own properties only, without recursion and within the limits: no prototype of the
 * input's, no getter, no cycle and no key named __proto__ gets through. Keys whose value is undefined are left out.
 * What cannot be copied is logged as an error; the copy is then not to be used.
 */
export function ownCopy(value: unknown, log: IssueLog): unknown {
  return new Copier(log).copy(value);
}

class Copier {
  readonly #log: IssueLog;
  /** Each fills one list or object that has been entered. */
  readonly #pending: (() => void)[] = [];
  #values = 1;
  /** Beyond a limit: nothing more is entered, and the rest goes quickly. */
  #beyond = false;

  constructor(log: IssueLog) {
    this.#log = log;
  }

  copy(value: unknown): unknown {
    const result = this.#begin(value, rootPlace, 1);
    for (let fill = this.#pending.pop(); fill !== undefined; fill = this.#pending.pop()) fill();
    return result;
  }

  /** A scalar as it is; a list or an object still empty. */
  #begin(from: unknown, place: Place, depth: number): unknown {
    if (this.#beyond || this.#log.full) return undefined;
    if (Array.isArray(from)) return this.#enterList(from, place, depth);
    if (isObject(from)) return this.#enterObject(from, place, depth);
    const problem = scalarProblem(from);
    if (problem === undefined) return from;
    this.#log.error(place, problem);
    return undefined;
  }

  #enterList(from: readonly unknown[], place: Place, depth: number): unknown {
    if (!this.#mayEnter(from.length, place, depth)) return undefined;
    const to: unknown[] = [];
    this.#pending.push(() => {
      for (let index = 0; index < from.length; index++)
        to.push(this.#begin(from[index], within(place, index), depth + 1));
    });
    return to;
  }

  #enterObject(from: JsonObject, place: Place, depth: number): unknown {
    if (!isPlain(from)) {
      this.#log.error(place, notData('an instance of a class'));
      return undefined;
    }
    const entries = Object.entries(from);
    if (!this.#mayEnter(entries.length, place, depth)) return undefined;
    const to: JsonObject = {};
    this.#pending.push(() => {
      for (const [key, member] of entries) {
        const at = within(place, key);
        const problem = keyProblem(key);
        if (problem !== undefined) this.#log.error(at, problem);
        else if (member !== undefined) to[key] = this.#begin(member, at, depth + 1);
      }
    });
    return to;
  }

  #mayEnter(members: number, place: Place, depth: number): boolean {
    this.#values += members;
    const problem = this.#values > limits.values ? tooManyValues : depth > limits.depth ? tooDeep : undefined;
    if (problem === undefined) return true;
    this.#log.error(place, problem);
    this.#beyond = true;
    this.#pending.length = 0;
    return false;
  }
}

/** Plain objects of any realm: their prototype is null, or has none above it. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function scalarProblem(value: unknown): Finding | undefined {
  if (typeof value === 'string') return textProblem(value);
  if (typeof value === 'boolean' || value === null) return undefined;
  if (typeof value !== 'number') return notData(printable(value));
  return Number.isFinite(value)
    ? undefined
    : {
        code: 'event/not-finite',
        found: String(value),
        expected: 'a finite number',
        hint: 'Write a number between -1.8e308 and 1.8e308, or leave the key out.',
      };
}

function keyProblem(key: string): Finding | undefined {
  if (key !== '__proto__') return textProblem(key);
  return {
    code: 'event/unsafe-key',
    found: 'the key "__proto__"',
    expected: 'another key',
    hint: 'Remove it: it could change the objects of the page that reads this.',
  };
}

function textProblem(text: string): Finding | undefined {
  if (text.length > limits.stringLength)
    return {
      code: 'event/invalid-text',
      found: `text of ${text.length} characters`,
      expected: `at most ${limits.stringLength} characters`,
      hint: 'Move long text to a file of its own and link it.',
    };
  if (!invalidText.test(text)) return undefined;
  return {
    code: 'event/invalid-text',
    found: quoted(text),
    expected: 'text without NUL and without half surrogate pairs',
    hint: 'Write it again in UTF-8, without \\u0000.',
  };
}

const notData = (found: string): Finding => ({
  code: 'event/wrong-type',
  found,
  expected: 'JSON data',
  hint: 'Give plain objects, lists, text, numbers, true, false or null.',
});
