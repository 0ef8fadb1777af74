/** Protected streams through MSE on both engines, opened with Chromium's ClearKey, and everything that can go wrong with a licence. */
import { expect } from '@open-wc/testing';
import { browserEnvironment, when } from '../../src/base/index.js';
import type { Environment, OlympicPlayerError } from '../../src/base/index.js';
import { dashTransport } from '../../src/transports/dash/index.js';
import { hlsTransport } from '../../src/transports/hls/index.js';
import { findKeySystems } from '../../src/transports/eme/index.js';
import type {
  Capabilities,
  ConnectContext,
  Feed,
  Source,
  SourceType,
} from '../../src/transports/contract.js';
import { capable, connectContext } from '../fixtures/connect-context.js';
import { startEdge } from '../fixtures/edge.js';
import type { TestEdge } from '../fixtures/edge.js';
import { needs } from '../fixtures/needs.js';

const capabilities: Capabilities = { ...capable, keySystems: new Set(['org.w3.clearkey']) };

interface Playing {
  readonly feed: Feed;
  readonly video: HTMLVideoElement;
  /** Every licence request made, in order: what it carried, what it was answered. */
  readonly licenses: { authorization: string | null; status: number; body: string }[];
  /** Why each request that passed the seam was made. */
  readonly purposes: string[];
}

type Scheme = 'cenc' | 'cbcs';

const paths: Readonly<Record<'ll-hls' | 'hls' | 'dash', string>> = {
  'll-hls': 'hls/ANGLE/ll.m3u8',
  hls: 'hls/ANGLE/index.m3u8',
  dash: 'dash/ANGLE/manifest.mpd',
};

const opened: Playing[] = [];
let edge: TestEdge;

function sourceOf(type: SourceType & keyof typeof paths, scheme: Scheme, angle = 'main', query = ''): Source {
  return {
    type,
    url: `${edge.url}/${scheme}/${paths[type].replace('ANGLE', angle)}`,
    protection: [{ keySystem: 'org.w3.clearkey', licenseUrl: `${edge.url}/license/clearkey${query}` }],
  };
}

async function open(
  source: Source,
  wishes: Partial<ConnectContext> = {},
  video = document.createElement('video'),
): Promise<Playing> {
  const licenses: Playing['licenses'] = [];
  const purposes: string[] = [];
  const context = connectContext({
    environment: {
      ...browserEnvironment,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (new URL(url).pathname.startsWith('/license')) {
          const sent = init?.body;
          const body = sent instanceof Uint8Array ? new TextDecoder().decode(sent) : '';
          const authorization = new Headers(init?.headers).get('authorization');
          licenses.push({ authorization, status: response.status, body });
        }
        return response;
      },
    },
    capabilities,
    prepareRequest: async ({ url, method = 'GET', headers = {} }, purpose) => {
      purposes.push(purpose);
      return { url, method, headers };
    },
    ...wishes,
  });
  const transport = source.type === 'dash' ? dashTransport : hlsTransport;
  const feed = await transport.connect(source, 'mse', context);
  video.muted = true;
  video.width = 640;
  document.body.append(video);
  const playing = { feed, video, licenses, purposes };
  opened.push(playing);
  if (feed.delivery.kind !== 'element') throw new Error('what is protected plays in an element');
  await feed.delivery.attach(video);
  void video.play().catch(() => {});
  return playing;
}

/**
 * Waits for a second of pictures, each a little newer than the one before and none older than the DVR window. What they show is
 * checked from outside the page (test/node/protected-player.test.ts): Chromium gives a page no pixel of encrypted media.
 */
async function expectPictures({ feed, video }: Playing): Promise<void> {
  const times: number[] = [];
  while ((times.at(-1) ?? 0) < (times[0] ?? 1) + 1000) {
    const mediaTime = await new Promise<number>((resolve) => {
      video.requestVideoFrameCallback((_now, frame) => resolve(frame.mediaTime));
    });
    const time = feed.timeline.eventTimeOf({ mediaTime, expectedDisplayTime: performance.now() });
    if (time !== undefined) times.push(time);
  }
  expect(times).to.deep.equal([...times].sort((a, b) => a - b));
  expect(times.length).to.be.above(10);
  expect(Date.now() - (times.at(-1) ?? 0), 'ms behind live').to.be.within(0, 10_000);
}

