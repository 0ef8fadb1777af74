/** What went wrong, in words for the visitor, and what to do about it. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
  readonly hint: string;

  constructor(message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.hint = hint;
  }
}

export interface Told {
  readonly message: string;
  readonly hint: string;
}

/** Whatever was thrown: the library's errors carry a hint as ours do. */
export function told(error: unknown): Told {
  if (!(error instanceof Error)) return { message: String(error), hint: '' };
  const hint = 'hint' in error && typeof error.hint === 'string' ? error.hint : '';
  return { message: error.message.replace(/^viewpoint: /, ''), hint };
}
