import { Link, computed, plainError, watch } from '../../base/index.js';
import type { Deck } from '../contract.js';
import type { MediaEnvironment } from '../environment.js';
import type { DeckAnswers, DeckNotices, DeckView } from '../protocol.js';

/** The page's idea of the buffer and the clock is at most this old, ms. */
const viewEveryMs = 250;

/** Lets the page steer a deck over a port, and tells the page what becomes of it. Call the answer when the deck's feed could not start. */
export function serveDeck(
  deck: Deck,
  port: MessagePort,
  environment: MediaEnvironment,
  abort: AbortSignal,
  onClose: () => void,
): (error: unknown) => void {
  const link = new Link<DeckAnswers, DeckNotices>(port, {
    play: () => deck.play(),
    pause: () => deck.pause(),
    setRate: (rate) => deck.setRate(rate),
    seek: (time) => deck.seek(time),
    step: (pictures) => deck.step(pictures),
    setSound: (settings) => deck.setSound(settings),
    setVisible: (visible) => deck.setVisible(visible),
    attachScreen: (canvas) => deck.attachScreen(canvas),
    attachSpeaker: (speaker, sampleRate, latencyMs) => deck.attachSpeaker(speaker, sampleRate, latencyMs),
    stats: () => deck.stats(),
    close: onClose,
  });
  abort.addEventListener('abort', () => link.close(abort.reason), { once: true });

  const view = (): Omit<DeckView, 'frame'> => ({
    paused: deck.paused.peek(),
    seeking: deck.seeking.peek(),
    starving: deck.starving.peek(),
    ended: deck.ended.peek(),
    rate: deck.rate.peek(),
    readyState: deck.readyState.peek(),
    buffered: deck.buffered.peek(),
    duration: deck.duration,
    clock: {
      time: deck.time,
      at: environment.timeOrigin + environment.monotonic(),
      moving: !deck.paused.peek() && !deck.seeking.peek() && !deck.starving.peek() && !deck.ended.peek(),
    },
  });
  const tell = () => link.tell('view', [view()]);
  const states = computed(() => [
    deck.paused.value,
    deck.seeking.value,
    deck.starving.value,
    deck.ended.value,
    deck.rate.value,
    deck.readyState.value,
  ]);
  watch(states, abort, tell);
  // Buffer and clock move all the time: they are told at intervals.
  const tick = () => {
    tell();
    cancel = environment.setTimer(tick, viewEveryMs);
  };
  let cancel = environment.setTimer(tick, viewEveryMs);
  abort.addEventListener('abort', () => cancel(), { once: true });

  watch(deck.frame, abort, (frame) => {
    if (frame !== undefined) link.tell('frame', [frame]);
  });
  watch(deck.failure, abort, (failure) => {
    if (failure !== undefined) link.tell('failed', [plainError(failure)]);
  });
  return (error) => link.tell('failed', [plainError(error)]);
}
