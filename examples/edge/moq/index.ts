/** Every angle of the loop over Media over QUIC: moq-lite and moq-transport, on WebTransport and on WebSocket. */
export { createMoq, type Moq, type MoqOptions, type WebTransportAddress } from './moq.js';
export type { Handover, OnHandover } from './handover.js';
