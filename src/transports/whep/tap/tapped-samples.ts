import { deckTime, h264Codec, nalUnits, parseH264Sps } from '../../../media/index.js';
import type { ConfigId, DeckTime, Sample, SampleSink, VideoConfig } from '../../../media/index.js';
import type { TappedFrame } from './protocol.js';
import { RtpClock } from './rtp-clock.js';
import { captureTimeIn } from './timecode.js';
import type { RtpAnchor } from './protocol.js';

/** Frames kept while their event time is not known yet. */
const mostWaiting = 120;
const usualFrameMs = 1000 / 30;
/** A longer way to the next frame is a gap, not a duration. */
const longestFrameMs = 250;

const sequenceParameterSet = 7;

/** Turns frames of a receiver into samples of a deck's window whose time is event time. */
export class TappedSamples {
  readonly #sink: SampleSink;
  readonly #stamped: (anchor: RtpAnchor) => void;
  readonly #clock = new RtpClock();
  readonly #waiting: TappedFrame[] = [];
  /** When the groups in the window begin. */
  #keys: DeckTime[] = [];
  #config: ConfigId | undefined;
  #codec: string | undefined;
  #last: number | undefined;
  #frameMs = usualFrameMs;

  /** @param stamped is told of timecodes that the frames carry */
  constructor(sink: SampleSink, stamped: (anchor: RtpAnchor) => void) {
    this.#sink = sink;
    this.#stamped = stamped;
  }

  anchor(anchor: RtpAnchor): void {
    this.#clock.set(anchor);
    for (const frame of this.#waiting.splice(0)) this.#append(frame);
  }

  take(frame: TappedFrame): void {
    const stamp = isH264(frame) ? captureTimeIn(new Uint8Array(frame.data)) : undefined;
    if (stamp !== undefined) {
      const anchor = { rtp: frame.rtp, eventTime: stamp, grade: 'capture' } as const;
      this.#stamped(anchor);
      this.anchor(anchor);
    }
    if (this.#clock.grade !== undefined) this.#append(frame);
    else {
      this.#waiting.push(frame);
      if (this.#waiting.length > mostWaiting) this.#waiting.shift();
    }
  }

  #append(frame: TappedFrame): void {
    const time = this.#clock.at(frame.rtp);
    if (time === undefined) return;
    const data = new Uint8Array(frame.data);
    if (frame.key) this.#configure(frame, data);
    if (this.#config === undefined) return;
    const step = this.#last === undefined ? NaN : time - this.#last;
    // A frame out of order or twice: WebRTC hands frames over in decoding order, so it is a restarted sender.
    if (step <= 0) {
      this.#sink.remove('video', { from: deckTime(time), to: deckTime(Infinity) });
      this.#keys = this.#keys.filter((key) => key < time);
    }
    if (step > 1 && step < longestFrameMs) this.#frameMs = step;
    this.#last = time;
    const sample: Sample = {
      time: deckTime(time),
      decodeTime: deckTime(time),
      duration: this.#frameMs,
      eventTime: time,
      key: frame.key,
      config: this.#config,
      rendition: 'webrtc',
      data,
    };
    if (sample.key) this.#keys.push(sample.time);
    this.#keep(sample);
  }

  /** Nobody plays a tap's deck, so nothing in its window is past: the oldest group makes room. */
  #keep(sample: Sample): void {
    while (this.#sink.append('video', [sample]) === 'full' && this.#keys.length > 1) {
      this.#keys.shift();
      const [oldest] = this.#keys;
      if (oldest !== undefined) this.#sink.remove('video', { from: deckTime(-Infinity), to: oldest });
    }
  }

  #configure(frame: TappedFrame, data: Uint8Array): void {
    const config = isH264(frame) ? h264Config(data) : otherConfig(frame.mimeType);
    // Parameter sets need not come with every key frame: the ones before hold.
    if (config === undefined || config.codec === this.#codec) return;
    this.#codec = config.codec;
    this.#config = this.#sink.configure('video', config);
  }
}

const isH264 = ({ mimeType }: TappedFrame): boolean => mimeType === undefined || /h264/i.test(mimeType);

function h264Config(data: Uint8Array): VideoConfig | undefined {
  for (const unit of nalUnits(data, { kind: 'annex-b' })) {
    if (((unit[0] ?? 0) & 0x1f) !== sequenceParameterSet) continue;
    const sps = parseH264Sps(unit);
    if (sps !== undefined) return { kind: 'video', codec: h264Codec(sps) };
  }
  return undefined;
}

/** Codecs whose frames configure their decoder themselves; the level is a common one, which decoders do not insist on. */
function otherConfig(mimeType: string | undefined): VideoConfig | undefined {
  const codec = { vp8: 'vp8', vp9: 'vp09.00.31.08', av1: 'av01.0.05M.08' }[
    mimeType?.toLowerCase().replace('video/', '') ?? ''
  ];
  return codec === undefined ? undefined : { kind: 'video', codec };
}
