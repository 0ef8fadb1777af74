/** VideoFrame metadata (W3C registry) as far as tests read it; the DOM library does not have it yet. */
interface VideoFrameMetadata {
  readonly rtpTimestamp?: number;
}

interface VideoFrame {
  metadata(): VideoFrameMetadata;
}
