/** A WHEP player without a browser, on werift: an implementation of ICE, DTLS and SRTP that shares nothing with ours. */
import { EventEmitter, once } from 'node:events';
import {
  GenericNack,
  PictureLossIndication,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RTCRtpHeaderExtensionParameters,
  RtcpPayloadSpecificFeedback,
  RtcpSrPacket,
  RtcpTransportLayerFeedback,
  type RtpPacket,
} from 'werift';
import { captureTimeUri } from '../../../examples/edge/whep/rtp/capture-time.js';
import { readNtp } from '../../../examples/edge/whep/rtp/ntp.js';

export interface Received {
  readonly kind: 'video' | 'audio';
  readonly ssrc: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  /** abs-capture-time, ms; undefined where the packet has none. */
  readonly captured: number | undefined;
  readonly payload: Buffer;
  /** ms since the Unix epoch. */
  readonly at: number;
}

const videoType = 102;

export class WeriftPlayer {
  readonly packets: Received[] = [];
  readonly reports: RtcpSrPacket[] = [];
  readonly location: URL;
  readonly #connection: RTCPeerConnection;
  readonly #arrivals = new EventEmitter();

  /** Resolves once connected. */
  static async open(url: string): Promise<WeriftPlayer> {
    const extensions = [new RTCRtpHeaderExtensionParameters({ uri: captureTimeUri })];
    const connection = new RTCPeerConnection({
      codecs: {
        video: [
          new RTCRtpCodecParameters({
            mimeType: 'video/H264',
            clockRate: 90000,
            payloadType: videoType,
            parameters: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
            rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
          }),
        ],
        audio: [new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48000, channels: 2 })],
      },
      headerExtensions: { video: extensions, audio: extensions },
      bundlePolicy: 'max-bundle',
      iceServers: [],
      iceUseIpv6: false,
      iceAdditionalHostAddresses: ['127.0.0.1'],
    });
    connection.addTransceiver('video', { direction: 'recvonly' });
    connection.addTransceiver('audio', { direction: 'recvonly' });
    await connection.setLocalDescription(await connection.createOffer());
    const body = connection.localDescription!.sdp;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body,
    });
    const sdp = await response.text();
    if (response.status !== 201) throw new Error(`${response.status}: ${sdp}`);
    const player = new WeriftPlayer(connection, new URL(response.headers.get('location')!, url));
    const connected = new Promise<void>((resolve) => {
      connection.connectionStateChange.subscribe((state) => {
        if (state === 'connected') resolve();
      });
    });
    await connection.setRemoteDescription({ type: 'answer', sdp });
    player.#listen();
    await connected;
    return player;
  }

  private constructor(connection: RTCPeerConnection, location: URL) {
    this.#connection = connection;
    this.location = location;
  }

  /** Resolves when packets have arrived and `enough` says so. */
  async until(enough: () => boolean): Promise<void> {
    while (!enough()) await once(this.#arrivals, 'packet');
  }

  async askAgain(ssrc: number, sequences: readonly number[]): Promise<void> {
    const nack = new GenericNack({ senderSsrc: 1, mediaSourceSsrc: ssrc, lost: [...sequences] });
    await this.#transport.sendRtcp([new RtcpTransportLayerFeedback({ feedback: nack })]);
  }

  async askForKeyPicture(mediaSsrc: number): Promise<void> {
    const feedback = new PictureLossIndication({ senderSsrc: 1, mediaSsrc });
    await this.#transport.sendRtcp([new RtcpPayloadSpecificFeedback({ feedback })]);
  }

  async close(): Promise<void> {
    await fetch(this.location, { method: 'DELETE' });
    await this.#connection.close();
  }

  get #transport() {
    return this.#connection.dtlsTransports[0]!;
  }

  #listen(): void {
    const [id] = Object.entries(this.#connection.extIdUriMap).find(([, uri]) => uri === captureTimeUri) ?? [];
    this.#transport.onRtp.subscribe((packet) => {
      this.packets.push(received(packet, Number(id)));
      this.#arrivals.emit('packet');
    });
    this.#transport.onRtcp.subscribe((packet) => {
      if (packet instanceof RtcpSrPacket) this.reports.push(packet);
      this.#arrivals.emit('packet');
    });
  }
}

function received({ header, payload }: RtpPacket, extensionId: number): Received {
  const extension = header.extensions.find(({ id }) => id === extensionId);
  return {
    kind: header.payloadType === videoType ? 'video' : 'audio',
    ssrc: header.ssrc,
    sequence: header.sequenceNumber,
    timestamp: header.timestamp,
    marker: header.marker,
    captured: extension && readNtp(extension.payload, 0),
    payload,
    at: Date.now(),
  };
}
