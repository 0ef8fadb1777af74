/** What a fuzz target is: a parser, hostile input for it, and what has to hold whatever the input. */
import fc from 'fast-check';

export interface FuzzTarget {
  readonly name: string;
  /** How many of the cases it gets, against the other targets' shares. */
  readonly share: number;
  readonly property: fc.IProperty<[unknown]>;
}

/**
 * Milliseconds that a case may take. Linear parsers need a fraction of one; the rest is room for a busy machine. What takes
 * for ever is ended by the runner's watchdog.
 */
const budgetMs = 400;
/** Bytes that a case may allocate however small its input, and for each byte of input. */
const freeBytes = 24 * 2 ** 20;
const bytesPerByte = 300;

export interface FuzzCase<Input> {
  readonly name: string;
  readonly share: number;
  readonly input: fc.Arbitrary<Input>;
  /** Bytes of input, by which memory is bounded. */
  readonly size: (input: Input) => number;
  /** Throws where the parser misbehaves. */
  readonly check: (input: Input) => void;
}

/** Measurements of a case that seems too dear: collections and compilers at work only add, so the least is the truth. */
const measurements = 5;

/** A target whose every case is held to a time and to memory in proportion to its input. */
export function fuzzTarget<Input>({ name, share, input, size, check }: FuzzCase<Input>): FuzzTarget {
  const property = fc.property(input as fc.Arbitrary<unknown>, (value) => {
    const known = value as Input;
    const most = { ms: budgetMs, bytes: freeBytes + bytesPerByte * size(known) };
    let least = measure(() => check(known));
    for (let time = 1; time < measurements && exceeds(least, most); time++) {
      const again = measure(() => check(known));
      least = { ms: Math.min(least.ms, again.ms), bytes: Math.min(least.bytes, again.bytes) };
    }
    if (exceeds(least, most))
      throw new Error(
        `${size(known)} bytes of input took ${least.ms} ms and ${least.bytes} bytes; ${most.ms} ms and ${most.bytes} bytes are the most.`,
      );
  });
  return { name, share, property };
}

interface Cost {
  /** Of the processor, so that a busy machine does not matter. */
  readonly ms: number;
  readonly bytes: number;
}

function measure(run: () => void): Cost {
  const before = heldBytes();
  const started = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(started);
  return { ms: (user + system) / 1000, bytes: heldBytes() - before };
}

function exceeds(cost: Cost, most: Cost): boolean {
  return cost.ms > most.ms || cost.bytes > most.bytes;
}

/** Heap and buffers; a collection in between makes it smaller, never larger. */
function heldBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Runs what may throw one kind of error only, and says whether it did. */
export function throwsOnly(kind: new (...words: never[]) => Error, run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch (error) {
    if (error instanceof kind) return true;
    throw error;
  }
}
