/** One player watching one angle: its connection, its streams, and when it ends. */
import { randomInt, randomUUID } from 'node:crypto';
import type { Loop } from '../contract.js';
import type { Agenda } from './agenda.js';
import { AudioSender } from './audio-sender.js';
import type { Conditions } from '../faults/conditions.js';
import { Outlet } from './outlet.js';
import type { Pacer, Paced } from './pacer.js';
import { readFeedback } from './rtp/rtcp.js';
import { RtpStream } from './rtp/stream.js';
import type { AgreedMedia, Agreement } from './sdp/agreement.js';
import { writeAnswer, type Sending } from './sdp/answer.js';
import type { Offer } from './sdp/offer.js';
import type { IceCredentials } from './sdp/transport.js';
import { SrtpPipe } from './srtp-pipe.js';
import { audioGrid, videoGrid, type Grid } from './timeline.js';
import type { VideoPayloads } from './video-payloads.js';
import { VideoSender } from './video-sender.js';

/** What all sessions share. */
export interface Studio {
  readonly loop: Loop;
  readonly agenda: Agenda;
  readonly pacer: Pacer;
  /** Address of the interface media leaves from. */
  readonly address: string;
  readonly connectWithinMs: number;
  /** 0 to 1; decides which packets faults hit. */
  readonly random: () => number;
}

export interface SessionOptions {
  readonly studio: Studio;
  readonly angle: string;
  readonly offer: Offer;
  readonly agreement: Agreement;
  readonly payloads: VideoPayloads;
  readonly conditions: () => Conditions;
  /** The session is over and everything it held is freed. */
  readonly onEnd: (session: Session) => void;
}

/** How often sender reports go out; often, so that a player joins sound and pictures soon. */
const reportEveryMs = 1000;

export class Session implements Paced {
  readonly id = randomUUID();
  readonly angle: string;
  readonly #options: SessionOptions;
  readonly #sending: Sending;
  readonly #outlet: Outlet;
  readonly #video: VideoSender | undefined;
  readonly #audio: AudioSender | undefined;
  readonly #cancelTimeout: () => void;
  #pipe: SrtpPipe | undefined;
  #etag = '';
  #nextReport = -Infinity;
  #ended = false;

  constructor(options: SessionOptions) {
    const { studio, agreement, payloads, conditions } = options;
    const { loop, agenda, connectWithinMs, random } = studio;
    this.angle = options.angle;
    this.#sending = {
      videoSsrc: randomInt(1, 2 ** 31),
      audioSsrc: randomInt(2 ** 31, 2 ** 32),
      audioChannels: loop.audio.opus.channels,
      cname: randomUUID(),
    };
    this.#options = options;
    this.#outlet = new Outlet({ agenda, conditions, random, send: (packet) => this.#pipe?.send(packet) });
    const { video, audio } = agreement;
    const pictures = videoGrid(loop);
    const sound = audioGrid(loop);
    if (video)
      this.#video = new VideoSender(
        this.#stream(video, this.#sending.videoSsrc, pictures),
        pictures,
        payloads,
        conditions,
      );
    if (audio)
      this.#audio = new AudioSender(
        this.#stream(audio, this.#sending.audioSsrc, sound),
        sound,
        loop.audio.opus,
      );
    this.#cancelTimeout = agenda.at(agenda.now() + connectWithinMs, () => this.end());
  }

  /**
   * Opens the connection.
   * @returns the SDP answer
   * @throws NativeError when there is no node-datachannel for this machine
   * @throws Error when no socket can be had, or the session ended meanwhile
   */
  async connect(): Promise<string> {
    const { offer, agreement, studio } = this.#options;
    const pipe = await SrtpPipe.open(studio.address, {
      onOpen: () => this.#start(),
      onRtcp: (packet) => this.#feedback(packet),
      onLost: () => this.end(),
    });
    this.#pipe = pipe;
    if (this.#ended) pipe.close();
    const local = await pipe.answer(offer);
    this.#etag = `"${local.transport.ufrag}"`;
    return writeAnswer(offer, agreement, this.#sending, local);
  }

  /** Entity tag of the ICE session; empty before there is one. */
  get etag(): string {
    return this.#etag;
  }

  /** Whether these are the credentials the session was made with; others ask for an ICE restart. */
  isCurrent({ ufrag, pwd }: IceCredentials): boolean {
    const { transport } = this.#options.offer;
    return ufrag === transport.ufrag && pwd === transport.pwd;
  }

  addCandidates(candidates: readonly string[]): void {
    for (const candidate of candidates) this.#pipe?.addCandidate(candidate);
  }

  /** Sends what is due at `now` (event time, ms). */
  advance(now: number): void {
    if (this.#options.conditions().stall) return;
    this.#video?.advance(now);
    this.#audio?.advance(now);
    if (now < this.#nextReport) return;
    this.#nextReport = now + reportEveryMs;
    this.#video?.stream.report(now);
    this.#audio?.stream.report(now);
  }

  /** Ends it and frees everything. Idempotent. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelTimeout();
    this.#options.studio.pacer.remove(this);
    this.#outlet.close();
    this.#pipe?.close();
    this.#options.onEnd(this);
  }

  #start(): void {
    this.#cancelTimeout();
    const { pacer, agenda } = this.#options.studio;
    pacer.add(this);
    this.advance(agenda.now());
  }

  #feedback(packet: Buffer): void {
    const { conditions, studio } = this.#options;
    if (conditions().stall) return;
    for (const feedback of readFeedback(packet)) {
      const sender = [this.#video, this.#audio].find((one) => one?.stream.ssrc === feedback.ssrc);
      if (feedback.kind === 'lost') sender?.stream.resend(feedback.sequences);
      else if (sender === this.#video) this.#video?.sendKeyPicture(studio.agenda.now());
    }
  }

  #stream({ format, captureTimeId }: AgreedMedia, ssrc: number, grid: Grid): RtpStream {
    return new RtpStream({
      ssrc,
      payloadType: format.payloadType,
      captureTimeId,
      grid,
      cname: this.#sending.cname,
      clockError: () => this.#options.conditions().clock,
      rtp: (packet) => this.#outlet.rtp(packet),
      rtcp: (packet) => this.#outlet.rtcp(packet),
    });
  }
}
