/** The MoQ server of the edge: WebTransport and WebSocket, one origin behind both. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { withCaptions } from '../captions/index.js';
import type { EdgeClock, Faults, Loop } from '../contract.js';
import { Agenda } from '../whep/agenda.js';
import { Pacer } from '../whep/pacer.js';
import { audioGrid, videoGrid } from '../whep/timeline.js';
import { Admission, type Authorize } from './admission.js';
import { ConditionsBoard } from '../faults/conditions.js';
import { HandoverLog, type OnHandover } from './handover.js';
import { loadMoq, muteLibrary, unmuteLibrary, type MoqLibrary } from './library.js';
import { AngleBroadcast, type Studio } from './origin/broadcast.js';
import { encodingsOf, type Encoding } from './origin/encoding.js';
import { MoqSession } from './session.js';
import { parseTarget, type Target } from './target.js';
import { CertificateRotation } from './tls/rotation.js';
import { choose } from './versions.js';
import type { Visit } from './visit.js';
import { webTransportVisit } from './web-transport.js';
import { WebSocketDoor } from './websocket.js';
import { QuicError } from './webtransport/quic.js';
import { serveWebTransport, type WebTransportServer } from './webtransport/server.js';

export interface MoqOptions {
  readonly loop: Loop;
  readonly clock: EdgeClock;
  readonly faults: Faults;
  /** What viewers read of an angle; its name when left out. */
  readonly labels?: ReadonlyMap<string, string>;
  /** Who may watch; everybody when left out. The token comes in the URL: `?token=`. */
  readonly authorize?: Authorize;
  /** 0 to 1; decides what faults hit. */
  readonly random?: () => number;
  /** Told of every sample when the transport has taken it. */
  readonly onHandover?: OnHandover;
}

/** Where WebTransport is served. */
export interface WebTransportAddress {
  readonly port: number;
  /** SHA-256 of the certificates it may show, hexadecimal. */
  readonly certificateHashes: readonly string[];
}

export interface Moq {
  /**
   * Answers an upgrade to WebSocket whose path is ours.
   * @returns false, and has done nothing, when it is not
   */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /**
   * Starts WebTransport.
   * @param port the one wanted; another is taken when it is not free
   */
  listen(host: string, port: number): Promise<void>;
  /** Undefined where there is no QUIC, and before `listen`. */
  readonly webTransport: WebTransportAddress | undefined;
  /** How many are open. */
  readonly sessions: number;
  /** Ends every session and frees everything, once. */
  close(): Promise<void>;
}

/** Several times what two cores can serve; keeps a client in a loop from taking all the memory. */
const maxSessions = 64;

export async function createMoq(options: MoqOptions): Promise<Moq> {
  const library = await loadMoq();
  muteLibrary();
  return new MoqServer(options, library);
}

class MoqServer implements Moq {
  readonly #options: MoqOptions;
  readonly #library: MoqLibrary;
  readonly #agenda: Agenda;
  readonly #studio: Studio;
  readonly #admission: Admission;
  readonly #conditions: ConditionsBoard;
  readonly #door: WebSocketDoor;
  readonly #handovers: HandoverLog;
  readonly #encodings = new Map<string, readonly Encoding[]>();
  readonly #sessions = new Set<MoqSession>();
  readonly #running = new Set<Promise<void>>();
  readonly #unsubscribe: () => void;
  #rotation: CertificateRotation | undefined;
  #server: WebTransportServer | undefined;
  #closed = false;

