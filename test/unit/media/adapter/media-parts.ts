/** The committed recordings, cut as engines cut them. */
import { Mp4Reader } from '../../../../src/media/mp4/index.js';

export interface Cut {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly init: Uint8Array<ArrayBuffer>;
  /** moof and mdat each. */
  readonly segments: readonly Uint8Array<ArrayBuffer>[];
}

export async function recording(name: string): Promise<Cut> {
  const response = await fetch(`/test/fixtures/media/${name}.mp4`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const { inits, fragments, failure } = new Mp4Reader().push(bytes);
  const [init] = inits;
  if (init === undefined || failure !== undefined) throw failure ?? new Error(`${name} has no init segment`);
  return {
    bytes,
    init: Uint8Array.from(init.bytes),
    segments: fragments.map((fragment) => Uint8Array.from(fragment.bytes)),
  };
}