function failureOf({ feed }: Playing): Promise<OlympicPlayerError> {
  const isFailure = (error: OlympicPlayerError | undefined): error is OlympicPlayerError =>
    error !== undefined;
  return when(feed.state.failure, isFailure, new AbortController().signal);
}

/** What a browser does that cannot decode what it was given. */
async function failDecoding(mediaSource: MediaSource): Promise<void> {
  const isBusy = ({ updating }: SourceBuffer) => updating;
  for (let busy; (busy = [...mediaSource.sourceBuffers].find(isBusy));)
    await new Promise((resolve) => busy.addEventListener('updateend', resolve, { once: true }));
  mediaSource.endOfStream('decode');
}

/** A licence server of the test's own making. */
function answering(body: string): Partial<ConnectContext> {
  const environment: Environment = {
    ...browserEnvironment,
    fetch: (url, init) =>
      new URL(url).pathname.startsWith('/license') ? Promise.resolve(new Response(body)) : fetch(url, init),
  };
  return { environment };
}

describe('protected content', () => {
  const sessions: MediaKeySession[] = [];
  const { createSession } = window.MediaKeys?.prototype ?? {};
  before(async function () {
    await needs(this, 'ClearKey');
    edge = await startEdge();
    MediaKeys.prototype.createSession = function (this: MediaKeys, ...type) {
      const session = createSession.apply(this, type);
      sessions.push(session);
      return session;
    };
  });
  after(() => {
    if (createSession !== undefined) MediaKeys.prototype.createSession = createSession;
  });
  afterEach(async function () {
    await edge?.mend();
    for (const { feed, video } of opened.splice(0)) {
      await feed.close();
      expect(video.mediaKeys, `keys left by "${this.currentTest?.title}"`).to.equal(null);
      video.remove();
    }
    // Sessions that never asked for anything have no id, and nothing to close.
    await Promise.all(sessions.splice(0).map(({ sessionId, closed }) => sessionId === '' || closed));
  });

  it('finds the key systems that there are', async () => {
    const found = await findKeySystems(['org.w3.clearkey', 'com.apple.fps', 'com.example.unheard']);
    expect([...found]).to.deep.equal(['org.w3.clearkey']);
  });

  for (const type of ['ll-hls', 'hls', 'dash'] as const)
    for (const scheme of ['cenc', 'cbcs'] as const)
      it(`plays ${type} under ${scheme}, one licence for each key`, async () => {
        const playing = await open(sourceOf(type, scheme));
        await expectPictures(playing);
        expect(playing.licenses.map(({ status }) => status)).to.satisfy((statuses: number[]) =>
          statuses.every((status) => status === 200),
        );
        // Pictures and sound have a key each: hls.js asks for one at a time, the manifest names both at once.
        const kids = playing.licenses.flatMap(({ body }) => (JSON.parse(body) as { kids: string[] }).kids);
        expect(kids).to.have.length(2);
        expect(playing.purposes.filter((purpose) => purpose === 'license')).to.have.length(
          playing.licenses.length,
        );
      });

  for (const type of ['ll-hls', 'dash'] as const) {
    it(`${type}: asks once more with a fresh token when the licence server refuses the old one`, async () => {
      const refreshed: boolean[] = [];
      const playing = await open(sourceOf(type, 'cenc', 'main', '?token=fresh'), {
        prepareRequest: async ({ url, method = 'GET', headers = {} }, purpose, { refresh = false } = {}) => {
          if (purpose !== 'license') return { url, method, headers };
          refreshed.push(refresh);
          const token = refresh ? 'fresh' : 'stale';
          return { url, method, headers: { ...headers, authorization: `Bearer ${token}` } };
        },
      });
      await expectPictures(playing);
      const answers = playing.licenses.map(({ authorization, status }) => `${authorization} ${status}`);
      expect(new Set(answers)).to.deep.equal(new Set(['Bearer stale 401', 'Bearer fresh 200']));
      expect(refreshed.filter((refresh) => refresh)).to.have.length(playing.licenses.length / 2);
    });

    it(`${type}: says so when the licence is refused for good`, async () => {
      await edge.fault('unauthorized', 'license');
      const playing = await open(sourceOf(type, 'cenc'));
      const failure = await failureOf(playing);
      expect(failure.reason).to.equal('eme/unauthorized');
      expect(failure.hint).to.contain('getToken');
    });

    it(`${type}: says so when the licence server is down, or silent`, async () => {
      await edge.fault('unavailable', 'license');
      const down = await failureOf(await open(sourceOf(type, 'cenc')));
      expect(down.reason).to.equal('eme/unavailable');
      await edge.mend();
      await edge.fault('hang', 'license');
      const silent = await failureOf(await open(sourceOf(type, 'cenc')));
      expect(silent.reason).to.equal('eme/network');
    });

    it(`${type}: calls a wrong key an error, not a black picture`, async () => {
      await edge.fault('corrupt', 'license', { value: 1 });
      const failure = await failureOf(await open(sourceOf(type, 'cenc')));
      expect(failure.reason).to.equal('eme/undecodable');
    });

    it(`${type}: does not wait for ever for a key that no licence brings`, async () => {
      const other = { kty: 'oct', kid: 'AAAAAAAAAAAAAAAAAAAAAA', k: 'AAAAAAAAAAAAAAAAAAAAAA' };
      const answer = JSON.stringify({ keys: [other], type: 'temporary' });
      const failure = await failureOf(await open(sourceOf(type, 'cenc'), answering(answer)));
      expect(failure.reason).to.be.oneOf(['eme/key-missing', 'eme/key-unusable']);
      expect(failure.hint).to.not.equal('');
    });

    it(`${type}: says so when the answer is no licence`, async () => {
      const failure = await failureOf(await open(sourceOf(type, 'cenc'), answering('<html>Welcome</html>')));
      expect(failure.reason).to.equal('eme/license-rejected');
    });

    it(`${type}: takes the licence server that the manifest names`, async () => {
      const { url } = sourceOf(type, 'cbcs');
      const playing = await open({ type, url, protection: [{ keySystem: 'org.w3.clearkey' }] });
      await expectPictures(playing);
    });

    it(`${type}: says so when the browser has none of the key systems`, async () => {
      const { url } = sourceOf(type, 'cenc');
      const source: Source = { type, url, protection: [{ keySystem: 'com.apple.fps', licenseUrl: url }] };
      const failure = await open(source).then(failureOf, (error: OlympicPlayerError) => error);
      expect(failure.reason).to.equal('eme/no-key-system');
      const transport = type === 'dash' ? dashTransport : hlsTransport;
      const mse = transport.assess(source, capabilities).find(({ decode }) => decode === 'mse');
      expect(mse).to.deep.equal({ decode: 'mse', able: false, reason: 'no-key-system' });
    });
  }

  it('plays a protected manifest that nobody described, where it names its licence server', async () => {
    const { url } = sourceOf('dash', 'cenc');
    await expectPictures(await open({ type: 'dash', url }));
  });

  it('says what is missing of a protected playlist that nobody described', async () => {
    const { url } = sourceOf('ll-hls', 'cenc');
    const failure = await failureOf(await open({ type: 'll-hls', url }));
    expect(failure.reason).to.equal('eme/no-license-server');
  });

  it('leaves an element fit for whoever plays on it next', async () => {
    const video = document.createElement('video');
    for (const type of ['ll-hls', 'dash', 'hls'] as const) {
      const playing = await open(sourceOf(type, 'cenc'), {}, video);
      await expectPictures(playing);
      await playing.feed.close();
      expect(video.mediaKeys).to.equal(null);
      opened.length = 0;
    }
    video.remove();
  });

  it('leaves it so when it is closed in the middle of a recovery, before the element has noticed its new source', async () => {
    const { createObjectURL } = URL;
    const mediaSources: MediaSource[] = [];
    URL.createObjectURL = (object: Blob | MediaSource) => {
      if (object instanceof MediaSource) mediaSources.push(object);
      return createObjectURL(object);
    };
    const playing = await open(sourceOf('ll-hls', 'cenc')).finally(
      () => (URL.createObjectURL = createObjectURL),
    );
    const { feed, video } = playing;
    await expectPictures(playing);
    const { src } = video;
    const changed = new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        if (video.src === '' || video.src === src) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(video, { attributes: true, attributeFilter: ['src'] });
    });
    await failDecoding(mediaSources[0]!);
    await changed;
    await feed.close();
    expect(video.hasAttribute('src')).to.equal(false);
    expect(video.mediaKeys).to.equal(null);
  });

  it('plays two protected angles side by side', async () => {
    const first = await open(sourceOf('ll-hls', 'cenc', 'main'));
    const second = await open(sourceOf('ll-hls', 'cbcs', 'ring-00'));
    await Promise.all([expectPictures(first), expectPictures(second)]);
    await first.feed.close();
    void second.video.play();
    await expectPictures(second);
  });
});
