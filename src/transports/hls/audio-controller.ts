import Hls from 'hls.js';
import type { HlsConfig } from 'hls.js';

type StockController = NonNullable<HlsConfig['audioStreamController']>;

/** The part of the stock controller that is stepped in on. */
interface Ticking {
  state: string;
  doTick(): void;
  tick(): void;
  tickImmediate(): void;
  onInitPtsFound(event: string, data: unknown): void;
}

const waitingForTrack = 'WAITING_TRACK';
const waitingForPictures = 'WAITING_INIT_PTS';

/**
 * hls.js's own loading of sound, without its pauses: where a look (every 100 ms) ends a wait, the next step follows at once
 * and not at the next look. Pictures wait for the first sound: the buffers of both are made together.
 */
export function promptAudioController(): StockController {
  const Stock = Hls.DefaultConfig.audioStreamController as unknown as new (...words: never[]) => Ticking;
  class PromptAudioController extends Stock {
    override doTick(): void {
      const before = this.state;
      super.doTick();
      if (this.state !== before && [waitingForTrack, waitingForPictures].includes(before))
        this.tickImmediate();
    }

    override onInitPtsFound(event: string, data: unknown): void {
      super.onInitPtsFound(event, data);
      if (this.state === waitingForPictures) this.tick();
    }
  }
  return PromptAudioController as unknown as StockController;
}
