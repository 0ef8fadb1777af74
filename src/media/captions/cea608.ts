import type { CaptionPair } from '../codec/index.js';
import { rowsOf } from './cea608-screen.js';
import type { Screen608 } from './cea608-screen.js';
import type { GridCue } from './cue.js';
import { fingerprint } from './fingerprint.js';

/** Two channels in each field of the picture; CC1 is the one that everybody uses. */
export type Cea608Channel = 'CC1' | 'CC2' | 'CC3' | 'CC4';

/** The caption bytes that travel with one encoded picture. */
export interface Cea608Sample {
  /** When the picture is shown, and its place in decoding order; milliseconds on one timeline. */
  readonly time: number;
  readonly decodeTime: number;
  readonly duration: number;
  /** All that its SEI messages carry, also where that is nothing: it tells that time goes on. */
  readonly pairs: readonly CaptionPair[];
}

export interface Cea608Decoder {
  /**
   * Takes samples in decoding order, and hands on what became of the screens up to the newest picture that nothing can come
   * before. A cue that is still on is handed on too, and comes again with a later end.
   */
  push(samples: readonly Cea608Sample[]): void;
  /** No more is coming: also the pictures at the end. */
  flush(): void;
  /** What follows has nothing to do with what was: a seek, a discontinuity. */
  reset(): void;
}

/** Pictures that wait for their turn; H.264 reorders over 16 at most. */
const mostReordered = 64;

/** A screen without any data for this long is to be cleared (CEA-608-E, annex C.9), milliseconds. */
const silenceLimitMs = 16_000;

/** Two times that differ by less are the same, milliseconds: a tenth of a tick of 90 kHz is 0.001. */
const sameInstantMs = 0.5;

/**
 * Reads CEA-608 captions (ANSI/CTA-608-E) out of caption bytes. Bytes that make no sense are dropped; nothing is thrown for them.
 * @param onCues gets one or more cues of one channel, oldest first
 */
export async function createCea608Decoder(
  onCues: (channel: Cea608Channel, cues: readonly GridCue[]) => void,
): Promise<Cea608Decoder> {
  const { Cta608Parser } = await import('@svta/cml-608');
  const channels = (['CC1', 'CC2', 'CC3', 'CC4'] as const).map((name) => new Channel(name));
  const field = (number: 1 | 3): InstanceType<typeof Cta608Parser> => {
    const parser = new Cta608Parser(number, channels[number - 1], channels[number]);
    // It writes what it cannot place to the console, as often as a broken stream likes.
    const logger: unknown = Reflect.get(parser, 'logger');
    if (typeof logger === 'object' && logger !== null) Reflect.set(logger, 'verboseLevel', -1);
    return parser;
  };

  let fields = [field(1), field(3)];
  let waiting: Cea608Sample[] = [];
  let newest = -Infinity;
  let clock: number | undefined;

  const attempt = (index: number, act: (parser: InstanceType<typeof Cta608Parser>) => void) => {
    const parser = fields[index];
    if (parser === undefined) return;
    try {
      act(parser);
    } catch {
      // The parser's cursor ran off the row: only garbage does that. The field starts with an empty screen.
      fields[index] = field(index === 0 ? 1 : 3);
    }
  };

  const clear = () => {
    fields = [field(1), field(3)];
    clock = undefined;
    for (const channel of channels) channel.forget();
  };

  const process = (sample: Cea608Sample) => {
    if (clock !== undefined && sample.time - clock > silenceLimitMs) clear();
    for (const kind of [0, 1] as const) {
      const bytes = sample.pairs
        .filter((pair) => pair.kind === kind)
        .flatMap((pair) => [pair.first, pair.second]);
      if (bytes.length > 0) attempt(kind, (parser) => parser.addData(sample.time, bytes));
    }
    clock = sample.time + sample.duration;
  };

  const handOn = () => {
    const now = clock;
    if (now !== undefined)
      for (const index of fields.keys()) attempt(index, (parser) => parser.cueSplitAtTime(now));
    for (const channel of channels) {
      const cues = channel.take();
      if (cues.length > 0) onCues(channel.name, cues);
    }
  };

  const drain = (before: number) => {
    waiting.sort((a, b) => a.time - b.time);
    while (waiting.length > 0) {
      const [first] = waiting;
      if (first === undefined || (first.time >= before && waiting.length <= mostReordered)) break;
      process(first);
      waiting.shift();
    }
  };

  const decoder: Cea608Decoder = {
    push: (samples) => {
      for (const sample of samples) {
        if (![sample.time, sample.decodeTime, sample.duration].every(Number.isFinite)) continue;
        if (sample.decodeTime < newest) {
          decoder.flush();
          decoder.reset();
        }
        newest = sample.decodeTime;
        waiting.push(sample);
        // Nothing that is decoded later is shown earlier than it is decoded.
        drain(sample.decodeTime);
        if (sample.time <= sample.decodeTime) drain(sample.time + sameInstantMs);
      }
      handOn();
    },
    flush: () => {
      drain(Infinity);
      handOn();
    },
    reset: () => {
      waiting = [];
      newest = -Infinity;
      clear();
    },
  };
  return decoder;
}

/** Makes cues of what the parser says of one channel; it says the same screen in pieces. */
class Channel {
  readonly name: Cea608Channel;
  #cues: GridCue[] = [];
  #open: { cue: GridCue; look: string } | undefined;

  constructor(name: Cea608Channel) {
    this.name = name;
  }

  /** Called by the parser. */
  newCue(from: number | null, to: number, screen: Screen608): void {
    if (from === null || !(to > from)) return;
    const rows = rowsOf(screen);
    if (rows.length === 0) return;
    const look = JSON.stringify(rows);
    const open = this.#open;
    const goesOn = open !== undefined && open.look === look && Math.abs(open.cue.to - from) < sameInstantMs;
    const cue: GridCue = goesOn
      ? { ...open.cue, to }
      : { kind: 'grid', id: `${this.name}-${from}-${fingerprint(look)}`, from, to, rows };
    const last = this.#cues.at(-1);
    if (goesOn && last?.id === cue.id) this.#cues.pop();
    this.#cues.push(cue);
    this.#open = { cue, look };
  }

  take(): readonly GridCue[] {
    const cues = this.#cues;
    this.#cues = [];
    return cues;
  }

  forget(): void {
    this.#open = undefined;
  }
}