  constructor(options: MoqOptions, library: MoqLibrary) {
    const { loop, clock, faults, random = Math.random, authorize = () => true } = options;
    this.#options = options;
    this.#library = library;
    this.#agenda = new Agenda(clock);
    this.#handovers = new HandoverLog(clock, options.onHandover);
    this.#studio = {
      moq: library.net,
      agenda: this.#agenda,
      pacer: new Pacer(this.#agenda, [videoGrid(loop), audioGrid(loop)]),
      random,
      note: this.#handovers.note,
    };
    this.#conditions = new ConditionsBoard(faults, 'moq');
    this.#admission = new Admission({
      faults,
      angles: [...loop.angles.keys()],
      authorize,
      room: () => !this.#closed && this.#sessions.size < maxSessions,
    });
    this.#door = new WebSocketDoor(library.qmux);
    this.#unsubscribe = faults.subscribe(() => this.#onFaults());
  }

  get sessions(): number {
    return this.#sessions.size;
  }

  get webTransport(): WebTransportAddress | undefined {
    if (!this.#server || !this.#rotation) return undefined;
    return { port: this.#server.port, certificateHashes: this.#rotation.hashes };
  }

  async listen(host: string, port: number): Promise<void> {
    const names = [...new Set(['localhost', '127.0.0.1', '::1', host])];
    const rotation = new CertificateRotation(this.#agenda, names, (certificate) =>
      this.#server?.use(certificate),
    );
    this.#rotation = rotation;
    const start = (at: number) =>
      serveWebTransport({
        host,
        port: at,
        certificate: rotation.current,
        onRequest: (request) => this.#receive(webTransportVisit(request)),
      });
    try {
      this.#server = await start(port).catch((error: unknown) => {
        if (error instanceof QuicError) throw error;
        return start(0);
      });
    } catch (error) {
      rotation.close();
      if (!(error instanceof QuicError)) throw error;
      console.warn(error.message);
    }
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    if (!parseTarget(request.url ?? '/')) return false;
    void this.#receive(this.#door.visit(request, socket, head));
    return true;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#unsubscribe();
    this.#admission.close();
    this.#rotation?.close();
    for (const session of this.#sessions) session.close();
    await this.#server?.close();
    this.#door.close();
    await Promise.all(this.#running);
    this.#conditions.close();
    unmuteLibrary();
  }

  async #receive(visit: Visit): Promise<void> {
    const target = parseTarget(visit.path);
    const choice = choose(target?.version);
    if (!(await this.#admission.admit(visit, choice && target)) || !target || !choice) return;
    const transport = await visit.accept(choice.subprotocols);
    if (!transport) return;
    const session = new MoqSession({
      library: this.#library,
      transport,
      target,
      url: new URL(visit.path, `https://${visit.authority}`),
      setup: choice.setup,
      agenda: this.#agenda,
      throttle: () => this.#conditions.of(target.angle ?? '*').throttle,
      broadcasts: this.#broadcasts(target),
      onSent: this.#handovers.onSent,
    });
    this.#sessions.add(session);
    const running = session.run().finally(() => {
      this.#sessions.delete(session);
      this.#running.delete(running);
    });
    this.#running.add(running);
  }

  #broadcasts(target: Target): ReadonlyMap<string, AngleBroadcast> {
    const { loop, labels } = this.#options;
    const angles = target.angle === undefined ? [...loop.angles.keys()] : [target.angle];
    return new Map(
      angles.map((angle) => [
        angle,
        new AngleBroadcast({
          studio: this.#studio,
          angle,
          label: labels?.get(angle) ?? angle,
          encodings: this.#encodingsOf(angle, target),
          containers: target.containers,
          msf: target.msf,
          conditions: () => this.#conditions.of(angle),
          denial: () => (target.angle === undefined ? this.#admission.denial(angle) : undefined),
        }),
      ]),
    );
  }

  #encodingsOf(angle: string, { clean, captioned = false }: Target): readonly Encoding[] {
    const key = `${angle} ${clean} ${captioned}`;
    const loop = () => (captioned ? withCaptions(this.#options.loop) : this.#options.loop);
    const encodings = this.#encodings.get(key) ?? encodingsOf(loop(), angle, clean) ?? [];
    this.#encodings.set(key, encodings);
    return encodings;
  }

  #onFaults(): void {
    const { faults, loop } = this.#options;
    for (const session of [...this.#sessions]) {
      session.refresh();
      if (faults.find('cut', session.target.angle ?? '*', 'moq')) session.cut();
      else if (session.target.angle === undefined)
        for (const angle of loop.angles.keys()) if (faults.find('cut', angle, 'moq')) session.cutAngle(angle);
    }
  }
}
