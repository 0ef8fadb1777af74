/** Tries one target in a process of its own, which is ended when it hangs and dies when it takes too much memory. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Milliseconds without a sign of life: a batch of 250 cases takes a second or two. */
const silenceMs = 60_000;
/** Megabytes of heap: a parser that takes what input claims dies here. */
const heapMegabytes = 512;

export interface Attempt {
  readonly name: string;
  readonly cases: number;
  readonly seconds: number;
  /** What went wrong, and how to see it again. */
  readonly failure: string | undefined;
}

interface Sign {
  readonly done?: number;
  readonly seed?: number;
  readonly failed?: string;
}

export async function attempt(name: string, cases: number, seed: number): Promise<Attempt> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...[`--max-old-space-size=${heapMegabytes}`, '--import', 'tsx'],
      fileURLToPath(new URL('child.ts', import.meta.url)),
      ...[name, String(cases), String(seed)],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let last: Sign = {};
  let failed: string | undefined;
  let errors = '';
  let hung = false;
  const end = (): void => {
    hung = true;
    child.kill('SIGKILL');
  };
  let watchdog = setTimeout(end, silenceMs);
  createInterface(child.stdout).on('line', (line) => {
    clearTimeout(watchdog);
    watchdog = setTimeout(end, silenceMs);
    const sign = JSON.parse(line) as Sign;
    failed ??= sign.failed;
    last = { ...last, ...sign };
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearTimeout(watchdog);
  const again = `again: node --import tsx test/fuzz/run.ts --only ${name} --cases 250 --seed ${last.seed ?? seed}`;
  const what =
    failed ??
    (hung
      ? `It hangs after ${last.done ?? 0} cases.`
      : code === 0
        ? undefined
        : `It died (${code}). ${errors.slice(-2000)}`);
  return {
    name,
    cases: last.done ?? 0,
    seconds: (performance.now() - started) / 1000,
    failure: what === undefined ? undefined : `${what}\n${again}`,
  };
}
