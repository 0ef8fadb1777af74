import { MEDIA_ERR_DECODE, MEDIA_ERR_SRC_NOT_SUPPORTED, OlympicPlayerError } from '../../base/index.js';

/** Rebuilds in a minute that a stream may cost: one damaged group takes two, and a worse stream is not worth watching. */
export const rebuildsPerMinute = 20;
/** Decoders in a row that gave nothing at all: the first, one in software, and one more in case it was the machine's load. */
const barrenLimit = 3;
const minute = 60_000;

export type Symptom = 'error' | 'silent' | 'unsupported' | 'reclaimed';

export type Advice =
  | { readonly treatment: 'rebuild'; readonly acceleration: HardwareAcceleration }
  /** Not before it is wanted: a browser that took a decoder away needs it elsewhere. */
  | { readonly treatment: 'rest' }
  | { readonly treatment: 'give-up'; readonly error: OlympicPlayerError };

const errorName = (error: unknown): string =>
  error instanceof Error || error instanceof DOMException ? error.name : '';

/** What a decoder's error tells (W3C WebCodecs: NotSupportedError after configure, QuotaExceededError when reclaimed). */
export function symptomOf(error: unknown): Symptom {
  const name = errorName(error);
  if (name === 'NotSupportedError' || name === 'TypeError') return 'unsupported';
  return name === 'QuotaExceededError' ? 'reclaimed' : 'error';
}

/** Remembers how decoders ended, and says what to try next, within bounds. */
export class Doctor {
  #acceleration: HardwareAcceleration = 'no-preference';
  #rebuilds: number[] = [];
  #barren = 0;
  #troubled = false;

  get acceleration(): HardwareAcceleration {
    return this.#acceleration;
  }

  /** A decoder gave a picture. */
  worked(): void {
    this.#barren = 0;
  }

  /** What made trouble has been passed, or is another stream's. */
  recovered(): void {
    this.#troubled = false;
  }

  advise(symptom: Symptom, gavePictures: boolean, now: number, codec: string, cause: unknown): Advice {
    if (symptom === 'reclaimed' && gavePictures) return { treatment: 'rest' };
    this.#rebuilds = this.#rebuilds.filter((at) => at > now - minute);
    this.#rebuilds.push(now);
    this.#barren = gavePictures ? 0 : this.#barren + 1;
    const inSoftware = this.#acceleration === 'prefer-software';
    // Silence takes seconds to be sure of, and whoever watches has none to spare for a third time.
    if (inSoftware && (symptom === 'unsupported' || (symptom === 'silent' && !gavePictures)))
      return { treatment: 'give-up', error: undecodable(symptom, codec, cause) };
    if (this.#barren > barrenLimit || this.#rebuilds.length > rebuildsPerMinute)
      return { treatment: 'give-up', error: undecodable(symptom, codec, cause) };
    if (symptom !== 'reclaimed' && (symptom !== 'error' || this.#troubled || !gavePictures))
      this.#acceleration = 'prefer-software';
    this.#troubled = true;
    return { treatment: 'rebuild', acceleration: this.#acceleration };
  }
}

/** The failure that is told when no decoder is left to try. */
export function undecodable(symptom: Symptom, codec: string, cause: unknown): OlympicPlayerError {
  const errors = {
    unsupported: {
      reason: 'media/codec-not-supported',
      code: MEDIA_ERR_SRC_NOT_SUPPORTED,
      message: `This browser cannot decode ${codec} with WebCodecs.`,
      hint: 'Offer a rendition in H.264, or play with decoder="native".',
    },
    silent: {
      reason: 'media/decoder-silent',
      code: MEDIA_ERR_DECODE,
      message: `The decoder for ${codec} takes samples and gives no pictures, in software too.`,
      hint: 'Close other tabs that play video, or play with decoder="native".',
    },
    error: {
      reason: 'media/decoder-failed',
      code: MEDIA_ERR_DECODE,
      message: `Decoding ${codec} failed again and again.`,
      hint: 'Check the stream with another decoder; the cause has the last error.',
    },
  } as const;
  return new OlympicPlayerError({
    ...errors[symptom === 'reclaimed' ? 'error' : symptom],
    ...(cause === undefined ? {} : { cause }),
  });
}
