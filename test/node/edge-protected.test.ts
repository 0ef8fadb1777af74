/** The edge's encrypted streams, opened by a decrypter that is not ours, and the licence server. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny';
import { createEdge, type Edge } from '../../examples/edge/index.js';
import { nalUnits } from '../../examples/edge/h264/nal.js';
import { loadLoop } from '../../examples/edge/loop.js';
import { Packager } from '../../examples/edge/media/packager.js';
import { createRenditions, type Rendition } from '../../examples/edge/media/rendition.js';
import { contentKey, hex } from '../../examples/edge/protected/keys.js';
import { schemes } from '../../examples/edge/protected/scheme.js';
import { subsamplesOf } from '../../examples/edge/protected/subsamples.js';
import { parseEvent } from '../../src/event/index.js';
import { EdgeClient } from './edge-support/edge.js';

const startMs = 1_795_000_000_000 - (1_795_000_000_000 % 8000);
const undistorted = { clockOffsetMs: 0, frozenAt: undefined };
const loop = await loadLoop();

async function decrypted(file: Uint8Array, kind: Rendition['kind'], key: Uint8Array): Promise<Uint8Array[]> {
  const input = new Input({
    source: new BufferSource(file),
    formats: [MP4],
    formatOptions: { isobmff: { resolveKeyId: () => key } },
  });
  const track = kind === 'video' ? await input.getPrimaryVideoTrack() : await input.getPrimaryAudioTrack();
  assert.ok(track);
  const samples: Uint8Array[] = [];
  for await (const { data } of new EncodedPacketSink(track).packets()) samples.push(data);
  return samples;
}

const same = (a: Uint8Array | undefined, b: Uint8Array | undefined) =>
  a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;

for (const scheme of schemes)
  describe(`media under ${scheme}`, () => {
    const packager = new Packager(startMs);
    const main = createRenditions(loop, { clean: false, scheme }).get('main');
    assert.ok(main);

    for (const rendition of [main.high, main.low, main.aac, main.opus])
      it(`gives back every byte of ${rendition.id} to who has the key, and none to who has not`, async () => {
        const { protection, init, kind, samples } = rendition;
        assert.ok(protection);
        const file = Buffer.concat([init, ...[0, 1].map((n) => packager.segment(rendition, n, undistorted))]);
        const opened = await decrypted(file, kind, protection.key.key);
        assert.ok(opened.length >= 60);
        assert.deepEqual(
          opened.filter((sample, i) => !same(sample, samples[i]?.data)),
          [],
        );
        const guessed = await decrypted(file, kind, contentKey(scheme, 'nobody').key);
        const longEnough = guessed.filter((sample) => sample.byteLength >= 64);
        assert.ok(longEnough.length > 0);
        assert.deepEqual(
          longEnough.filter((sample) => samples.some(({ data }) => same(sample, data))),
          [],
        );
      });

    it('leaves the lengths, headers and slice headers of pictures readable', () => {
      for (const { data } of main.high.samples) {
        const runs = subsamplesOf(data, scheme);
        const covered = runs.reduce((sum, { clear, encrypted }) => sum + clear + encrypted, 0);
        assert.equal(covered, data.byteLength);
        const nals = [...nalUnits(data)];
        assert.ok(runs.length <= nals.length + 1);
        if (scheme === 'cenc') assert.ok(runs.every(({ encrypted }) => encrypted % 16 === 0));
        assert.ok(runs.every(({ clear }) => clear >= 4 + 32));
      }
    });
  });

describe('the protected event', () => {
  let edge: Edge;
  let client: EdgeClient;
  before(async () => {
    edge = await createEdge({ loop });
    client = new EdgeClient(edge);
  });
  after(() => edge.close());

  const ask = (body: string, path = 'license/clearkey', headers: Record<string, string> = {}) =>
    client.get(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  const kidOf = (what: string) => Buffer.from(contentKey('cenc', what).kid).toString('base64url');

  it('is described with its key system, for all angles or some', async () => {
    const read = async (query: string) => {
      const { event } = parseEvent(await client.text(`event.json?${query}`), { baseUrl: edge.url });
      assert.ok(event);
      return event.angles;
    };
    for (const { sources } of await read('protected=1'))
      for (const source of sources) {
        assert.deepEqual(source.protection, [
          { keySystem: 'org.w3.clearkey', licenseUrl: `${edge.url}/license/clearkey` },
        ]);
        assert.match(source.url, /\/cenc\/(hls|dash)\//);
      }
    const some = await read('protected=cbcs&angles=main');
    const isProtected = ({ sources }: (typeof some)[number]) => sources.every((source) => source.protection);
    assert.deepEqual(
      some.filter(isProtected).map(({ id }) => id),
      ['main'],
    );
    assert.equal((await client.get('event.json?protected=rot13')).status, 400);
  });

  it('says in playlists and manifests which key opens what', async () => {
    const { kid } = contentKey('cbcs', 'main');
    const sound = contentKey('cbcs', 'sound').kid;
    const video = await client.text('cbcs/hls/main/ll/high.m3u8');
    assert.match(video, new RegExp(`#EXT-X-KEY:METHOD=SAMPLE-AES,.*KEYID=0x${hex(kid)}\n#EXT-X-MAP`));
    const multivariant = await client.text('cbcs/hls/main/ll.m3u8');
    assert.equal(multivariant.match(/#EXT-X-SESSION-KEY:/g)?.length, 2);
    const ctr = await client.text('cenc/hls/main/aac.m3u8');
    assert.match(ctr, /METHOD=SAMPLE-AES-CTR,.*KEYFORMAT="org.w3.clearkey"/);
    const mpd = await client.text('cbcs/dash/main/manifest.mpd');
    assert.equal(mpd.match(/mp4protection:2011" value="cbcs"/g)?.length, 3);
    const bare = (id: string) => id.replaceAll('-', '');
    const named = [...mpd.matchAll(/default_KID="([^"]+)"/g)].map(([, id]) => bare(id ?? ''));
    assert.deepEqual(named, [hex(kid), hex(sound), hex(sound)]);
    assert.doesNotMatch(await client.text('hls/main/ll/high.m3u8'), /EXT-X-KEY/);
  });

  it('hands out the keys that are asked for, as the W3C has it', async () => {
    const answer = await ask(JSON.stringify({ kids: [kidOf('main'), kidOf('sound')], type: 'temporary' }));
    assert.equal(answer.status, 200);
    const { keys, type } = (await answer.json()) as { keys: Record<string, string>[]; type: string };
    assert.equal(type, 'temporary');
    assert.deepEqual(
      keys.map(({ kty, kid, k }) => [kty, kid, k]),
      ['main', 'sound'].map((what) => [
        'oct',
        kidOf(what),
        Buffer.from(contentKey('cenc', what).key).toString('base64url'),
      ]),
    );
  });

  it('refuses what is no licence request, unknown keys, and requests without the token', async () => {
    assert.equal((await ask('kids please')).status, 400);
    assert.equal((await ask('{"kids":[]}')).status, 400);
    assert.equal((await ask('{"kids":["AAAAAAAAAAAAAAAAAAAAAA"]}')).status, 404);
    assert.equal((await client.get('license/clearkey')).status, 405);
    const body = JSON.stringify({ kids: [kidOf('main')] });
    assert.equal((await ask(body, 'license/clearkey?token=T')).status, 401);
    const told = await ask(body, 'license/clearkey?token=T', { authorization: 'Bearer T' });
    assert.equal(told.status, 200);
  });

  it('lets faults have their way with licences, of one angle or all', async () => {
    const fault = { durationMs: 60_000, transport: 'license' as const, value: 0 };
    const statusOf = async (what: string) => (await ask(JSON.stringify({ kids: [kidOf(what)] }))).status;
    edge.faults.set({ ...fault, kind: 'unauthorized', angle: 'main' });
    assert.deepEqual([await statusOf('main'), await statusOf('ring-00')], [401, 200]);
    edge.faults.reset();
    edge.faults.set({ ...fault, kind: 'unavailable', angle: '*' });
    assert.equal(await statusOf('main'), 503);
    edge.faults.reset();
    edge.faults.set({ ...fault, kind: 'corrupt', angle: 'main', value: 1 });
    const answer = await ask(JSON.stringify({ kids: [kidOf('main')] }));
    const { keys } = (await answer.json()) as { keys: { k: string }[] };
    const { key } = contentKey('cenc', 'main');
    const turned = Buffer.from(key.map((byte) => ~byte)).toString('base64url');
    assert.equal(keys[0]?.k, turned);
    edge.faults.reset();
  });
});
