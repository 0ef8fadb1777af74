import { MEDIA_ERR_DECODE, MEDIA_ERR_SRC_NOT_SUPPORTED, OlympicPlayerError } from '../../base/index.js';
import type { AudioConfig, ConfigId, Sample } from '../contract.js';
import type { MediaEnvironment } from '../environment.js';

/** Packets given and not come back. Decoding is quick: more would only wait. */
const mostInFlight = 8;
/** Milliseconds without an answer after which a decoder is taken for dead. */
const mostSilence = 2000;
/** Packets over which is watched whether the decoder gives as many back as it gets. */
const watched = 32;

/** An encoded frame on its way through the decoder. */
export interface Packet {
  readonly sample: Sample;
  /** Which run of the sound it is for. */
  readonly run: number;
  /** Decoded only so that the next one comes out right. */
  readonly preroll: boolean;
}

export interface DecoderListener {
  /** The data is the listener's, who closes it. */
  decoded(data: AudioData, packet: Packet): void;
  /** The decoder is gone, and with it what was in it; `broken` is the packet it died of, where that is known. */
  failed(error: OlympicPlayerError, broken: Packet | undefined): void;
  /** It can take more. */
  ready(): void;
}

/**
 * One AudioDecoder at a time. Decoders number their output from the first input and go on evenly over whatever was lost, so
 * what comes out is told by its order: one output for each input.
 */
export class PacketDecoder {
  readonly #environment: MediaEnvironment;
  readonly #listener: DecoderListener;
  #decoder: AudioDecoder | undefined;
  #config: ConfigId | undefined;
  #packets: Packet[] = [];
  #flushing = false;
  #lastWord = 0;
  #stamp = 0;
  #outputs = 0;
  /** Fewest packets that were inside when another was given: in the first `watched`, and since. */
  #usualInside: number | undefined;
  #inside = Infinity;
  #given = 0;

  constructor(environment: MediaEnvironment, listener: DecoderListener) {
    this.#environment = environment;
    this.#listener = listener;
  }

  get inFlight(): number {
    return this.#packets.length;
  }

  /** Whether a packet of this configuration can be given now; where not, `ready` will say when. */
  takes(id: ConfigId): boolean {
    if (this.#decoder === undefined) return true;
    if (this.#flushing) return false;
    if (this.#config !== id && this.#packets.length > 0) {
      this.#drain(this.#decoder);
      return false;
    }
    return this.#packets.length < mostInFlight;
  }

  give(packet: Packet, config: AudioConfig): void {
    if (this.#decoder === undefined || this.#config !== packet.sample.config) {
      this.#build(config, packet);
      if (this.#decoder === undefined) return;
    }
    if (this.#swallows()) {
      this.#fail(new Error('the decoder gives fewer packets back than it gets'), undefined);
      return;
    }
    if (this.#packets.length === 0) this.#lastWord = this.#environment.monotonic();
    this.#packets.push(packet);
    const duration = Math.max(1, Math.round(packet.sample.duration * 1000));
    try {
      this.#decoder.decode(
        new EncodedAudioChunk({ type: 'key', timestamp: this.#stamp, duration, data: packet.sample.data }),
      );
      this.#stamp += duration;
    } catch (error) {
      this.#fail(error, packet);
    }
  }

  /** A decoder that says nothing any more is given up. */
  check(): void {
    if (this.#packets.length < 2 || this.#environment.monotonic() - this.#lastWord < mostSilence) return;
    this.#fail(new Error(`the decoder got ${this.#packets.length} packets and gave nothing back`), undefined);
  }

  close(): void {
    this.#packets = [];
    this.#config = undefined;
    this.#flushing = false;
    const decoder = this.#decoder;
    this.#decoder = undefined;
    if (decoder !== undefined && decoder.state !== 'closed') decoder.close();
  }

  #build(config: AudioConfig, first: Packet): void {
    this.close();
    this.#stamp = 0;
    this.#outputs = 0;
    this.#usualInside = undefined;
    this.#inside = Infinity;
    this.#given = 0;
    let decoder: AudioDecoder | undefined;
    try {
      decoder = this.#environment.createAudioDecoder({
        output: (data) => {
          if (decoder === this.#decoder) this.#hear(data);
          else data.close();
        },
        error: (error) => {
          if (decoder === this.#decoder) this.#fail(error, this.#packets[0]);
        },
      });
      this.#decoder = decoder;
      decoder.configure({
        codec: config.codec,
        sampleRate: config.sampleRate,
        numberOfChannels: config.channels,
        ...(config.description === undefined ? {} : { description: config.description }),
      });
      this.#config = first.sample.config;
    } catch (error) {
      this.#fail(error, undefined);
    }
  }

  #hear(data: AudioData): void {
    const packet = this.#packets.shift();
    this.#lastWord = this.#environment.monotonic();
    this.#outputs += 1;
    if (packet === undefined) data.close();
    else this.#listener.decoded(data, packet);
    this.#listener.ready();
  }

  /** A decoder that swallows a packet without a word would put all that follows in the wrong place. */
  #swallows(): boolean {
    this.#inside = Math.min(this.#inside, this.#packets.length);
    this.#given += 1;
    if (this.#given % watched !== 0) return false;
    const fewest = this.#inside;
    this.#inside = Infinity;
    return fewest > (this.#usualInside ??= fewest);
  }

  #drain(decoder: AudioDecoder): void {
    this.#flushing = true;
    const done = () => {
      if (decoder !== this.#decoder) return;
      this.#flushing = false;
      this.#packets = [];
      this.#listener.ready();
    };
    decoder.flush().then(done, done);
  }

  #fail(error: unknown, broken: Packet | undefined): void {
    const unsupported =
      this.#outputs === 0 && error instanceof DOMException && error.name === 'NotSupportedError';
    this.close();
    this.#listener.failed(
      unsupported
        ? new OlympicPlayerError({
            reason: 'media/audio-codec-not-supported',
            code: MEDIA_ERR_SRC_NOT_SUPPORTED,
            message: 'This browser cannot decode the sound.',
            hint: 'Offer AAC (mp4a.40.2) or Opus beside it.',
            cause: error,
          })
        : new OlympicPlayerError({
            reason: 'media/audio-decoder-failed',
            code: MEDIA_ERR_DECODE,
            message: 'A piece of the sound could not be decoded.',
            hint: 'The player leaves out what is broken; where it goes on, check the encoder.',
            cause: error,
          }),
      broken,
    );
  }
}
