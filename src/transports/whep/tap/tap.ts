import { Link, abortError, signal, watch } from '../../../base/index.js';
import { startDedicated } from '../../../media/index.js';
import type { DeckHandle } from '../../../media/index.js';
import type { ConnectContext, Tapped } from '../../contract.js';
import type { CaptureClock } from '../capture-clock.js';
import type { TapAnswers, TapNotices } from './protocol.js';

/** The file of `dist/workers` that lets frames pass and copies them. */
const workerFile = 'whep-tap-worker.js';
/** The name of the other half in the media worker. */
const tapFeedName = 'tap';

/** What WebRTC received, kept for replay; live playback stays the browser's. */
export interface Tap extends Tapped {
  /** Copies get their event time from this clock from now on. */
  follow(clock: CaptureClock): void;
}

export const canTap = ({ capabilities }: Pick<ConnectContext, 'capabilities'>): boolean =>
  capabilities.webcodecs && 'RTCRtpScriptTransform' in globalThis;

/**
 * Taps a receiver until the signal aborts. To be called before the offer is made: browsers fix the way of the frames then.
 * Copies wait in the port until the media worker is there.
 */
export function tapReceiver(receiver: RTCRtpReceiver, context: ConnectContext, abort: AbortSignal): Tap {
  const deck = signal<DeckHandle | undefined>(undefined);
  const frames = new MessageChannel();
  const { worker, end } = startDedicated(workerFile, context.workerUrl, context.log);
  // Without its worker the transform would keep every frame for itself.
  worker.addEventListener('error', (event) => {
    receiver.transform = null;
    context.log.warn('whep: nothing is kept for replay', event);
  });
  receiver.transform = new RTCRtpScriptTransform(worker, { port: frames.port1 }, [frames.port1]);
  abort.addEventListener('abort', end, { once: true });
  let link: Link<TapNotices, TapAnswers> | undefined;
  let clock: CaptureClock | undefined;

  const connect = async () => {
    const host = await context.media();
    if (abort.aborted) return;
    const opened = host.open(tapFeedName);
    link = new Link<TapNotices, TapAnswers>(opened.port, { stamped: (anchor) => clock?.stamp(anchor) });
    link.tell('frames', [frames.port2], [frames.port2]);
    abort.addEventListener(
      'abort',
      () => {
        opened.deck.close();
        link?.close(abortError('the tap was closed'));
      },
      { once: true },
    );
    if (clock !== undefined) follow(clock);
    deck.value = opened.deck;
  };
  const follow = (followed: CaptureClock) => {
    clock = followed;
    if (link === undefined) return;
    watch(followed.anchor, abort, (anchor) => {
      if (anchor !== undefined) link?.tell('anchor', [anchor]);
    });
  };
  connect().catch((error: unknown) => {
    if (!abort.aborted) context.log.warn('whep: nothing is kept for replay', error);
  });
  return { deck, counts: async () => link?.call('counts', []), follow };
}
