/** The venue's recorded sound as a window that decks read, endless: the loop comes again and again. */
import { mediabunny } from '../../../fixtures/mediabunny.js';
import type { Recording } from './packet-window.js';

export type Codec = 'aac' | 'opus';

const loaded = new Map<Codec, Promise<Recording>>();

async function load(codec: Codec): Promise<Recording> {
  const response = await fetch(`/examples/venue/media/audio.${codec}.mp4`);
  const source = new mediabunny.BlobSource(await response.blob());
  const input = new mediabunny.Input({ source, formats: mediabunny.ALL_FORMATS });
  const track = (await input.getPrimaryAudioTrack())!;
  const decoder = (await track.getDecoderConfig())!;
  const packets: Uint8Array[] = [];
  for await (const packet of new mediabunny.EncodedPacketSink(track).packets()) packets.push(packet.data);
  return {
    config: {
      kind: 'audio',
      codec: decoder.codec,
      sampleRate: decoder.sampleRate,
      channels: decoder.numberOfChannels,
      ...(decoder.description === undefined
        ? {}
        : { description: new Uint8Array(decoder.description as ArrayBuffer) }),
    },
    packetMs: 8000 / packets.length,
    packets,
  };
}

export function recording(codec: Codec): Promise<Recording> {
  const loading = loaded.get(codec) ?? load(codec);
  loaded.set(codec, loading);
  return loading;
}
