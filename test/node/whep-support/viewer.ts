/** Runs in the browser: plays angles over WHEP with what every page has, and says what is seen and heard. */
import { readStripFromSource } from '../../../examples/venue/strip.js';

/** WebRTC Extensions; not in the DOM library yet. */
interface HeaderExtensions {
  getHeaderExtensionsToNegotiate(): { uri: string; direction: string }[];
  setHeaderExtensionsToNegotiate(extensions: { uri: string; direction: string }[]): void;
}

/** Chromium's; not in the DOM library yet. */
declare const MediaStreamTrackProcessor: new (init: { track: MediaStreamTrack }) => {
  readable: ReadableStream<VideoFrame & { metadata(): { rtpTimestamp?: number } }>;
};

/** One decoded picture of which the capture time is known. */
export interface Sighting {
  readonly camera: number;
  readonly frame: number;
  /** Event time from abs-capture-time, ms. */
  readonly captured: number;
  /** From capture to the decoded picture, ms. */
  readonly latencyMs: number;
}

export interface Opening {
  readonly location: string;
  /** ms from the POST. */
  readonly answeredMs: number;
  readonly firstFrameMs: number;
}

const ntpToUnixMs = 2_208_988_800_000;

class Viewer {
  readonly video = document.createElement('video');
  readonly connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  readonly #receivers: Record<'video' | 'audio', RTCRtpReceiver>;
  readonly #canvas = document.createElement('canvas');
  readonly #stream = new MediaStream();

  constructor() {
    this.video.autoplay = true;
    this.video.muted = true;
    this.video.width = 160;
    document.body.append(this.video);
    this.connection.addEventListener('track', ({ track }) => {
      this.#stream.addTrack(track);
      this.video.srcObject = this.#stream;
    });
    this.#receivers = { video: this.#receive('video'), audio: this.#receive('audio') };
  }

  #receive(kind: 'video' | 'audio'): RTCRtpReceiver {
    const transceiver = this.connection.addTransceiver(kind, { direction: 'recvonly' });
    const negotiation = transceiver as unknown as HeaderExtensions;
    const extensions = negotiation.getHeaderExtensionsToNegotiate();
    for (const extension of extensions)
      if (extension.uri.endsWith('abs-capture-time')) extension.direction = 'sendrecv';
    negotiation.setHeaderExtensionsToNegotiate(extensions);
    return transceiver.receiver;
  }

  async open(url: string): Promise<Opening> {
    await this.connection.setLocalDescription();
    const presented = this.#presented();
    const began = performance.now();
    const headers = { 'content-type': 'application/sdp' };
    const body = this.connection.localDescription!.sdp;
    const response = await fetch(url, { method: 'POST', headers, body });
    const answeredMs = performance.now() - began;
    await this.connection.setRemoteDescription({ type: 'answer', sdp: await response.text() });
    await presented;
    const firstFrameMs = performance.now() - began;
    return { location: response.headers.get('location')!, answeredMs, firstFrameMs };
  }

  /**
   * The next `count` pictures whose capture time and strip can be told. Frames are taken from the track, for what a
   * video element shows may be newer than what it says about it.
   */
  async sightings(count: number): Promise<Sighting[]> {
    const { video } = this.#receivers;
    const frames = new MediaStreamTrackProcessor({ track: video.track.clone() }).readable.getReader();
    const seen: Sighting[] = [];
    while (seen.length < count) {
      const { value: frame } = await frames.read();
      if (!frame) throw new Error('The track has ended.');
      const { rtpTimestamp } = frame.metadata();
      const strip = readStripFromSource(frame, frame.displayWidth, frame.displayHeight, this.#canvas);
      frame.close();
      const source: { rtpTimestamp: number; captureTimestamp?: number } | undefined = video
        .getSynchronizationSources()
        .find((one) => one.rtpTimestamp === rtpTimestamp);
      if (source?.captureTimestamp === undefined || !strip) continue;
      const captured = source.captureTimestamp - ntpToUnixMs;
      const latencyMs = performance.timeOrigin + performance.now() - captured;
      seen.push({ camera: strip.camera, frame: strip.frame, captured, latencyMs });
    }
    await frames.cancel();
    return seen;
  }

  async statistics() {
    const report = await this.connection.getStats();
    const inbound = [...report.values()].filter(({ type }) => type === 'inbound-rtp');
    const of = (kind: string) => inbound.find((one) => one.kind === kind);
    return {
      at: performance.now(),
      framesReceived: of('video').framesReceived as number,
      framesDecoded: of('video').framesDecoded as number,
      width: of('video').frameWidth as number,
      height: of('video').frameHeight as number,
      packetsLost: of('video').packetsLost as number,
      nacks: of('video').nackCount as number,
      audioEnergy: of('audio').totalAudioEnergy as number,
    };
  }

  #presented(): Promise<VideoFrameCallbackMetadata> {
    return new Promise((resolve) => {
      this.video.requestVideoFrameCallback((_now, metadata) => resolve(metadata));
    });
  }
}

declare global {
  interface Window {
    viewers: Viewer[];
    openViewer: (url: string) => Promise<Opening>;
  }
}

window.viewers = [];
window.openViewer = (url) => {
  const viewer = new Viewer();
  window.viewers.push(viewer);
  return viewer.open(url);
};
