/** A real RTP stream whose packets are kept instead of sent. */
import { eventTimeOf, type Grid } from '../../../examples/edge/whep/timeline.js';
import { readNtp } from '../../../examples/edge/whep/rtp/ntp.js';
import { payloadOffset } from '../../../examples/edge/whep/rtp/packet.js';
import { RtpStream } from '../../../examples/edge/whep/rtp/stream.js';

export interface SentPacket {
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  /** abs-capture-time, ms; NaN without. */
  readonly captured: number;
  readonly payload: Uint8Array;
}

export class KeptStream {
  readonly packets: SentPacket[] = [];
  readonly reports: Buffer[] = [];
  readonly stream: RtpStream;
  readonly #grid: Grid;

  /** @param stamps whether packets carry their capture time (abs-capture-time was agreed) */
  constructor(grid: Grid, clockError: () => number = () => 0, stamps = true) {
    this.#grid = grid;
    this.stream = new RtpStream({
      ssrc: 1234,
      payloadType: 96,
      captureTimeId: stamps ? 1 : undefined,
      grid,
      cname: 'test',
      clockError,
      rtp: (packet) => this.packets.push(readPacket(packet)),
      rtcp: (packet) => this.reports.push(packet),
    });
  }

  /** Numbers of the frames sent, each once for every time it was sent. */
  counts(): number[] {
    return this.packets.filter(({ marker }) => marker).map(({ captured }) => nearest(this.#grid, captured));
  }

  /** What was sent since the last call. */
  take(): SentPacket[] {
    return this.packets.splice(0);
  }
}

function readPacket(packet: Buffer): SentPacket {
  return {
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    marker: (packet[1]! & 0x80) !== 0,
    captured: (packet[0]! & 0x10) === 0 ? NaN : readNtp(packet, 17),
    payload: packet.subarray(payloadOffset(packet)),
  };
}

/** Event time half way through a frame's turn. */
export function during(grid: Grid, count: number): number {
  return eventTimeOf(grid, count + 0.5);
}

/** Number of the frame captured closest to `eventTime`. */
export function nearest({ framesPerSecond }: Grid, eventTime: number): number {
  return Math.round((eventTime * framesPerSecond) / 1000);
}
