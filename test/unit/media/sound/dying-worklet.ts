/** A worklet that breaks down at once. */
import { processorName } from '../../../../src/media/sound/messages.js';

declare class AudioWorkletProcessor {}
declare function registerProcessor(name: string, processor: typeof AudioWorkletProcessor): void;

registerProcessor(
  processorName,
  class extends AudioWorkletProcessor {
    process(): boolean {
      throw new Error('as told');
    }
  },
);
