/**
 * Bundled behind VHS's own code in its transmuxing worker (scripts/rollup-vhs.mjs). VHS waits for the answer to each
 * question without a limit, and its readers of boxes throw at damaged ones: whoever asked gets the bytes back, and nothing
 * else. Whether the bytes can be played is for the decoder to say.
 */

interface Question {
  readonly action?: string;
  readonly data?: Uint8Array<ArrayBuffer>;
}

interface WorkerScope {
  onmessage: ((this: unknown, event: MessageEvent<Question>) => void) | null;
  postMessage(message: object, transfer: Transferable[]): void;
}

/** What VHS asks of fragmented MP4, and the answer that says nothing. */
const answers: Readonly<Record<string, (data: Uint8Array<ArrayBuffer>) => object>> = {
  probeMp4StartTime: (data) => ({ action: 'probeMp4StartTime', startTime: undefined, data }),
  probeMp4Tracks: (data) => ({ action: 'probeMp4Tracks', tracks: [], data }),
  probeEmsgID3: (data) => ({ action: 'probeEmsgID3', id3Frames: [], emsgData: data }),
  pushMp4Captions: (data) => ({ action: 'mp4Captions', captions: [], logs: [], data: data.buffer }),
  getMp4WebVttText: (data) => ({ action: 'getMp4WebVttText', mp4VttCues: [], data: data.buffer }),
};

// A classic worker's own scope, as which no type of the page's knows it.
const scope = globalThis as unknown as WorkerScope;
const { onmessage } = scope;

scope.onmessage = function answerAnyway(event) {
  try {
    onmessage?.call(scope, event);
  } catch (error) {
    const { action = '', data } = event.data;
    const answer = Object.hasOwn(answers, action) ? answers[action] : undefined;
    if (answer === undefined || data === undefined) throw error;
    scope.postMessage(answer(data), [data.buffer]);
  }
};

export {};
