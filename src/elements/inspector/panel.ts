import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { signal } from '../../base/index.js';
import type { Candidate, SessionStats, Verdict } from '../../session/index.js';
import { icon } from '../skin/icons.js';
import { adopt } from '../skin/sheet.js';
import { signalView } from '../skin/signal-view.js';
import { timeOfDay, transportNames } from '../strings/format.js';
import { inspectorEnglish } from '../strings/inspector-en.js';
import { fill } from '../strings/words.js';
import type { MountContext } from '../widgets/mount.js';
import { countFacts, ms, timeFacts } from './facts.js';
import type { Fact, Language } from './facts.js';
import { historyOf } from './history.js';
import { reportOf } from './report.js';
import { inspectorStyles } from './styles.js';

const updateMs = 500;

/** A sign beside each verdict's word and colour. */
const signs: Readonly<Record<Verdict, string>> = {
  chosen: '✓',
  standby: '○',
  refused: '–',
  failed: '✕',
  untried: '·',
};

/** The inspector's body; reads the player twice a second while it is open. */
export function mount({ root, shadow, player, words, abort, close }: MountContext): void {
  const { session } = player;
  const { environment } = session;
  const history = historyOf(session);
  const stats = signal<SessionStats | undefined>(undefined);
  const ticks = signal(0);
  const copied = signal<'copied' | 'notCopied' | undefined>(undefined);
  adopt(shadow, inspectorStyles);

  let cancel = () => {};
  const read = async () => {
    const reading = await session.stats();
    if (abort.aborted) return;
    stats.value = reading;
    ticks.value += 1;
    cancel = environment.setTimer(() => void read(), updateMs);
  };
  void read();
  abort.addEventListener('abort', () => cancel(), { once: true });

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(reportOf(session, stats.peek()));
      copied.value = 'copied';
    } catch {
      copied.value = 'notCopied';
    }
  };

  signalView(
    root,
    () => {
      void ticks.value;
      const { lang, text: common, inspector } = words.value;
      const text = inspector ?? inspectorEnglish;
      const language: Language = { lang, text };
      const counted = stats.value;
      const candidates = session.negotiation.value.candidates;
      return html`<section part="inspector" class="inspect" aria-label=${common.inspector} tabindex="-1">
        <header>
          <h2>${common.inspector}</h2>
          <span role="status">${copied.value === undefined ? nothing : text[copied.value]}</span>
          <button type="button" part="copy-button" @click=${() => void copy()}>${text.copyReport}</button>
          ${
            close === undefined
              ? nothing
              : html`<button type="button" part="close-button" aria-label=${common.close} @click=${close}>
                  ${icon('close')}
                </button>`
          }
        </header>
        ${facts(text.now, timeFacts(session, counted, language))}
        <h3>${text.negotiation}</h3>
        <ol class="candidates">
          ${candidates.map((candidate) => row(candidate, language))}
        </ol>
        ${counted === undefined ? nothing : facts(text.counters, countFacts(counted, language))}
        ${log(
          text.failovers,
          history.failovers.map(({ at, what }) => [
            timeOfDay(at, lang),
            `${nameOf(what.from)} → ${nameOf(what.to)}`,
            [
              fill(text.gap, { value: ms(what.gapMs, language) }),
              fill(text.repeated, { value: ms(what.repeatedMs, language) }),
              fill(text.held, { value: ms(what.heldMs, language) }),
              what.reason,
            ].join(' · '),
          ]),
          text.nothingYet,
        )}
        ${log(
          text.changes,
          history.angleChanges.map(({ at, what }) => [
            timeOfDay(at, lang),
            `${what.from ?? ''} → ${what.to}`,
            [
              fill(text.took, { value: ms(what.durationMs, language) }),
              fill(text.gapFrames, { value: String(what.gapFrames) }),
              fill(text.repeatedFrames, { value: String(what.repeatedFrames) }),
              what.source,
            ].join(' · '),
          ]),
          text.nothingYet,
        )}
      </section>`;
    },
    abort,
  );
}

const nameOf = ({ type, angle }: Candidate): string => `${transportNames[type] ?? type} (${angle})`;

function facts(title: string, list: readonly Fact[]): TemplateResult {
  return html`<h3>${title}</h3>
    <dl>
      ${list.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd dir="auto">${value}</dd>
          </div>`,
      )}
    </dl>`;
}

function row(candidate: Candidate, language: Language): TemplateResult {
  const { verdict, type, transport, decode, angle, reason, elapsedMs, agreed } = candidate;
  return html`<li class=${verdict} part=${`candidate candidate-${verdict}`}>
    <b>${transportNames[type] ?? type}</b>
    <em><i aria-hidden="true">${signs[verdict]}</i> ${language.text[verdict]}</em>
    <small>${[angle, transport, decode, reason].join(' · ')}</small>
    <small
      >${[...(elapsedMs === null ? [] : [ms(elapsedMs, language)]), ...(agreed === null ? [] : [agreed])].join(' · ')}</small
    >
  </li>`;
}

function log(
  title: string,
  entries: readonly (readonly [string, string, string])[],
  none: string,
): TemplateResult {
  return html`<h3>${title}</h3>
    ${entries.length === 0 ? html`<p>${none}</p>` : nothing}
    <ol>
      ${entries.map(
        ([at, what, detail]) => html`<li><time>${at}</time> <b>${what}</b><small>${detail}</small></li>`,
      )}
    </ol>`;
}
