/** The abs-capture-time header extension: when a picture or a piece of sound was taken, in the sender's clock. */
import { writeNtp } from './ntp.js';
import type { RtpExtension } from './packet.js';

/** The extension's name in SDP; http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time describes it. */
export const captureTimeUri = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time';

/** The short form: the capture time alone, without the estimated offset between capture and sender clocks. */
export const captureTimeSize = 8;

/** @param eventTime capture instant, ms since the Unix epoch */
export function captureTime(id: number, eventTime: number): RtpExtension {
  const data = Buffer.allocUnsafe(captureTimeSize);
  writeNtp(data, 0, eventTime);
  return { id, data };
}
