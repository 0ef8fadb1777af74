/** Runs what the README shows, as it stands there: only addresses are put in place of the examples'. */
import { expect } from '@open-wc/testing';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { eventOf, stateOf } from '../fixtures/player.js';
import type { PlayerElement } from '../fixtures/player.js';

interface Inside {
  readonly window: Window & typeof globalThis;
  readonly document: Document;
}

interface Page extends Inside {
  readonly player: PlayerElement;
  /** What scripts of the page have logged or left unhandled. */
  readonly said: string[];
}

const mainTypes = ['whep', 'll-hls', 'dash'];

describe('the README', () => {
  let edge: TestEdge;
  let text: string;
  const frames: HTMLIFrameElement[] = [];

  before(async () => {
    edge = await startEdge();
    text = await (await fetch('/README.md')).text();
  });
  afterEach(async () => {
    for (const frame of frames.splice(0)) frame.remove();
    await edge.mend();
  });

  /** The one snippet in this language that has the words in it. */
  function snippet(language: string, words: string): string {
    const found = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter(
      ([, of, body]) => of === language && body?.includes(words),
    );
    expect(found, `${language} with ${words}`).to.have.length(1);
    return found[0]?.[2] ?? '';
  }

  const placed = (snippetText: string): string =>
    snippetText
      .replaceAll('/olympic-player/define.js', '/dist/define.js')
      .replaceAll('/event.json', `${edge.url}/event.json`);

  /** Loads markup as a page of its own, of this origin. */
  async function load(markup: string, head = ''): Promise<Inside> {
    const frame = document.createElement('iframe');
    frame.allow = 'autoplay';
    frame.width = '640';
    frame.height = '480';
    frame.srcdoc = markup.includes('<head>')
      ? markup.replace('<head>', `<head>${head}`)
      : `<!doctype html><html lang="en"><head>${head}</head><body>${markup}</body></html>`;
    frames.push(frame);
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    document.body.append(frame);
    await loaded;
    const { contentWindow, contentDocument } = frame;
    if (!contentWindow || !contentDocument) throw new Error('the frame is empty');
    return { window: contentWindow as Inside['window'], document: contentDocument };
  }

  /** Waits until the page's player is defined, and listens to what its scripts say. */
  async function withPlayer(page: Inside): Promise<Page> {
    const player = page.document.querySelector<PlayerElement>('olympic-player, olympic-video');
    if (!player) throw new Error('the page has no player');
    await page.window.customElements.whenDefined(player.localName);
    const said: string[] = [];
    page.window.console.log = (...words: unknown[]) => void said.push(words.join(' '));
    page.window.addEventListener('error', ({ message }) => said.push(`error: ${message}`));
    page.window.addEventListener('unhandledrejection', ({ reason }) => said.push(`error: ${String(reason)}`));
    return { ...page, player, said };
  }

  const open = async (markup: string, head?: string): Promise<Page> => withPlayer(await load(markup, head));

  /** Runs a module's text in a page; resolves when it has run to its end. */
  async function run(page: Page, module: string): Promise<void> {
    const script = page.document.createElement('script');
    script.type = 'module';
    script.textContent = `${module}\ndispatchEvent(new Event('snippet-done'));`;
    const done = new Promise((resolve) => page.window.addEventListener('snippet-done', resolve));
    page.document.body.append(script);
    await done;
  }

  const importMap =
    '<script type="importmap">{"imports":{"olympic-player":"/dist/index.js","olympic-player/define":"/dist/define.js"}}</script>';
  const define = '<script type="module" src="/dist/define.js"></script>';

  it('shows an embed of at most ten lines that plays', async () => {
    const embed = snippet('html', 'autoplay muted playsinline></olympic-player>');
    expect(embed.trim().split('\n').length).to.be.at.most(10);
    const { player } = await open(placed(embed));
    await stateOf(player, 'playing');
    expect(player.eventTime).to.be.above(0);
    expect(player.negotiation.chosen?.verdict).to.equal('chosen');
    expect(player.shadowRoot?.querySelector('[part~=play-button]')).to.be.instanceOf(
      player.ownerDocument.defaultView?.Element,
    );
  });

  it('imports what the package has', async () => {
    const page = await open('<olympic-player></olympic-player>', `${importMap}${define}`);
    const imports = snippet('js', "import 'olympic-player/define'");
    await run(
      page,
      `${imports}\nconsole.log(OlympicPlayer.name !== '', new OlympicPlayerError({` +
        "reason: 'session/failed', code: 2, message: 'x' }) instanceof Error);",
    );
    expect(page.said).to.deep.equal(['true true']);
  });

  it('cuts to another camera and tells of a failover', async () => {
    const page = await open(placed(snippet('html', 'autoplay muted playsinline></olympic-player>')));
    await stateOf(page.player, 'playing');
    await run(page, snippet('js', "switchAngle('ring-03')"));
    expect(page.player.angle).to.equal('ring-03');
    expect(page.said).to.have.length(2);
    expect(page.said[0]).to.match(/^cut from main to ring-03: \d+ frames missed$/);
    expect(page.said[1]).to.match(/^on screen since \d{4}-.+Z, asked \d+ ms before$/);
    const failed = eventOf(page.player, 'failover');
    await edge.fault('cut', 'whep');
    await failed;
    expect(page.said[2]).to.match(/^whep: (whep|session)\/[a-z-]+\. Now moq, \d+ ms missed$/);
  });

  it("puts a token and the page's own words on requests", async () => {
    const markup = '<olympic-player autoplay muted transports="whep ll-hls"></olympic-player>';
    const page = await open(markup, define);
    const asked: string[] = [];
    const signed: Request[] = [];
    const { fetch: network } = page.window;
    page.window.fetch = async (input, init) => {
      const request = new page.window.Request(input, init);
      if (new URL(request.url).pathname !== '/tokens') {
        signed.push(request);
        return network.call(page.window, input, init);
      }
      asked.push(new URL(request.url).search);
      return new Response('t-1');
    };
    await run(page, placed(snippet('js', 'player.getToken')));
    await stateOf(page.player, 'playing');
    expect(asked).to.include('?angle=main&reason=connect');
    expect(signed.map(({ headers }) => headers.get('authorization'))).to.satisfy((tokens: string[]) =>
      tokens.every((token) => token === 'Bearer t-1'),
    );
    const offer = signed.find(({ method, url }) => method === 'POST' && url.includes('/whep/'));
    expect(new URL(offer?.url ?? 'about:blank').searchParams.get('viewer')).to.equal('v-81');
    expect(JSON.stringify(page.player.negotiation)).to.not.include('v-81');
  });

  it('shows widgets that find their player', async () => {
    const page = await open(placed(snippet('html', '<olympic-inspector for="player">')), define);
    await stateOf(page.player, 'playing');
    await changed(
      page.document,
      'olympic-inspector',
      (inspector) => inspector.querySelectorAll('.candidates li').length > 3,
    );
    await changed(
      page.document,
      'olympic-angle-strip',
      (strip) => strip.textContent?.includes('1') === true && strip.querySelectorAll('button').length >= 12,
    );
    await changed(page.document, 'olympic-latency-badge', (badge) => badge.textContent?.trim() !== '');
  });

  for (const type of mainTypes)
    it(`plays ${type} under the policy it shows`, async () => {
      const [, policy = ''] =
        /^Content-Security-Policy: (.+)$/m.exec(snippet('http', 'Content-Security-Policy')) ?? [];
      expect(policy).to.include("require-trusted-types-for 'script'");
      const meta = document.createElement('meta');
      meta.httpEquiv = 'Content-Security-Policy';
      meta.content = policy.replaceAll('https://media.example.com', edge.url);
      const markup = `<olympic-player src="${edge.url}/event.json" autoplay muted transports="${type}"></olympic-player>`;
      const page = await open(markup, `${meta.outerHTML}${define}`);
      const violations = violationsIn(page.window);
      await stateOf(page.player, 'playing');
      expect(page.player.negotiation.chosen?.type).to.equal(type);
      page.player.shadowRoot?.querySelector<HTMLElement>('[part~=inspector-button]')?.click();
      await eventOf(page.player, 'timeupdate');
      // The policy is in force, and its reports arrive: the first is of what the test does against it.
      expect(() => page.document.body.insertAdjacentHTML('beforeend', '<p>no</p>')).to.throw();
      expect(await violations.next()).to.match(/require-trusted-types-for.*insertAdjacentHTML/);
    });
});

/** Resolves when the shadow root of an element passes, now or after a change. */
async function changed(page: Document, tag: string, accept: (root: ShadowRoot) => boolean): Promise<void> {
  const root = page.querySelector(tag)?.shadowRoot;
  if (!root) throw new Error(`the page has no <${tag}>`);
  await new Promise<void>((resolve) => {
    const look = () => {
      if (!accept(root)) return;
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(look);
    observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
  });
}

/** What the page's policy has refused so far, since before any of its scripts ran; then what it refuses next. */
function violationsIn(page: Window & typeof globalThis): { next(): Promise<string> } {
  const said: string[] = [];
  let heard = () => {};
  const observer = new page.ReportingObserver(
    (reports) => {
      said.push(...reports.map(({ body }) => JSON.stringify(body)));
      heard();
    },
    { types: ['csp-violation'], buffered: true },
  );
  observer.observe();
  return {
    async next() {
      if (said.length === 0) await new Promise<void>((resolve) => (heard = resolve));
      return said.shift() ?? '';
    },
  };
}
