import { computed, watch } from '../base/index.js';
import type { PlayerState, Session } from '../session/index.js';

const timeUpdateMs = 250;
const latencyUpdateMs = 500;
/** States in which the viewer wants motion and gets none. */
const waitingStates: ReadonlySet<PlayerState> = new Set([
  'connecting',
  'waiting-for-key-frame',
  'stalled',
  'recovering',
]);

/** Fires the element's events from the session's signals. The state has changed before its event fires. */
export function fireMediaEvents(element: EventTarget, session: Session, abort: AbortSignal): void {
  const plain = (type: string) => element.dispatchEvent(new Event(type));
  const detailed = (type: string, detail: unknown) =>
    element.dispatchEvent(new CustomEvent(type, { detail }));

  let paused = session.paused.peek();
  const tellPaused = () => {
    if (session.paused.peek() === paused) return;
    paused = session.paused.peek();
    plain(paused ? 'pause' : 'play');
  };

  let mode = session.mode.peek();
  const tellMode = () => {
    const now = session.mode.peek();
    if (now === mode) return;
    const from = mode;
    mode = now;
    detailed('modechange', { mode: now, from });
    plain('streamtypechange');
  };

  const window = () => `${session.mode.peek()} ${session.seekable.peek() !== undefined}`;
  let knownWindow = window();
  const tellWindow = () => {
    if (window() === knownWindow) return;
    knownWindow = window();
    plain('targetlivewindowchange');
  };

  let screening = session.screening.peek();
  let ready = false;
  const tellScreening = () => {
    const now = session.screening.peek();
    if (now === screening) return;
    screening = now;
    if (now === undefined) {
      ready = false;
      return;
    }
    plain('resize');
    if (ready) return;
    ready = true;
    for (const type of ['durationchange', 'loadedmetadata', 'loadeddata', 'canplay', 'canplaythrough'])
      plain(type);
  };

  let state: PlayerState = session.state.peek();
  const tellState = () => {
    const now = session.state.peek();
    if (now === state) return;
    const from = state;
    state = now;
    detailed('statechange', { state: now, from });
    if (now === 'playing') plain('playing');
    if (waitingStates.has(now) && !session.paused.peek()) plain('waiting');
    if (now === 'ended') {
      plain('pause');
      plain('ended');
    }
  };

  let updatedAt = -Infinity;
  let latencyAt = -Infinity;
  const tellTime = () => {
    const shown = session.screening.peek();
    const frame = shown?.frame.peek();
    if (frame === undefined) return;
    if (frame.displayedAt - updatedAt >= timeUpdateMs) {
      updatedAt = frame.displayedAt;
      plain('timeupdate');
      plain('progress');
    }
    const latencyMs = session.latency.peek();
    if (latencyMs !== undefined && frame.displayedAt - latencyAt >= latencyUpdateMs) {
      latencyAt = frame.displayedAt;
      const targetMs = shown?.feed.state.targetLatencyMs.peek() ?? null;
      detailed('latencychange', { latencyMs, targetMs });
    }
  };

  // One effect for all that may change together: effects of their own would run in no promised order, and pages rely on
  // play before playing, and on loadedmetadata before timeupdate.
  const playback = computed(() => [
    session.paused.value,
    session.mode.value,
    session.seekable.value,
    session.state.value,
    session.screening.value?.frame.value,
  ]);
  watch(playback, abort, () => {
    for (const tell of [tellPaused, tellMode, tellWindow, tellScreening, tellState, tellTime]) tell();
  });

  const { muted, volume, playbackRate } = session.knobs;
  const sound = computed(() => `${muted.value} ${volume.value}`);
  let heard = sound.peek();
  watch(sound, abort, (now) => {
    if (now === heard) return;
    heard = now;
    plain('volumechange');
  });
  let rate = playbackRate.peek();
  watch(playbackRate, abort, (now) => {
    if (now === rate) return;
    rate = now;
    plain('ratechange');
  });

  watch(session.negotiation, abort, (negotiation) => {
    if (negotiation.chosen !== null) detailed('negotiated', { negotiation });
  });
  watch(session.failover, abort, (failover) => {
    if (failover !== undefined) detailed('failover', failover);
  });
  watch(session.angleChange, abort, (change) => {
    if (change !== undefined) detailed('anglechange', change);
  });
  watch(session.moments, abort, (moments) => {
    if (moments.length > 0) detailed('momentschange', { moments });
  });
  watch(session.error, abort, (error) => {
    if (error !== undefined) plain('error');
  });
}
