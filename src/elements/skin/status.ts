import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { PlayerState } from '../../session/index.js';
import { transportNames } from '../strings/format.js';
import type { Strings } from '../strings/en.js';
import { fill } from '../strings/words.js';
import { icon } from './icons.js';
import type { SkinModel } from './model.js';

const saying: Readonly<Partial<Record<PlayerState, keyof Strings>>> = {
  negotiating: 'connecting',
  connecting: 'connecting',
  'waiting-for-key-frame': 'waiting',
  stalled: 'stalled',
  recovering: 'recovering',
};

/** The line that says what goes on: a small toast, and the polite live region that reads it out. */
export function status(model: SkinModel): TemplateResult {
  const { text } = model.words.value;
  const key = saying[model.session.state.value];
  const { notice } = model;
  const line =
    key !== undefined
      ? text[key]
      : notice.value === undefined
        ? ''
        : fill(text.nowOver, { transport: transportNames[notice.value] ?? notice.value });
  return html`<div part="status" class="status" role="status" ?data-busy=${key !== undefined}>
    ${line === '' ? nothing : html`<span>${line}</span>`}
  </div>`;
}

/** What stands in the middle: the error with a way out, or the way in. */
export function centre(model: SkinModel): TemplateResult | typeof nothing {
  const { state, error } = model.session;
  const { text } = model.words.value;
  const failure = error.value;
  if (state.value === 'failed' && failure !== undefined)
    return html`<div part="error" class="error" role="alert">
      <h2>${text.failed}</h2>
      <p dir="auto">${failure.hint || failure.message}</p>
      <button type="button" part="retry-button" class="solid" @click=${model.tryAgain}>
        ${text.tryAgain}
      </button>
      <details>
        <summary>${failure.reason}</summary>
        ${failure.message}
      </details>
    </div>`;
  const waiting =
    state.value === 'blocked' || (state.value === 'paused' && model.session.screening.value === undefined);
  if (!waiting) return nothing;
  return html`<button
    type="button"
    part="big-play-button"
    class="big"
    aria-label=${text.tapToPlay}
    @click=${model.togglePlay}
  >
    ${icon('play')}
  </button>`;
}

/** Autoplay without sound is what browsers allow; one tap brings the sound. */
export function soundOffer(model: SkinModel): TemplateResult | typeof nothing {
  const { player, session, soundChosen } = model;
  const offered = session.knobs.muted.value && !soundChosen.value && session.screening.value !== undefined;
  if (!offered || !player.autoplay) return nothing;
  return html`<button
    type="button"
    part="sound-offer"
    class="offer"
    aria-label=${model.words.value.text.tapForSound}
    @click=${model.toggleMute}
  >
    ${icon('muted')}<span>${model.words.value.text.tapForSound}</span>
  </button>`;
}
