/** A camera's recording as RTP payloads, made once per picture and shared by every session that watches it. */
import type { VideoTrack } from '../contract.js';
import { nalUnits } from '../h264/nal.js';
import { captureTimeSize } from './rtp/capture-time.js';
import { h264Payloads } from './rtp/h264.js';
import { extensionSize, rtpHeaderSize } from './rtp/packet.js';

/** Most bytes in an RTP packet: fits the 1280 of IPv6 with SRTP, UDP and a tunnel around it. */
const packetLimit = 1200;
const payloadLimit = packetLimit - rtpHeaderSize - extensionSize(captureTimeSize);

export class VideoPayloads {
  readonly #track: VideoTrack;
  readonly #made: (readonly Uint8Array[] | undefined)[] = [];

  constructor(track: VideoTrack) {
    this.#track = track;
  }

  /** Payloads of the picture at `index` in the loop; the parameter sets go before every key picture. */
  at(index: number): readonly Uint8Array[] {
    const made = this.#made[index] ?? this.#make(index);
    this.#made[index] = made;
    return made;
  }

  /** How many pictures before the one at `index` its key picture stands. */
  sinceKey(index: number): number {
    const { samples } = this.#track;
    for (let back = 0; back < samples.length; back += 1)
      if (samples[(index - back + samples.length) % samples.length]?.key) return back;
    throw new RangeError('The recording has no key picture.');
  }

  #make(index: number): readonly Uint8Array[] {
    const sample = this.#track.samples[index];
    if (!sample) throw new RangeError(`The recording has no picture ${index}.`);
    const parameterSets = sample.key ? [...this.#track.sps, ...this.#track.pps] : [];
    return h264Payloads([...parameterSets, ...nalUnits(sample.data)], payloadLimit);
  }
}
