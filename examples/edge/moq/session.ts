/** One viewer's MoQ session: the broadcasts it may watch, and when it ends. */
import type { Timetable } from './timetable.js';
import { quietly, type MoqLibrary } from './library.js';
import type { AngleBroadcast } from './origin/broadcast.js';
import { RateLimit } from './rate-limit.js';
import { ShapedTransport } from './shaped-transport.js';
import type { Target } from './target.js';
import type { Transport } from './visit.js';

export interface SessionInput {
  readonly library: MoqLibrary;
  readonly transport: Transport;
  readonly target: Target;
  readonly url: URL;
  /** What SETUP is to say; undefined leaves it to the viewer. */
  readonly setup: number | undefined;
  readonly agenda: Timetable;
  /** kbit/s that it gets; Infinity for all it takes. */
  readonly throttle: () => number;
  /** By angle, made for this session. */
  readonly broadcasts: ReadonlyMap<string, AngleBroadcast>;
  readonly onSent: (chunk: Uint8Array) => void;
}

/** The first part of every broadcast's name; the second is the angle. */
export const namespace = 'venue';

/** A viewer that has not said what it speaks by then is given up. */
const handshakeMs = 10_000;

export class MoqSession {
  readonly target: Target;
  readonly #input: SessionInput;
  readonly #rate: RateLimit;

  constructor(input: SessionInput) {
    this.#input = input;
    this.target = input.target;
    this.#rate = new RateLimit(input.agenda, input.throttle);
  }

  /** Resolves when it is over and nothing of it is left. */
  run(): Promise<void> {
    return quietly(() => this.#run());
  }

  /** The faults have changed. */
  refresh(): void {
    this.#rate.refresh();
  }

  /** Says goodbye and ends. */
  close(): void {
    this.#input.transport.close({ closeCode: 0, reason: 'The edge closes.' });
  }

  /** Ends as when a server dies. */
  cut(): void {
    this.#input.transport.abort();
  }

  /** Ends one angle's tracks, and takes its broadcast away. */
  cutAngle(angle: string): void {
    this.#input.broadcasts.get(angle)?.close();
  }

  async #run(): Promise<void> {
    const { library, transport, agenda, url, setup, broadcasts, onSent } = this.#input;
    const { Connection, Path } = library.net;
    const giveUp = agenda.at(agenda.now() + handshakeMs, () => transport.abort());
    const shaped = new ShapedTransport({ transport, agenda, rate: this.#rate, onSent });
    try {
      const version = setup === undefined ? {} : { version: setup };
      const connection = await Promise.race([
        Connection.accept(shaped, url, version),
        shaped.closed.then(() => Promise.reject(new Error('The viewer left before it said what it speaks.'))),
      ]);
      giveUp();
      for (const [angle, { producer }] of broadcasts)
        connection.publish(Path.from(namespace, angle), producer);
      await shaped.closed;
      connection.close();
    } catch {
      transport.abort();
    } finally {
      giveUp();
      this.#rate.close();
      for (const broadcast of broadcasts.values()) broadcast.close();
    }
  }
}
