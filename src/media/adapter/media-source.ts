import type { OlympicPlayerError } from '../../base/index.js';
import type { BufferBackend, SourceBackend } from './backend.js';
import type { CodecOutput, SegmentReader } from './contract.js';
import { MediaSourceFace } from './media-source-face.js';
import { SampleWriter } from './sample-writer.js';

/** W3C Media Source Extensions' MediaSource over a sample sink: what is appended goes to our own decoders. */
export class CodecMediaSource extends MediaSourceFace {
  constructor(output: CodecOutput, createReader: () => SegmentReader) {
    super(new SinkBackend(output, createReader));
  }
}

class SinkBackend implements SourceBackend {
  readonly #output: CodecOutput;
  readonly #createReader: () => SegmentReader;
  readonly #writers = new Set<SampleWriter>();

  constructor(output: CodecOutput, createReader: () => SegmentReader) {
    this.#output = output;
    this.#createReader = createReader;
  }

  supports(mimeType: string): boolean {
    return this.#output.supports(mimeType);
  }

  addBuffer(_mimeType: string, announced: (duration: number) => void): BufferBackend {
    const writer: SampleWriter = new SampleWriter({
      output: this.#output,
      reader: this.#createReader(),
      announced,
      // A writer that was detached has no kinds.
      claimed: (kind) => [...this.#writers].some((one) => one !== writer && one.kinds.includes(kind)),
    });
    this.#writers.add(writer);
    return writer;
  }

  setDuration(seconds: number): void {
    this.#output.setDuration(seconds * 1000);
  }

  end(): void {
    this.#output.sink.end();
  }

  fail(kind: EndOfStreamError, cause?: OlympicPlayerError): void {
    this.#output.fail(kind, cause);
  }

  forgive(cause: OlympicPlayerError | undefined): boolean {
    if (this.#output.lenient !== true) return false;
    if (cause !== undefined) this.#output.malformed?.(cause);
    return true;
  }

  close(): void {
    this.#writers.clear();
  }
}
