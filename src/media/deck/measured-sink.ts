import type { SampleSink } from '../contract.js';
import type { MediaEnvironment } from '../environment.js';

/** The same sink, which adds the time that taking samples in costs to `work.read`. */
export function measuredSink(
  sink: SampleSink,
  environment: MediaEnvironment,
  work: { read: number },
): SampleSink {
  return {
    configure: (kind, config) => sink.configure(kind, config),
    append(kind, samples) {
      const began = environment.monotonic();
      const result = sink.append(kind, samples);
      work.read += environment.monotonic() - began;
      return result;
    },
    remove: (kind, range) => sink.remove(kind, range),
    buffered: (kind) => sink.buffered(kind),
    gap: (kind, range) => sink.gap(kind, range),
    end: () => sink.end(),
  };
}
