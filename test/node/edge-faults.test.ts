import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { FaultKind } from '../../examples/edge/contract.js';
import { createEdge, type Edge } from '../../examples/edge/index.js';
import { faultKinds } from '../../examples/edge/faults/table.js';
import { chunks } from './edge-support/boxes.js';
import { EdgeClient } from './edge-support/edge.js';

const playlistPath = '/hls/main/ll/high.m3u8';

let edge: Edge;
let client: EdgeClient;
before(async () => {
  edge = await createEdge();
  client = new EdgeClient(edge);
});
afterEach(() => client.reset());
after(() => edge.close());

const segmentPath = (base: string, second: number) =>
  `${base}/high/${edge.clock.startMs / 1000}/${second}.m4s`;
const newestSecond = () => Math.floor(client.mediaMs() / 1000) - 1;
/** Of a playlist's text: number of the newest part listed. */
const newestPart = (text: string) => {
  const [segment = NaN, part = NaN] = ([...text.matchAll(/(\d+)\.(\d)\.m4s/g)].at(-2) ?? [])
    .slice(1)
    .map(Number);
  return segment * 5 + part;
};
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the switchboard', () => {
  it('answers 201 with the fault and its URL, lists it, and ends it', async () => {
    const asked = { angle: 'main', transport: 'dash', kind: 'delay', value: 250, durationMs: 60_000 };
    const response = await client.get('/faults', { method: 'POST', body: JSON.stringify(asked) });
    const fault = (await response.json()) as Record<string, unknown>;
    assert.equal(response.status, 201);
    assert.equal(new URL(response.headers.get('location') ?? '', edge.url).href, fault.url);
    for (const [name, value] of Object.entries(asked)) assert.equal(fault[name], value);

    assert.deepEqual(await (await client.get('/faults')).json(), [fault]);
    assert.deepEqual(await (await fetch(String(fault.url))).json(), fault);
    assert.equal((await fetch(String(fault.url), { method: 'DELETE' })).status, 204);
    assert.equal((await fetch(String(fault.url))).status, 404);
    assert.deepEqual(await (await client.get('/faults')).json(), []);
  });

  it('ends every fault on DELETE /faults', async () => {
    for (const kind of faultKinds) await client.fault({ kind, durationMs: 60_000 });
    assert.equal(edge.faults.list().length, faultKinds.length);
    assert.equal((await client.get('/faults', { method: 'DELETE' })).status, 204);
    assert.equal(edge.faults.list().length, 0);
  });

  it('lets a fault end by itself', async () => {
    const ended = new Promise<void>((resolve) => {
      const unsubscribe = edge.faults.subscribe(() => {
        if (edge.faults.list().length > 0) return;
        unsubscribe();
        resolve();
      });
    });
    await client.fault({ kind: 'unavailable', durationMs: 120 });
    assert.equal((await client.get(playlistPath)).status, 503);
    await ended;
    assert.equal((await client.get(playlistPath)).status, 200);
  });

  it('says what is wrong with an order', async () => {
    for (const [body, tells] of [
      ['{', /JSON/],
      ['[]', /object/],
      ['{}', /"kind".*refuse/],
      ['{"kind":"explode"}', /"explode".*refuse/],
      ['{"kind":"refuse","angle":"moon"}', /"moon".*ring-00/],
      ['{"kind":"refuse","transport":"rtmp"}', /"rtmp".*ll-hls/],
      ['{"kind":"drop","value":2}', /"value".*0 to 1/],
      ['{"kind":"delay","value":"1"}', /"value"/],
      ['{"kind":"refuse","durationMs":0}', /"durationMs"/],
    ] as const) {
      const response = await client.get('/faults', { method: 'POST', body });
      assert.equal(response.status, 400, body);
      assert.match(((await response.json()) as { detail: string }).detail, tells);
    }
  });

  it('applies to the angle and the transport it names only', async () => {
    await client.fault({ kind: 'notfound', angle: 'main', transport: 'hls' });
    const status = async (path: string) => (await client.get(path)).status;
    assert.equal(await status('/hls/main/index.m3u8'), 404);
    assert.equal(await status('/hls/main/high.m3u8'), 404);
    assert.equal(await status('/clean/hls/main/high.m3u8'), 404);
    assert.equal(await status('/hls/main/ll.m3u8'), 200);
    assert.equal(await status(playlistPath), 200);
    assert.equal(await status('/hls/field/index.m3u8'), 200);
    assert.equal(await status('/dash/main/manifest.mpd'), 200);
  });
});

