/**
 * ICE and DTLS-SRTP to one player, with node-datachannel: whole RTP and RTCP packets in and out, nothing about media.
 *
 * The native library never sees a player's SDP. It gets a one-section offer written here from values that were
 * checked, so its own SDP reader meets no surprises, and the one section carries every stream of the bundle.
 */
import type { PeerConnection, Track } from 'node-datachannel';
import { loadNative } from './native.js';
import { readSdp } from './sdp/lines.js';
import { readCandidates, readTransport, type TransportParameters } from './sdp/transport.js';
import type { LocalEnd } from './sdp/answer.js';

export interface SrtpPipeHandlers {
  /** Keys are agreed: `send` works from now on. */
  readonly onOpen: () => void;
  /** One decrypted RTCP packet from the player. */
  readonly onRtcp: (packet: Buffer) => void;
  /** The player left, consent expired (RFC 7675) or the connection never came about. Called once, not after `close`. */
  readonly onLost: () => void;
}

export interface RemoteEnd {
  readonly transport: TransportParameters;
  readonly candidates: readonly string[];
}

const mid = 'media';
const payloadType = 96;
/** States in which nothing more comes of a connection. */
const lostStates = ['disconnected', 'failed', 'closed'];

export class SrtpPipe {
  readonly #connection: PeerConnection;
  readonly #track: Track;
  #closed = false;
  /** Keys are agreed and the transport is there. */
  #open = false;
  #giveUp: () => void = () => {};

  private constructor(connection: PeerConnection, track: Track) {
    this.#connection = connection;
    this.#track = track;
  }

  /**
   * @param address of the interface to listen on
   * @throws NativeError when there is no node-datachannel for this machine
   */
  static async open(address: string, handlers: SrtpPipeHandlers): Promise<SrtpPipe> {
    const { PeerConnection, Video } = await loadNative();
    const connection = new PeerConnection('whep', {
      iceServers: [],
      bindAddress: address,
      disableAutoNegotiation: true,
    });
    const section = new Video(mid, 'SendOnly');
    section.addH264Codec(payloadType);
    const pipe = new SrtpPipe(connection, connection.addTrack(section));
    pipe.#listen(handlers);
    return pipe;
  }

  /**
   * Answers a player's end with ours, all candidates gathered.
   * @throws Error when no socket can be had, or the pipe was closed meanwhile
   */
  async answer(remote: RemoteEnd): Promise<LocalEnd> {
    this.#connection.setRemoteDescription(offerOf(remote), 'offer');
    await new Promise<void>((resolve, reject) => {
      this.#giveUp = () => reject(new Error('The pipe was closed before it had answered.'));
      this.#connection.onGatheringStateChange((state) => {
        if (state === 'complete') resolve();
      });
      this.#connection.setLocalDescription('answer');
    });
    return this.#localEnd();
  }

  /** Encrypts and sends one RTP or RTCP packet; false when it could not leave. */
  send(packet: Buffer): boolean {
    if (!this.#open) return false;
    try {
      return this.#track.sendMessageBinary(packet);
    } catch {
      // The transport went away between two events; onLost says so.
      return false;
    }
  }

  /** @param candidate value of an `a=candidate` line; one that cannot be used is passed over */
  addCandidate(candidate: string): void {
    if (this.#closed) return;
    try {
      this.#connection.addRemoteCandidate(`candidate:${candidate}`, mid);
    } catch {
      // The draft has candidates that cannot be used discarded silently.
    }
  }

  /** Frees the socket. The player is not told: it learns from silence (RFC 7675). Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#open = false;
    this.#giveUp();
    this.#track.close();
    this.#connection.close();
  }

  #listen({ onOpen, onRtcp, onLost }: SrtpPipeHandlers): void {
    let lost = false;
    this.#track.onOpen(() => {
      if (this.#closed) return;
      this.#open = true;
      onOpen();
    });
    this.#track.onMessage((packet) => {
      if (!this.#closed) onRtcp(packet);
    });
    // The binding drops a track from its list of live ones only where this is listened to; a track collected before
    // would stay there as a dangling pointer, and the next clean-up would follow it.
    this.#track.onClosed(() => {
      this.#open = false;
    });
    this.#connection.onStateChange((state) => {
      if (this.#closed || lost || !lostStates.includes(state)) return;
      lost = true;
      onLost();
    });
  }

  #localEnd(): LocalEnd {
    const description = this.#connection.localDescription();
    const { media, attributes } = readSdp(description?.sdp ?? '');
    const [section] = media;
    if (!section) throw new Error('node-datachannel wrote an answer without a media section.');
    return {
      transport: readTransport([section.attributes, attributes]),
      candidates: readCandidates(section.attributes),
    };
  }
}

function offerOf({ transport, candidates }: RemoteEnd): string {
  const lines = [
    'v=0',
    'o=- 0 0 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mid}`,
    `m=video 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${mid}`,
    'a=recvonly',
    'a=rtcp-mux',
    `a=rtpmap:${payloadType} H264/90000`,
    `a=ice-ufrag:${transport.ufrag}`,
    `a=ice-pwd:${transport.pwd}`,
    'a=ice-options:trickle',
    `a=fingerprint:${transport.fingerprint}`,
    `a=setup:${transport.setup}`,
    ...candidates.map((candidate) => `a=candidate:${candidate}`),
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}
