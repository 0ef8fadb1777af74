import { batch, signal, watch } from '../../base/index.js';
import type { ReadonlySignal } from '../../base/index.js';
import type { Cue } from '../../media/index.js';
import type { Session } from '../../session/index.js';

/**
 * Keeps a real TextTrackList (HTML, 4.8.11.11) in step with the session's captions, both ways: `mode` chooses a track, as
 * menus of other players do it. The tracks belong to a media element that plays nothing; they hold the cues of the moment.
 * @param currentTime seconds on the player's timeline, now
 * @returns whether cues are to be drawn: a track that is `hidden` is delivered, and the page draws it
 */
export function keepTextTracks(
  media: HTMLMediaElement,
  session: Session,
  currentTime: () => number,
  abort: AbortSignal,
): ReadonlySignal<boolean> {
  const { captions } = session;
  const list = media.textTracks;
  const elements = new Map<string, HTMLTrackElement>();
  const drawn = signal(true);

  const setModes = () => {
    const selected = captions.selected.peek();
    for (const [id, { track }] of elements) {
      const mode = id !== selected ? 'disabled' : drawn.peek() ? 'showing' : 'hidden';
      if (track.mode !== mode) track.mode = mode;
    }
  };

  watch(captions.tracks, abort, (tracks) => {
    for (const [id, element] of elements) {
      const track = tracks.find((one) => one.id === id);
      if (track?.label === element.label && track.kind === element.kind) continue;
      element.remove();
      elements.delete(id);
    }
    for (const { id, kind, label, language } of tracks) {
      if (elements.has(id)) continue;
      const element = document.createElement('track');
      Object.assign(element, { id, kind, label, srclang: language });
      elements.set(id, element);
      media.append(element);
      // Browsers turn tracks on by themselves that suit the user's language, once any is on: not those a script has set.
      element.track.mode = 'hidden';
      element.track.mode = 'disabled';
    }
    setModes();
  });
  watch(captions.selected, abort, setModes);

  list.addEventListener(
    'change',
    () => {
      const selected = captions.selected.peek();
      const on = [...elements].filter(([, { track }]) => track.mode !== 'disabled');
      // A menu may turn the new one on before it turns the old one off.
      const [id, element] = on.find(([one]) => one !== selected) ?? on[0] ?? [];
      batch(() => {
        if (element !== undefined) drawn.value = element.track.mode === 'showing';
        if (id !== selected) captions.select(id);
      });
      // Next time they are drawn again, whoever turns them on.
      if (id === undefined) drawn.value = true;
      setModes();
    },
    { signal: abort },
  );

  watch(captions.cues, abort, (cues) => {
    const track = elements.get(captions.selected.peek() ?? '')?.track;
    const mediaTime = session.screening.peek()?.frame.peek()?.mediaTime;
    if (track === undefined || mediaTime === undefined) return;
    const offset = currentTime() - mediaTime;
    if (!replaceCues(track, cues, offset)) return;
    track.dispatchEvent(new Event('cuechange'));
  });
  return drawn;
}

/** The track's cues are those of the moment, as `activeCues` has them. False where they were already. */
function replaceCues(track: TextTrack, cues: readonly Cue[], offset: number): boolean {
  const before = [...(track.cues ?? [])];
  if (before.map(({ id }) => id).join('\n') === cues.map(({ id }) => id).join('\n')) return false;
  for (const cue of before) track.removeCue(cue);
  for (const cue of cues) {
    const shown = new VTTCue(cue.from / 1000 + offset, cue.to / 1000 + offset, textOf(cue));
    shown.id = cue.id;
    track.addCue(shown);
  }
  // The element they belong to plays nothing, so the browser finds none of them active.
  Object.defineProperty(track, 'activeCues', { configurable: true, get: () => track.cues });
  return true;
}

/** The words alone, as WebVTT cue text: nothing in them is markup. */
function textOf(cue: Cue): string {
  const lines = cue.kind === 'grid' ? cue.rows.map(({ spans }) => spans) : cue.lines;
  const text = lines.map((line) => line.map((span) => span.text).join('')).join('\n');
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
