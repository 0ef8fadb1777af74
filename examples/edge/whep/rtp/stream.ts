/** One RTP stream to one player: numbering, time stamps, reports, and sending again what was lost. */
import { randomInt } from 'node:crypto';
import { eventTimeOf, rtpTimeAt, rtpTimeOf, type Grid } from '../timeline.js';
import { captureTime } from './capture-time.js';
import { History } from './history.js';
import { rtpPacket } from './packet.js';
import { senderReport } from './rtcp.js';

export interface RtpStreamOptions {
  readonly ssrc: number;
  readonly payloadType: number;
  /** Id of the abs-capture-time extension; undefined where it was not offered. */
  readonly captureTimeId: number | undefined;
  readonly grid: Grid;
  readonly cname: string;
  /** ms to add to every capture time told; a fault. */
  readonly clockError: () => number;
  readonly rtp: (packet: Buffer) => void;
  readonly rtcp: (packet: Buffer) => void;
}

const twoTo16 = 2 ** 16;
const twoTo32 = 2 ** 32;

export class RtpStream {
  readonly #options: RtpStreamOptions;
  readonly #history = new History();
  /** Random, so that nobody can guess plain text from them (RFC 3550, 5.1). */
  readonly #timestampOffset = randomInt(twoTo32);
  #sequence = randomInt(twoTo16);
  #packets = 0;
  #octets = 0;

  constructor(options: RtpStreamOptions) {
    this.#options = options;
  }

  get ssrc(): number {
    return this.#options.ssrc;
  }

  /** Whether every packet carries its capture time. */
  get stamps(): boolean {
    return this.#options.captureTimeId !== undefined;
  }

  /** When a frame was taken, as players are told, ms since the Unix epoch. */
  capturedAt(count: number): number {
    const { grid, clockError } = this.#options;
    return eventTimeOf(grid, count) + clockError();
  }

  /** @param count number of the frame the payload is part of */
  send(payload: Uint8Array, count: number, marker: boolean): void {
    const { ssrc, payloadType, captureTimeId, grid, rtp } = this.#options;
    const packet = rtpPacket(
      {
        payloadType,
        marker,
        sequence: this.#sequence,
        timestamp: this.#timestamp(rtpTimeOf(grid, count)),
        ssrc,
        extension:
          captureTimeId === undefined ? undefined : captureTime(captureTimeId, this.capturedAt(count)),
      },
      payload,
    );
    this.#sequence = (this.#sequence + 1) % twoTo16;
    this.#packets += 1;
    this.#octets += payload.byteLength;
    this.#history.add(packet);
    rtp(packet);
  }

  /** Sends the packets with these numbers once more, unchanged; those too old to be here are passed over. */
  resend(sequences: readonly number[]): void {
    for (const sequence of sequences) {
      const packet = this.#history.get(sequence);
      if (packet) this.#options.rtp(packet);
    }
  }

  /** Tells the receiver which RTP time belongs to the event time `now` (ms). */
  report(now: number): void {
    const { ssrc, grid, cname, clockError, rtcp } = this.#options;
    const timestamp = this.#timestamp(rtpTimeAt(grid, now));
    const counts = { packets: this.#packets, octets: this.#octets };
    rtcp(senderReport({ ssrc, eventTime: now + clockError(), timestamp, ...counts, cname }));
  }

  #timestamp(rtpTime: number): number {
    return (rtpTime + this.#timestampOffset) % twoTo32;
  }
}
