/** Media over QUIC: broadcasts of a relay, as sound and pictures with their event time. */
import { assessWebCodecs } from '../assess-webcodecs.js';
import type { Transport } from '../contract.js';

/** Plays through WebCodecs only, in the media worker: over WebTransport where that is of use, else over WebSocket. */
export const moqTransport: Transport = {
  id: 'moq',
  types: ['moq'],
  assess: (source, capabilities) => [assessWebCodecs(source, capabilities)],
  async connect(source, _decode, context) {
    const { connectMoq } = await import('./feed.js');
    return connectMoq(source, context);
  },
};
