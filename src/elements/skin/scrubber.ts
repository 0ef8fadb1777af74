import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { duration, timeOfDay } from '../strings/format.js';
import { fill } from '../strings/words.js';
import { setVars } from './set-vars.js';
import type { SkinModel } from './model.js';
import type { Timing } from './timing.js';

/** Seconds moved by each key while the scrubber has the focus. */
const keySteps: Readonly<Record<string, number>> = {
  ArrowLeft: -5,
  ArrowDown: -5,
  ArrowRight: 5,
  ArrowUp: 5,
  PageDown: -30,
  PageUp: 30,
};

/** The time at a place, as the viewer reads it: the clock of the event, else the position. */
function timeText(at: number, timing: Timing, lang: string): string {
  if (timing.eventTime !== undefined) return timeOfDay(timing.eventTime + (at - timing.now) * 1000, lang);
  return duration(timing.live ? at - timing.to : at, lang);
}

const share = (at: number, { from, to }: Timing): number =>
  Math.min(1, Math.max(0, (at - from) / (to - from)));

/**
 * The window that can be sought in, oldest at the left and live at the right in every script (a tape has a direction), with
 * the moments on it. A native slider, so that touch and assistive technology know it. Moments are out of the tab order, of
 * which they would take over all; Shift and an arrow goes from one to the next.
 */
export function scrubber(model: SkinModel): TemplateResult {
  const timing = model.timing.value;
  const { text, lang } = model.words.value;
  const { from, to, now, atEdge } = timing;
  const at = model.target.value ?? (atEdge ? to : now);
  const origin = model.session.origin.value ?? 0;
  const seek = (seconds: number) => {
    if (timing.live && seconds > to - 1) {
      model.target.value = undefined;
      model.goLive();
    } else void model.seekTo(seconds);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = keySteps[event.key];
    if (step !== undefined && event.shiftKey) model.stepMoment(step < 0 ? -1 : 1);
    else if (step !== undefined) model.seekBy(step);
    else if (event.key === 'Home') seek(from);
    else if (event.key === 'End') seek(to);
    else return;
    event.preventDefault();
  };
  const onMove = ({ currentTarget, clientX }: PointerEvent) => {
    if (!(currentTarget instanceof HTMLElement)) return;
    const { left, width } = currentTarget.getBoundingClientRect();
    const x = Math.min(1, Math.max(0, (clientX - left) / width));
    currentTarget.style.setProperty('--hover', String(x));
    const bubble = currentTarget.querySelector('.bubble');
    if (bubble !== null) bubble.textContent = timeText(from + x * (to - from), timing, lang);
  };
  return html`<div
    part="timeline"
    class="timeline"
    dir="ltr"
    ${setVars({ '--at': share(at, timing) })}
    @pointermove=${onMove}
  >
    <input
      type="range"
      part="scrubber"
      aria-label=${text.timeline}
      aria-valuetext=${atEdge ? text.live : timeText(at, timing, lang)}
      min=${from}
      max=${to}
      step="any"
      .value=${String(at)}
      @keydown=${onKey}
      @input=${({ target }: InputEvent) => {
        if (target instanceof HTMLInputElement) model.target.value = target.valueAsNumber;
      }}
      @change=${({ target }: Event) => {
        if (target instanceof HTMLInputElement) seek(target.valueAsNumber);
      }}
    />
    <span part="time-bubble" class="bubble" aria-hidden="true"></span>
    ${model.session.moments.value
      .map((moment) => ({ ...moment, place: (moment.eventTime - origin) / 1000 }))
      .filter(({ place }) => place > from && place < to)
      .map(({ label, place }) => {
        const name = fill(text.moment, { name: label });
        return html`<button
          type="button"
          part="moment"
          tabindex="-1"
          aria-label=${name}
          data-name=${label}
          ${setVars({ '--place': share(place, timing) })}
          @click=${() => seek(place)}
        ></button>`;
      })}
  </div>`;
}
