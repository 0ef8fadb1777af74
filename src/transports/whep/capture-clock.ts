import { eventTime, ntpEpochOffsetSeconds, signal } from '../../base/index.js';
import type { EventTime, ReadonlySignal, TimeGrade } from '../../base/index.js';
import type { FrameTiming, Timeline, ViewerClock } from '../contract.js';
import { rtpDifference, rtpTicksPerMs } from './rtp.js';
import type { RtpAnchor } from './tap/protocol.js';

/** How often a known mapping is measured again. The RTP clock is the capture clock, so it only moves on a server change. */
const refreshMs = 500;

/** One synchronisation source as webrtc-extensions has it; the DOM library lacks the capture fields. */
interface CaptureSource {
  readonly rtpTimestamp: number;
  readonly captureTimestamp?: number;
}

/** Stamps in the frames themselves are as exact as the sender's clock. */
const stampErrorMs = 1;

/**
 * Event time of WebRTC frames. Best first: abs-capture-time (the server's stamp, exact), the playout estimate the browser
 * makes from RTCP sender reports, and the moment of reception.
 */
export class CaptureClock implements Timeline {
  readonly #receiver: Pick<RTCRtpReceiver, 'getSynchronizationSources' | 'getStats'>;
  readonly #clock: ViewerClock;
  readonly #accuracy = signal<{ errorMs: number; grade: TimeGrade }>({
    errorMs: Infinity,
    grade: 'estimated',
  });
  readonly #told = signal<RtpAnchor | undefined>(undefined);
  #anchor: { rtp: number; capture: number } | undefined;
  #playout: { ntpMs: number; monotonic: number } | undefined;
  #measuredAt = -Infinity;
  #askedAt = -Infinity;

  constructor(receiver: Pick<RTCRtpReceiver, 'getSynchronizationSources' | 'getStats'>, clock: ViewerClock) {
    this.#receiver = receiver;
    this.#clock = clock;
  }

  get accuracy(): ReadonlySignal<{ errorMs: number; grade: TimeGrade }> {
    return this.#accuracy;
  }

  /** An RTP timestamp and its event time, renewed as the mapping is. */
  get anchor(): ReadonlySignal<RtpAnchor | undefined> {
    return this.#told;
  }

  /** A timecode that a frame itself carries: nothing is better. */
  stamp({ rtp, eventTime: capture }: RtpAnchor): void {
    this.#anchor = { rtp, capture };
    if (this.#accuracy.peek().grade !== 'capture')
      this.#accuracy.value = { errorMs: stampErrorMs, grade: 'capture' };
  }

  eventTimeOf(frame: FrameTiming): EventTime | undefined {
    const due = frame.expectedDisplayTime - this.#measuredAt > refreshMs;
    if (due || this.#anchor === undefined) this.#measure(frame.expectedDisplayTime);
    const time = this.#mapped(frame);
    if ((due || this.#told.peek() === undefined) && time !== undefined && frame.rtpTimestamp !== undefined)
      this.#told.value = { rtp: frame.rtpTimestamp, eventTime: time, grade: this.#accuracy.peek().grade };
    return time;
  }

  #mapped(frame: FrameTiming): EventTime | undefined {
    if (this.#anchor !== undefined && frame.rtpTimestamp !== undefined)
      return eventTime(
        this.#anchor.capture + rtpDifference(frame.rtpTimestamp, this.#anchor.rtp) / rtpTicksPerMs,
      );
    if (this.#playout !== undefined)
      return eventTime(this.#playout.ntpMs + frame.expectedDisplayTime - this.#playout.monotonic);
    if (frame.receiveTime !== undefined) return this.#clock.at(frame.receiveTime);
    return undefined;
  }

  mediaTimeOf(): undefined {
    return undefined;
  }

  #measure(now: number): void {
    this.#measuredAt = now;
    // Typed by the DOM library without the capture fields of webrtc-extensions, 4.
    const sources: readonly CaptureSource[] = this.#receiver.getSynchronizationSources();
    const stamped = sources.find((source) => source.captureTimestamp !== undefined);
    if (stamped?.captureTimestamp !== undefined) {
      this.#anchor = {
        rtp: stamped.rtpTimestamp,
        capture: stamped.captureTimestamp - ntpEpochOffsetSeconds * 1000,
      };
      this.#accuracy.value = { errorMs: stampErrorMs, grade: 'capture' };
      return;
    }
    // Stamps are looked for with every frame until there is one; statistics are dear.
    if (this.#anchor !== undefined || now - this.#askedAt <= refreshMs) return;
    this.#askedAt = now;
    // A receiver that cannot tell leaves the moment of reception.
    void this.#receiver.getStats().then(
      (report) => this.#readStats(report),
      () => this.#readStats(new Map()),
    );
  }

  #readStats(report: Pick<RTCStatsReport, 'forEach'>): void {
    report.forEach((entry: { type: string; timestamp: number; estimatedPlayoutTimestamp?: number }) => {
      if (entry.type !== 'inbound-rtp' || entry.estimatedPlayoutTimestamp === undefined) return;
      this.#playout = {
        ntpMs: entry.estimatedPlayoutTimestamp - ntpEpochOffsetSeconds * 1000,
        monotonic: entry.timestamp - performance.timeOrigin,
      };
    });
    if (this.#anchor !== undefined) return;
    this.#accuracy.value =
      this.#playout === undefined ? { errorMs: 500, grade: 'estimated' } : { errorMs: 40, grade: 'server' };
  }
}
