import type { TappedFrame } from './protocol.js';

/** The part of RTCRtpScriptTransformer (W3C WebRTC encoded transform) that a tap needs. */
export interface Transformer {
  readonly readable: ReadableStream<RTCEncodedVideoFrame>;
  readonly writable: WritableStream<RTCEncodedVideoFrame>;
  readonly options: unknown;
  /** Asks the sender for a key frame, so that the window begins with something that can be decoded. */
  sendKeyFrameRequest?(): Promise<unknown>;
}

/** Newer than TypeScript's library; Firefox has the RTP timestamp in the frame's own `timestamp` instead. */
interface FrameMetadata {
  readonly rtpTimestamp?: number;
  readonly mimeType?: string;
}

const hasPort = (options: unknown): options is { port: MessagePort } =>
  typeof options === 'object' && options !== null && 'port' in options && options.port instanceof MessagePort;

/** Lets every frame pass at once and posts a copy. It does nothing else: what waits here, the viewer waits for. */
export function passAndCopy(transformer: Transformer, now: () => number): void {
  const { readable, writable, options } = transformer;
  const port = hasPort(options) ? options.port : undefined;
  const copy = new TransformStream<RTCEncodedVideoFrame, RTCEncodedVideoFrame>({
    transform(frame, controller) {
      const began = now();
      const metadata: FrameMetadata = frame.getMetadata();
      const data = frame.data.slice(0);
      // Read before the frame goes on: it is empty afterwards.
      const rtp = (metadata.rtpTimestamp ?? frame.timestamp) >>> 0;
      const key = frame.type === 'key';
      controller.enqueue(frame);
      const told: TappedFrame = { rtp, key, mimeType: metadata.mimeType, data, heldMs: now() - began };
      port?.postMessage(told, [data]);
    },
  });
  // Ends with its receiver; nobody needs to hear of it.
  readable
    .pipeThrough(copy)
    .pipeTo(writable)
    .catch(() => {});
  // Servers that have just sent one may refuse.
  transformer.sendKeyFrameRequest?.().catch(() => {});
}
