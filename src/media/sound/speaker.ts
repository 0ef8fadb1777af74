import {
  MEDIA_ERR_DECODE,
  OlympicPlayerError,
  browserEnvironment,
  signal,
  trustedScriptUrl,
} from '../../base/index.js';
import type { Environment, ReadonlySignal } from '../../base/index.js';
import { processorName } from './messages.js';
import type { FromPage } from './messages.js';
import type { OutputTime } from './output-clock.js';

/** A worklet answers within a few of its quanta, if it lives and its context runs. */
const ringOutMs = 100;
/** Milliseconds between looks at the device's latency: often until it has settled, then as often as devices stumble. */
const looks = { first: 20, settled: 250, many: 25 };

/** Where one deck's sound comes out. */
export interface Speaker {
  readonly node: AudioWorkletNode;
  /** For the deck, which may be in a worker: transfer it. */
  readonly port: MessagePort;
  readonly sampleRate: number;
  /** Milliseconds from rendering to hearing, now; the deck is told of changes. */
  readonly latencyMs: number;
  /** The worklet died, or the context was closed under it. */
  readonly broken: ReadonlySignal<boolean>;
  /** Lets what is heard ring out, so that it ends without a click; resolves then. */
  close(): Promise<void>;
}

export interface SpeakerParts {
  readonly context: AudioContext;
  /** The built worklet, on the page's own origin or allowed by its `script-src`; never from a descriptor or manifest. */
  readonly workletUrl: string;
  /** Where the sound goes; the context's destination unless said. */
  readonly destination?: AudioNode;
  readonly environment?: Environment;
}

const modules = new WeakMap<AudioContext, Map<string, Promise<void>>>();

/** A context takes a module once; after a failure it can be asked again. */
function load(context: AudioContext, url: string): Promise<void> {
  const loaded = modules.get(context) ?? new Map<string, Promise<void>>();
  modules.set(context, loaded);
  const loading = loaded.get(url) ?? context.audioWorklet.addModule(trustedScriptUrl(url));
  loaded.set(url, loading);
  loading.catch(() => loaded.delete(url));
  return loading;
}

export function speakerError(cause: unknown): OlympicPlayerError {
  return new OlympicPlayerError({
    reason: 'media/speaker-failed',
    code: MEDIA_ERR_DECODE,
    message: 'The sound could not be started, or broke down.',
    hint: "Serve the player's worklet file from the page's origin, and allow it in the page's script-src.",
    cause,
  });
}

/** @throws OlympicPlayerError `media/speaker-failed` */
export async function createSpeaker(parts: SpeakerParts): Promise<Speaker> {
  const { context, environment = browserEnvironment } = parts;
  let node: AudioWorkletNode;
  try {
    await load(context, parts.workletUrl);
    node = new AudioWorkletNode(context, processorName, {
      numberOfInputs: 0,
      numberOfOutputs: 1,
      outputChannelCount: [2],
    });
  } catch (error) {
    throw speakerError(error);
  }
  const { port1, port2 } = new MessageChannel();
  const tell = (message: FromPage, transfer: Transferable[] = []) => node.port.postMessage(message, transfer);
  tell({ type: 'connect', port: port1 }, [port1]);
  node.connect(parts.destination ?? context.destination);

  const broken = signal(false);
  const done = new AbortController();
  // The attribute: Chromium's event calls itself `error`.
  node.onprocessorerror = () => (broken.value = true);
  context.addEventListener(
    'statechange',
    () => {
      if (context.state === 'closed') broken.value = true;
    },
    { signal: done.signal },
  );

  let count = 0;
  let cancel = () => {};
  const look = () => {
    tell({ type: 'latency', latencyMs: latencyOf(context), output: outputTimeOf(context) });
    count += 1;
    cancel = environment.setTimer(look, count < looks.many ? looks.first : looks.settled);
  };
  look();

  const end = async () => {
    done.abort();
    node.onprocessorerror = null;
    cancel();
    port2.close();
    const hopeless = context.state !== 'running' || broken.peek();
    await new Promise<void>((resolve) => {
      node.port.onmessage = () => resolve();
      cancel = environment.setTimer(resolve, hopeless ? 0 : ringOutMs);
      tell({ type: 'close' });
    });
    cancel();
    node.disconnect();
  };
  let closing: Promise<void> | undefined;

  return {
    node,
    port: port2,
    sampleRate: context.sampleRate,
    get latencyMs() {
      return latencyOf(context);
    },
    broken,
    close() {
      closing ??= end();
      return closing;
    },
  };
}

function latencyOf(context: AudioContext): number {
  // Safari has no outputLatency.
  const output: number | undefined = context.outputLatency;
  return (context.baseLatency + (output ?? 0)) * 1000;
}

function outputTimeOf(context: AudioContext): OutputTime | undefined {
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
  if (context.state !== 'running' || contextTime <= 0 || performanceTime <= 0) return undefined;
  // Chromium's first account of a new context is of the one before: nothing is heard before it is rendered.
  if (contextTime > context.currentTime) return undefined;
  return { frame: contextTime * context.sampleRate, at: performance.timeOrigin + performanceTime };
}
