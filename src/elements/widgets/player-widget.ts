import { isAbortError, signal } from '../../base/index.js';
import { BaseElement } from '../base-element.js';
import type { OlympicVideo } from '../olympic-video.js';
import { adopt } from '../skin/sheet.js';
import type { Strings } from '../strings/en.js';
import { findPlayer } from './find-player.js';
import type { Mount } from './mount.js';

const upgraded = ['player', 'strings'] as const;

/** An element that shows something of a player elsewhere on the page: bound by `for="player-id"` or `.player`. */
export abstract class PlayerWidget extends BaseElement {
  static readonly observedAttributes: readonly string[] = ['for', 'lang'];

  readonly #strings = signal<Partial<Strings>>({});
  #player: OlympicVideo | undefined;
  #binding: AbortController | undefined;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    adopt(
      shadow,
      ':host { display: block; } :host([hidden]) { display: none; } .body, .body * { box-sizing: border-box; }',
    );
    const body = document.createElement('div');
    body.className = 'body';
    shadow.append(body);
    for (const name of upgraded) {
      if (!Object.hasOwn(this, name)) continue;
      const value: unknown = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
  }

  /** What the widget shows; loaded when there is a player to show. */
  protected abstract load(): Promise<Mount>;

  /** The player; instead of `for`. */
  get player(): OlympicVideo | null {
    return this.#player ?? null;
  }
  set player(player: OlympicVideo | null) {
    this.#player = player ?? undefined;
    this.#bind();
  }

  /** Id of the player in the same tree. */
  get htmlFor(): string {
    return this.getAttribute('for') ?? '';
  }
  set htmlFor(id: string) {
    this.setAttribute('for', id);
  }

  /** The page's own words, over those of the language. */
  get strings(): Partial<Strings> {
    return this.#strings.peek();
  }
  set strings(strings: Partial<Strings>) {
    this.#strings.value = strings;
  }

  attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
    if (before !== now) this.#bind();
  }

  connectedCallback(): void {
    this.#bind();
  }

  disconnectedCallback(): void {
    this.#binding?.abort();
  }

  #bind(): void {
    this.#binding?.abort();
    if (!this.isConnected || (this.#player === undefined && this.htmlFor === '')) return;
    const binding = new AbortController();
    this.#binding = binding;
    this.#show(binding.signal).catch((error: unknown) => {
      // As the platform reports what goes wrong where nobody can catch it.
      if (!binding.signal.aborted && !isAbortError(error)) reportError(error);
    });
  }

  async #show(abort: AbortSignal): Promise<void> {
    const [player, mount, { wordsFor }] = await Promise.all([
      this.#player ?? findPlayer(this, this.htmlFor, abort),
      this.load(),
      import('../strings/words.js'),
    ]);
    const root = this.shadowRoot?.querySelector<HTMLElement>('.body');
    if (abort.aborted || !root || this.shadowRoot === null) return;
    mount({ root, shadow: this.shadowRoot, player, words: wordsFor(this, this.#strings, abort), abort });
  }
}