describe('a client sees', () => {
  const refusals: readonly [FaultKind, number][] = [
    ['unauthorized', 401],
    ['notfound', 404],
    ['unavailable', 503],
  ];
  for (const [kind, status] of refusals)
    it(`${kind} as ${status}`, async () => {
      await client.fault({ kind });
      const response = await client.get(playlistPath);
      assert.equal(response.status, status);
      assert.equal(response.headers.get('content-type'), 'application/problem+json');
      if (kind === 'unauthorized') assert.equal(response.headers.get('www-authenticate'), 'Bearer');
      if (kind === 'unavailable') assert.ok(Number(response.headers.get('retry-after')) > 0);
    });

  it('refuse as a connection that fails', async () => {
    await client.fault({ kind: 'refuse' });
    assert.ok(await failure(client.get(playlistPath)));
  });

  it('hang as silence, and a failure when the fault ends', async () => {
    const { url } = await client.fault({ kind: 'hang', transport: 'll-hls' });
    const signal = AbortSignal.timeout(150);
    await assert.rejects(client.get(playlistPath, { signal }), { name: 'TimeoutError' });
    const hanging = failure(client.get(playlistPath));
    await fetch(url, { method: 'DELETE' });
    assert.ok(await hanging);
  });

  it('cut as an answer in progress that breaks, and nothing after it', async () => {
    const far = Math.floor(client.mediaMs() / 1000) + 1;
    const blocked = failure(client.get(`${playlistPath}?_HLS_msn=${far}`));
    const spared = client.get(`/hls/field/ll/high.m3u8?_HLS_msn=${far}`);
    await client.get('/time');
    await client.fault({ kind: 'cut', angle: 'main', transport: 'll-hls' });
    assert.ok(await blocked);
    assert.ok(await failure(client.get(playlistPath)));
    assert.equal((await spared).status, 200);
  });

  it('stall as a live edge that stands still', async () => {
    await client.fault({ kind: 'stall', transport: 'll-hls' });
    const before = newestPart(await client.text(playlistPath));
    const next = before + 2;
    const blocked = client.get(`${playlistPath}?_HLS_msn=${Math.floor(next / 5)}&_HLS_part=${next % 5}`);
    const first = await Promise.race([
      blocked.then(() => 'answered'),
      client.get('/dash/main/manifest.mpd').then(() => 'blocked'),
    ]);
    assert.equal(first, 'blocked');
    assert.equal(newestPart(await client.text(playlistPath)), before);
    await client.reset();
    assert.equal((await blocked).status, 200, 'goes on where the fault ends');
  });

  it('delay as an answer that comes later', async () => {
    await client.fault({ kind: 'delay', value: 300 });
    const from = performance.now();
    await client.text(playlistPath);
    assert.ok(performance.now() - from >= 295);
  });

  it('throttle as a body that trickles', async () => {
    const path = segmentPath('/hls/main', newestSecond());
    const size = (await client.bytes(path)).byteLength;
    const kbps = 400;
    await client.fault({ kind: 'throttle', value: kbps });
    const from = performance.now();
    assert.equal((await client.bytes(path)).byteLength, size);
    const expectedMs = (size * 8) / kbps;
    const tookMs = performance.now() - from;
    assert.ok(tookMs > expectedMs * 0.7, `${tookMs} ms for ${expectedMs}`);
  });

  it('corrupt as flipped bytes in media of the same length, never in playlists', async () => {
    const path = segmentPath('/hls/main', newestSecond());
    const good = await client.bytes(path);
    await client.fault({ kind: 'corrupt', value: 1 });
    const response = await client.get(path);
    const bad = new Uint8Array(await response.arrayBuffer());
    assert.equal(bad.byteLength, good.byteLength);
    const flipped = bad.reduce((count, byte, i) => count + (byte === good[i] ? 0 : 1), 0);
    assert.ok(flipped > 0 && flipped < good.byteLength * 0.05, `${flipped}`);
    assert.match(await client.text(playlistPath), /^#EXTM3U/);
  });

  it('truncate as a body that ends early', async () => {
    const path = segmentPath('/hls/main', newestSecond());
    await client.fault({ kind: 'truncate' });
    const response = await client.get(path);
    assert.equal(response.status, 200);
    assert.ok(await failure(response.arrayBuffer()));
  });

  it('drop as the share of requests that fail', async () => {
    await client.fault({ kind: 'drop', value: 0.5 });
    const results = await Promise.all(
      Array.from({ length: 60 }, () => failure(client.get('/hls/main/index.m3u8'))),
    );
    const dropped = results.filter(Boolean).length;
    assert.ok(dropped > 10 && dropped < 50, `${dropped} of 60`);
  });

  it('reorder as an older playlist after a newer one', async () => {
    await client.fault({ kind: 'reorder', value: 2000 });
    const newer = newestPart(await client.text(playlistPath));
    const older = newestPart(await client.text(playlistPath));
    assert.ok(older < newer, `${older} after ${newer}`);
  });

  it('freeze as one picture again and again while time and sound go on', async () => {
    await client.fault({ kind: 'freeze', angle: 'main' });
    const second = Math.floor(client.mediaMs() / 1000) + 1;
    await client.text(`${playlistPath}?_HLS_msn=${second}`);
    const found = chunks(await client.bytes(segmentPath('/hls/main/ll', second)));
    const samples = found.flatMap((chunk) => chunk.samples);
    const [first] = samples;
    assert.equal(samples.length, 30);
    for (const { data, flags } of samples) {
      assert.equal(flags, 0x0200_0000);
      assert.equal(Buffer.compare(data, first!.data), 0);
    }
    assert.equal(found[0]?.decodeTime, second * 90_000);
    const other = chunks(await client.bytes(segmentPath('/hls/field', second))).flatMap(
      (chunk) => chunk.samples,
    );
    assert.ok(other.some(({ data }) => Buffer.compare(data, other[0]!.data) !== 0));
  });

  it('clock as times that are off: in playlists, in prft, in the manifest, at /time and in the descriptor', async () => {
    const off = 5000;
    const times = async () => {
      const text = await client.text(playlistPath);
      const [, stamp = '', second = ''] =
        /PROGRAM-DATE-TIME:(\S+)\n#EXTINF[^\n]*\n[^\n]*\/(\d+)\.m4s/.exec(text) ?? [];
      const [chunk] = chunks(await client.bytes(segmentPath('/hls/main', newestSecond())));
      const mpd = await client.text('/dash/main/manifest.mpd');
      const event = (await (await client.get('/event.json')).json()) as { generatedAt: number };
      return {
        pdt: Date.parse(stamp) - Number(second) * 1000,
        prft: (chunk?.capture?.eventTime ?? NaN) - (chunk?.decodeTime ?? NaN) / 90,
        mpd: Date.parse(/availabilityStartTime="([^"]+)"/.exec(mpd)?.[1] ?? ''),
        time: Date.parse(await client.text('/time')) - edge.clock.now(),
        generatedAt: event.generatedAt - edge.clock.now(),
      };
    };
    const right = await times();
    await client.fault({ kind: 'clock', value: off });
    const wrong = await times();
    assert.equal(wrong.pdt - right.pdt, off);
    assert.equal(wrong.mpd - right.mpd, off);
    assert.ok(Math.abs(wrong.prft - right.prft - off) < 0.01);
    assert.ok(Math.abs(wrong.time - right.time - off) < 500);
    assert.ok(Math.abs(wrong.generatedAt - right.generatedAt - off) < 500);

    await client.reset();
    await client.fault({ kind: 'clock', value: off, transport: 'll-hls' });
    const part = await times();
    assert.equal(part.pdt - right.pdt, off);
    assert.equal(part.mpd, right.mpd);
    assert.ok(Math.abs(part.time - right.time) < 500);
  });
});
