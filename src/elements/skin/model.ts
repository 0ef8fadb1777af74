import { computed, signal, watch } from '../../base/index.js';
import type { ReadonlySignal } from '../../base/index.js';
import type { Session } from '../../session/index.js';
import type { OlympicVideo } from '../olympic-video.js';
import type { Words } from '../strings/words.js';
import { sampled } from './sampled.js';
import { readTiming } from './timing.js';
import type { Timing } from './timing.js';

/** Time displays change four times a second: more is noise to the eye and to a screen reader. */
const timingMs = 250;
/** How long the toast says over which transport playback goes on. */
const noticeMs = 4000;

/** Closer than this, in seconds, the viewer is at the moment already; playback moves on while a key is pressed twice. */
const momentSlack = 1;

export type Panel = 'quality' | 'cc' | 'cameras' | 'inspector';

/** Menus close once something is chosen or looked for elsewhere; other panels stay. */
export const isMenu = (panel: Panel | undefined): boolean => panel === 'quality' || panel === 'cc';

/** What the skin knows and does: the session's state as the controls need it, and the viewer's wishes. */
export class SkinModel {
  readonly session: Session;
  /** The one panel that is open. */
  readonly panel = signal<Panel | undefined>(undefined);
  readonly fullscreen = signal(false);
  /** Where the viewer wants to be while dragging or seeking, `currentTime` seconds. */
  readonly target = signal<number | undefined>(undefined);
  /** The viewer has said something about sound: no more need to offer it. */
  readonly soundChosen = signal(false);
  /** Source type a failover went to, for a few seconds. */
  readonly notice = signal<string | undefined>(undefined);
  readonly timing: ReadonlySignal<Timing>;

  constructor(
    readonly player: OlympicVideo,
    readonly words: ReadonlySignal<Words>,
    abort: AbortSignal,
  ) {
    const { session } = player;
    this.session = session;
    const moved = sampled(
      computed(() => [session.screening.value?.frame.value, session.seekable.value]),
      timingMs,
      session.environment,
      abort,
    );
    this.timing = computed(() => {
      void [
        moved.value,
        session.screening.value,
        session.paused.value,
        session.live.value,
        session.origin.value,
      ];
      return readTiming(player);
    });
    let cancel: (() => void) | undefined;
    let seen = session.failover.peek();
    watch(session.failover, abort, (failover) => {
      if (failover === undefined || failover === seen) return;
      seen = failover;
      cancel?.();
      this.notice.value = failover.to.type;
      cancel = session.environment.setTimer(() => (this.notice.value = undefined), noticeMs);
    });
    abort.addEventListener('abort', () => cancel?.(), { once: true });
  }

  readonly togglePlay = (): void => {
    const { player } = this;
    if (player.paused || player.state === 'blocked') void player.play().catch(() => {});
    else player.pause();
  };

  /** After a final error: plays again, or loads again where loading is what failed. */
  readonly tryAgain = (): void => {
    const { player, session } = this;
    const ready = session.model.peek() === undefined ? player.load() : Promise.resolve();
    // What fails again is told by the state.
    ready.then(() => player.play()).catch(() => {});
  };

  readonly toggleMute = (): void => {
    const { player } = this;
    this.soundChosen.value = true;
    player.muted = !player.muted;
    if (!player.muted && player.volume === 0) player.volume = 0.5;
  };

  /** @param volume 0 to 1; what is beyond is clamped */
  setVolume(volume: number): void {
    const { player } = this;
    this.soundChosen.value = true;
    player.volume = Math.min(1, Math.max(0, volume));
    player.muted = player.volume === 0;
  }

  readonly goLive = (): void => {
    const { player, session } = this;
    void session.seekToLive().catch(() => {});
    if (player.paused) void player.play().catch(() => {});
  };

  /** @param seconds on the `currentTime` line */
  async seekTo(seconds: number): Promise<void> {
    const { session, player } = this;
    const origin = session.origin.peek();
    this.target.value = seconds;
    try {
      if (origin !== undefined && session.eventTime.peek() !== undefined)
        await session.seek(origin + seconds * 1000);
      else player.currentTime = seconds;
    } catch {
      // The picture stays where it is; a source that broke tells so by the state.
    } finally {
      if (this.target.peek() === seconds) this.target.value = undefined;
    }
  }

  /** Relative to where the viewer is, or is already going. */
  seekBy(seconds: number): void {
    const { from, to, seekable, live } = this.timing.peek();
    if (!seekable) return;
    const wanted = (this.target.peek() ?? this.player.currentTime) + seconds;
    if (live && wanted >= to) this.goLive();
    else void this.seekTo(Math.min(to, Math.max(from, wanted)));
  }

  /** To the next or the previous moment that can be sought. */
  stepMoment(step: 1 | -1): void {
    const origin = this.session.origin.peek();
    const { from, to, now, seekable } = this.timing.peek();
    if (origin === undefined || !seekable) return;
    const here = this.target.peek() ?? now;
    const places = this.session.moments
      .peek()
      .map(({ eventTime }) => (eventTime - origin) / 1000)
      .filter((place) => place > from && place < to && (place - here) * step > momentSlack)
      .sort((a, b) => (a - b) * step);
    const [place] = places;
    if (place !== undefined) void this.seekTo(place);
  }

  toggle(panel: Panel): void {
    this.panel.value = this.panel.peek() === panel ? undefined : panel;
  }

  toggleCaptions(): void {
    this.session.captions.toggle([this.words.peek().lang]);
  }

  switchAngle(id: string): void {
    // A cut that fails leaves the picture as it is; a newer cut supersedes this one.
    void this.session.switchAngle(id, { source: 'user' }).catch(() => {});
  }

  /** The next or the previous camera that can play here. */
  stepAngle(step: 1 | -1): void {
    const { session } = this;
    const ids = session.angles
      .peek()
      .map(({ id }) => id)
      .filter((id) => session.canPlay(id));
    const at = ids.indexOf(session.angle.peek() ?? '');
    const id = ids[(at + step + ids.length) % ids.length];
    if (id !== undefined) this.switchAngle(id);
  }

  /** @param number 1 is the first */
  pickAngle(number: number): void {
    const id = this.session.angles.peek()[number - 1]?.id;
    if (id !== undefined) this.switchAngle(id);
  }

  get canFloat(): boolean {
    return document.pictureInPictureEnabled && !this.player.disablePictureInPicture;
  }

  readonly togglePictureInPicture = (): void => {
    const { player } = this;
    const leave = player.shadowRoot?.pictureInPictureElement ?? null;
    const done = leave === null ? player.requestPictureInPicture() : document.exitPictureInPicture();
    // Refused before the first picture, or by the browser's own rules.
    Promise.resolve(done).catch(() => {});
  };
}
