/**
 * What VHS and its utilities take for `window`: scripts/rollup-vhs.mjs gives it to them alone. It is the window, but for one
 * thing: while a feed of our own decoders is opened or asked about, MediaSource is what that feed says.
 */

/** In place of the browser's MediaSource, for one feed. */
export interface SourceAnswers {
  /** `new MediaSource()`; an event target with MediaSource's face. */
  create(): object;
  /** `MediaSource.isTypeSupported`. */
  supports(mimeType: string): boolean;
}

let answering: SourceAnswers | undefined;
const created = new WeakSet<object>();

/** What `URL.createObjectURL` answers for a media source that no element can load. */
const address = 'about:blank#media-source';

/** Runs a call into VHS, synchronously, in which MediaSource is this feed's; undefined: the browser's. */
export function answeringFor<T>(answers: SourceAnswers | undefined, call: () => T): T {
  const before = answering;
  answering = answers;
  try {
    return call();
  } finally {
    answering = before;
  }
}

function sourceClass(answers: SourceAnswers): object {
  return new Proxy(class MediaSource {}, {
    construct() {
      const source = answers.create();
      created.add(source);
      return source;
    },
    get: (target, key) =>
      key === 'isTypeSupported' ? (mimeType: string) => answers.supports(mimeType) : Reflect.get(target, key),
  });
}

const urls = new Proxy(URL, {
  get: (target, key) =>
    key === 'createObjectURL'
      ? (object: Blob | MediaSource) => (created.has(object) ? address : URL.createObjectURL(object))
      : Reflect.get(target, key),
});

export default new Proxy(globalThis, {
  get(scope, key) {
    if (key === 'MediaSource' && answering !== undefined) return sourceClass(answering);
    if (key === 'URL') return urls;
    const value: unknown = Reflect.get(scope, key);
    if (typeof value !== 'function') return value;
    // The window's functions refuse to be called on anything else; its classes are not called on it.
    const isClass = Object.hasOwn(value, 'prototype');
    const result: unknown = isClass ? value : value.bind(scope);
    return result;
  },
  set: (scope, key, value) => Reflect.set(scope, key, value),
});
