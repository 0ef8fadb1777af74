import type { FeedStats } from '../contract.js';

/** The fields of an inbound-rtp report that we read (webrtc-stats, 8.2). */
export interface InboundVideo {
  readonly bytesReceived: number;
  readonly packetsReceived: number;
  readonly framesDecoded: number;
  readonly framesDropped: number;
}

const count = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** The video's inbound-rtp entry, once there is one. */
export function inboundVideo(report: RTCStatsReport): InboundVideo | undefined {
  let found: InboundVideo | undefined;
  report.forEach((entry: Record<string, unknown>) => {
    if (entry['type'] !== 'inbound-rtp' || entry['kind'] !== 'video') return;
    found = {
      bytesReceived: count(entry['bytesReceived']),
      packetsReceived: count(entry['packetsReceived']),
      framesDecoded: count(entry['framesDecoded']),
      framesDropped: count(entry['framesDropped']),
    };
  });
  return found;
}

/** Counters and start-up stages of one WHEP session. */
export class WhepStats {
  readonly #connection: RTCPeerConnection;
  readonly #stages: Record<string, number>;
  readonly #origin: number;
  #last: FeedStats;

  constructor(connection: RTCPeerConnection, stages: Record<string, number>) {
    this.#connection = connection;
    this.#stages = stages;
    this.#origin = performance.now() - (stages['post'] ?? 0);
    this.#last = { bytes: 0, framesDecoded: 0, framesDropped: 0, stages };
  }

  stage(name: string): void {
    this.#stages[name] ??= Math.round(performance.now() - this.#origin);
  }

  async read(): Promise<FeedStats> {
    if (this.#connection.connectionState === 'closed') return this.#last;
    let bytes = 0;
    const report = await this.#connection.getStats();
    report.forEach((entry: Record<string, unknown>) => {
      if (entry['type'] === 'inbound-rtp') bytes += count(entry['bytesReceived']);
    });
    const video = inboundVideo(report);
    this.#last = {
      bytes,
      videoBytes: video?.bytesReceived ?? 0,
      framesDecoded: video?.framesDecoded ?? 0,
      framesDropped: video?.framesDropped ?? 0,
      stages: { ...this.#stages },
    };
    return this.#last;
  }
}
