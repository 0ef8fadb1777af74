/** Setting up the receiving RTCPeerConnection. */

const absCaptureTime = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time';

interface ExtensionCapability {
  readonly uri: string;
  direction: string;
}

/** webrtc-extensions, 5.2; Chromium only so far. */
interface ExtensionNegotiation {
  getHeaderExtensionsToNegotiate(): ExtensionCapability[];
  setHeaderExtensionsToNegotiate(extensions: ExtensionCapability[]): void;
}

function negotiatesExtensions(transceiver: object): transceiver is ExtensionNegotiation {
  return 'setHeaderExtensionsToNegotiate' in transceiver && 'getHeaderExtensionsToNegotiate' in transceiver;
}

/** Asks for the capture time of every frame, where the browser lets a page ask. */
function askForCaptureTime(transceiver: RTCRtpTransceiver): void {
  if (!negotiatesExtensions(transceiver)) return;
  const extensions = transceiver.getHeaderExtensionsToNegotiate();
  for (const extension of extensions) if (extension.uri === absCaptureTime) extension.direction = 'sendrecv';
  transceiver.setHeaderExtensionsToNegotiate(extensions);
}

export interface ReceivingPeer {
  readonly connection: RTCPeerConnection;
  readonly video: RTCRtpReceiver;
  readonly audio: RTCRtpReceiver;
}

/** One video and one audio section, receive only, one transport (draft-ietf-wish-whep, 4.3). */
export function createReceivingPeer(): ReceivingPeer {
  const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
  const video = connection.addTransceiver('video', { direction: 'recvonly' });
  const audio = connection.addTransceiver('audio', { direction: 'recvonly' });
  askForCaptureTime(video);
  return { connection, video: video.receiver, audio: audio.receiver };
}

/** Resolves when gathering is over or after `milliseconds`: what was found goes into the offer, the rest is trickled. */
export function gatherBriefly(connection: RTCPeerConnection, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    if (connection.iceGatheringState === 'complete') return resolve();
    const done = new AbortController();
    const finish = () => {
      done.abort();
      resolve();
    };
    connection.addEventListener(
      'icegatheringstatechange',
      () => {
        if (connection.iceGatheringState === 'complete') finish();
      },
      { signal: done.signal },
    );
    AbortSignal.timeout(milliseconds).addEventListener('abort', finish, { signal: done.signal });
  });
}
