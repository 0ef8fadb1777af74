/** A small loop with the shape of the real one, and the conditions of a quiet day. */
import type {
  AudioTrack,
  Fault,
  FaultKind,
  Faults,
  Loop,
  VideoTrack,
} from '../../../examples/edge/contract.js';

const fps = 30;
const frames = 240;
const opusFrames = 400;

/** One NAL unit per picture that says which picture it is; `bytes` long. */
export function videoTrack(bytes = 100): VideoTrack {
  const samples = Array.from({ length: frames }, (_, index) => {
    const key = index % fps === 0;
    const data = Buffer.alloc(4 + bytes);
    data.writeUInt32BE(bytes, 0);
    data[4] = key ? 0x65 : 0x41;
    data.writeUInt16BE(index, 5);
    return { data, key };
  });
  const sps = [Uint8Array.of(0x67, 0x42, 0xc0, 0x1e)];
  const pps = [Uint8Array.of(0x68, 0xce)];
  return {
    codec: 'avc1.42c01e',
    width: 640,
    height: 360,
    avcC: new Uint8Array(),
    sps,
    pps,
    samples,
    bitrate: 1,
  };
}

function audioTrack(): AudioTrack {
  const samples = Array.from({ length: opusFrames }, (_, index) => Uint8Array.of(index >> 8, index & 0xff));
  const config = new Uint8Array();
  return { codec: 'opus', sampleRate: 48000, channels: 2, frameSamples: 960, config, samples, bitrate: 1 };
}

export function smallLoop(): Loop {
  const high = videoTrack();
  const opus = audioTrack();
  const angles = new Map([['main', { high, low: high }]]);
  return { fps, frames, durationMs: 8000, angles, audio: { aac: opus, opus } };
}

/** A switchboard of one switch. */
export class OneFault implements Faults {
  readonly #listeners = new Set<() => void>();
  #fault: Fault | undefined;

  set(kind: FaultKind, value = 0): void {
    this.#fault = { id: 'one', angle: '*', transport: '*', kind, value, endsAt: Infinity };
    this.#tell();
  }

  reset(): void {
    this.#fault = undefined;
    this.#tell();
  }

  find(kind: FaultKind): Fault | undefined {
    return this.#fault?.kind === kind ? this.#fault : undefined;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
