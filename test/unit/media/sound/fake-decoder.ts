/** Decoders that give a tone, and misbehave as told. */
import { browserMediaEnvironment } from '../../../../src/media/index.js';
import type { MediaEnvironment } from '../../../../src/media/index.js';

export interface FakeDecoding {
  readonly environment: MediaEnvironment;
  /** Decoders made so far. */
  readonly made: number;
  readonly decoded: number;
  /** Data made and not closed. */
  readonly open: number;
}

export interface Behaviour {
  readonly sampleRate?: number;
  readonly channels?: number;
  readonly hertz?: number;
  /** What becomes of the nth packet a decoder gets, and of the mth decoder. */
  readonly answer?: (
    packet: number,
    decoder: number,
  ) => 'output' | 'nothing' | 'error' | 'throw' | 'unsupported';
}

export function fakeDecoding(behaviour: Behaviour = {}): FakeDecoding {
  const { sampleRate = 48_000, channels = 2, hertz = 440, answer = () => 'output' } = behaviour;
  let [made, decoded, open] = [0, 0, 0];

  class FakeDecoder {
    state: CodecState = 'unconfigured';
    readonly #init: AudioDecoderInit;
    readonly #number = made++;
    #count = 0;
    #pending: Promise<void> = Promise.resolve();

    constructor(init: AudioDecoderInit) {
      this.#init = init;
    }

    configure() {
      this.state = 'configured';
    }

    decode(chunk: EncodedAudioChunk) {
      decoded += 1;
      const what = answer(this.#count++, this.#number);
      if (what === 'throw') throw new TypeError('as told');
      this.#pending = this.#pending.then(() => this.#answer(what, chunk));
    }

    async flush() {
      await this.#pending;
    }

    close() {
      this.state = 'closed';
    }

    #answer(what: string, chunk: EncodedAudioChunk) {
      if (this.state === 'closed' || what === 'nothing') return;
      if (what !== 'output') {
        this.state = 'closed';
        const name = what === 'unsupported' ? 'NotSupportedError' : 'EncodingError';
        this.#init.error(new DOMException('as told', name));
        return;
      }
      const start = Math.round((chunk.timestamp / 1e6) * sampleRate);
      const frames = Math.round(((chunk.timestamp + chunk.duration!) / 1e6) * sampleRate) - start;
      const plane = Float32Array.from(
        { length: frames },
        (_, n) => 0.5 * Math.sin((2 * Math.PI * hertz * (start + n)) / sampleRate),
      );
      const data = new Float32Array(frames * channels);
      for (let channel = 0; channel < Math.min(2, channels); channel++) data.set(plane, channel * frames);
      const audio = new AudioData({
        format: 'f32-planar',
        sampleRate,
        numberOfFrames: frames,
        numberOfChannels: channels,
        timestamp: chunk.timestamp,
        data,
      });
      open += 1;
      const close = audio.close.bind(audio);
      audio.close = () => {
        open -= 1;
        close();
      };
      this.#init.output(audio);
    }
  }

  return {
    environment: {
      ...browserMediaEnvironment,
      createAudioDecoder: (init) => new FakeDecoder(init) as unknown as AudioDecoder,
    },
    get made() {
      return made;
    },
    get decoded() {
      return decoded;
    },
    get open() {
      return open;
    },
  };
}
