/** Every session there is: how one is made, and what refuses one or ends it. */
import type { Faults, Loop, VideoTrack } from '../contract.js';
import { withoutStrip } from '../h264/crop.js';
import { Problem } from '../http/problem.js';
import { Agenda } from './agenda.js';
import { ConditionsBoard } from '../faults/conditions.js';
import { Pacer } from './pacer.js';
import { agree } from './sdp/agreement.js';
import { readOffer } from './sdp/offer.js';
import { Session, type Studio } from './session.js';
import { audioGrid, videoGrid } from './timeline.js';
import { VideoPayloads } from './video-payloads.js';
import type { WhepOptions } from './whep.js';

/** Several times what two cores can serve; keeps a client in a loop from taking every port. */
const maxSessions = 64;
const retryAfterS = '2';

export class Sessions {
  readonly #loop: Loop;
  readonly #faults: Faults;
  readonly #studio: Studio;
  readonly #conditions: ConditionsBoard;
  readonly #sessions = new Map<string, Session>();
  readonly #payloads = new Map<string, VideoPayloads>();
  readonly #unsubscribe: () => void;
  #closed = false;

  constructor(options: WhepOptions) {
    const { loop, clock, faults } = options;
    const { address = '127.0.0.1', connectWithinMs = 10_000, random = Math.random } = options;
    this.#loop = loop;
    this.#faults = faults;
    this.#conditions = new ConditionsBoard(faults, 'whep');
    const agenda = new Agenda(clock);
    const pacer = new Pacer(agenda, [videoGrid(loop), audioGrid(loop)]);
    this.#studio = { loop, agenda, pacer, address, connectWithinMs, random };
    this.#unsubscribe = faults.subscribe(() => this.#cut());
  }

  get size(): number {
    return this.#sessions.size;
  }

  get(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  /** @throws Problem 404 for an unknown angle */
  trackOf(angle: string): VideoTrack {
    const track = this.#loop.angles.get(angle)?.high;
    if (!track)
      throw new Problem(404, `There is no angle "${angle}". The event descriptor lists those there are.`);
    return track;
  }

  /**
   * Opens a session for an offer.
   * @param strip whether the machine-readable strip is shown
   * @returns it, and the SDP answer
   * @throws SdpError when the offer is malformed
   * @throws DisagreementError when nothing of ours fits it
   * @throws Problem 404 for an unknown angle, 503 when there are too many sessions, or this one was ended meanwhile
   */
  async open(angle: string, sdp: string, strip: boolean): Promise<{ session: Session; answer: string }> {
    const track = this.trackOf(angle);
    const offer = readOffer(sdp);
    const agreement = agree(offer, track.codec);
    if (this.#closed || this.#sessions.size >= maxSessions)
      throw busy(`${this.#sessions.size} sessions are open, and there is no room for more.`);
    const session = new Session({
      studio: this.#studio,
      angle,
      offer,
      agreement,
      payloads: this.#payloadsOf(
        `${angle} ${strip}`,
        () => new VideoPayloads(strip ? track : withoutStrip(track)),
      ),
      conditions: () => this.#conditions.of(angle),
      onEnd: ({ id }) => this.#sessions.delete(id),
    });
    this.#sessions.set(session.id, session);
    try {
      return { session, answer: await session.connect() };
    } catch (error) {
      const cut = !this.#sessions.has(session.id);
      session.end();
      throw cut ? busy('The session was ended while it was being opened.') : error;
    }
  }

  close(): void {
    this.#closed = true;
    this.#unsubscribe();
    for (const session of [...this.#sessions.values()]) session.end();
    this.#conditions.close();
  }

  /** Payloads are the same for all who watch the same thing. */
  #payloadsOf(key: string, make: () => VideoPayloads): VideoPayloads {
    const payloads = this.#payloads.get(key) ?? make();
    this.#payloads.set(key, payloads);
    return payloads;
  }

  #cut(): void {
    for (const session of [...this.#sessions.values()])
      if (this.#faults.find('cut', session.angle, 'whep')) session.end();
  }
}

function busy(detail: string): Problem {
  return new Problem(503, `${detail} Try again later.`, { 'Retry-After': retryAfterS });
}
