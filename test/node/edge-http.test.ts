import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createEdge, serveFolder, type Edge } from '../../examples/edge/index.js';
import { EdgeClient, rawGet } from './edge-support/edge.js';

let folder: string;
let edge: Edge;
let client: EdgeClient;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'edge-'));
  await mkdir(path.join(folder, 'site'));
  await writeFile(path.join(folder, 'secret.txt'), 'secret');
  await writeFile(path.join(folder, 'site', 'index.html'), '<!doctype html>');
  await writeFile(path.join(folder, 'site', 'digits.txt'), '0123456789');
  await symlink(path.join(folder, 'secret.txt'), path.join(folder, 'site', 'link.txt'));
  edge = await createEdge({ handlers: [serveFolder('/site/', pathToFileURL(`${folder}/site/`))] });
  client = new EdgeClient(edge);
});
after(async () => {
  await edge.close();
  await rm(folder, { recursive: true });
});

/** Writes bytes to the edge's port and gives what comes back until it hangs up. */
function speak(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(edge.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
    socket.write(text);
  });
}

describe('hostile requests', () => {
  it('to unknown paths are answered 404 with a problem', async () => {
    for (const target of [
      '/nothing',
      '/hls/main',
      '/hls/main/',
      '/hls/moon/ll.m3u8',
      '/hls/main/ll/nothing.m3u8',
      '/hls/main/high/x/1.m4s',
      '/hls/main/high/1/1.9.m4s',
      '/dash/main/other.mpd',
      '/hls/__proto__/ll.m3u8',
      '/hls/constructor/index.m3u8',
      '/faults/nothing',
    ]) {
      const response = await client.get(target);
      assert.equal(response.status, 404, target);
      assert.equal(response.headers.get('content-type'), 'application/problem+json', target);
      const problem = (await response.json()) as Record<string, unknown>;
      assert.deepEqual(Object.keys(problem), ['type', 'title', 'status', 'detail']);
      assert.equal(problem.status, 404);
    }
  });

  it('with the wrong method are answered 405 with what is allowed', async () => {
    for (const [target, method] of [
      ['/event.json', 'POST'],
      ['/time', 'DELETE'],
      ['/hls/main/ll.m3u8', 'PUT'],
      ['/faults', 'PATCH'],
      ['/site/digits.txt', 'POST'],
    ] as const) {
      const response = await client.get(target, { method });
      assert.equal(response.status, 405, target);
      assert.match(response.headers.get('allow') ?? '', /GET.*HEAD/);
    }
  });

  it('that climb out of a folder get nothing', async () => {
    for (const target of [
      '/site/../secret.txt',
      '/site/..%2fsecret.txt',
      '/site/%2e%2e/secret.txt',
      '/site/%2e%2e%2fsecret.txt',
      '/site/..%5csecret.txt',
      '/site/%252e%252e/secret.txt',
      '/site//../../secret.txt',
      '/site/digits.txt%00.html',
      '/site/%ff',
      '/site/link.txt',
      '//site/../../etc/passwd',
    ]) {
      const { status, text } = await rawGet(edge, target);
      assert.ok(status >= 400 && status < 500, `${target}: ${status}`);
      assert.doesNotMatch(text, /^secret|root:/);
    }
  });

  it('with huge bodies are answered 413, announced or not', async () => {
    const body = 'x'.repeat(65 * 1024);
    assert.equal((await client.get('/faults', { method: 'POST', body })).status, 413);
    const chunked = await rawGet(edge, '/faults', {
      method: 'POST',
      headers: { 'transfer-encoding': 'chunked' },
      body,
    });
    assert.equal(chunked.status, 413);
  });

  it('that are no HTTP are answered 400 and hung up on', async () => {
    assert.match(await speak('nonsense\r\n\r\n'), /^HTTP\/1\.1 400 [^]*application\/problem\+json/);
    assert.match(
      await speak(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`),
      /^HTTP\/1\.1 431 /,
    );
    assert.match(
      await speak('GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
      /^HTTP\/1\.1 400 /,
    );
  });

  it('that leave in the middle do no harm', async () => {
    const second = Math.floor(client.mediaMs() / 1000) + 1;
    const leaving = Array.from({ length: 20 }, () => {
      const leave = new AbortController();
      const answer = client.get(`/hls/main/ll/high.m3u8?_HLS_msn=${second}`, { signal: leave.signal });
      return { leave, answer };
    });
    await client.get('/time');
    for (const { leave } of leaving) leave.abort();
    for (const { answer } of leaving) await assert.rejects(answer, { name: 'AbortError' });
    assert.equal((await client.get('/time')).status, 200);
  });
});

describe('every answer', () => {
  it('may be read by a page of any origin', async () => {
    for (const target of [
      '/event.json',
      '/time',
      '/hls/main/ll.m3u8',
      '/dash/main/manifest.mpd',
      '/faults',
      '/nothing',
    ]) {
      const { headers } = await client.get(target);
      assert.equal(headers.get('access-control-allow-origin'), '*', target);
      assert.match(headers.get('access-control-expose-headers') ?? '', /Date.*Location/, target);
      assert.equal(headers.get('timing-allow-origin'), '*', target);
    }
  });

  it('may be asked for by a preflight', async () => {
    const response = await client.get('/faults', {
      method: 'OPTIONS',
      headers: {
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type, x-own',
      },
    });
    assert.equal(response.status, 204);
    assert.match(response.headers.get('access-control-allow-methods') ?? '', /POST.*DELETE/);
    assert.equal(response.headers.get('access-control-allow-headers'), 'content-type, x-own');
  });

  it('has headers only when HEAD asks', async () => {
    for (const target of ['/event.json', '/time', '/hls/main/ll/high.m3u8', '/site/digits.txt', '/nothing']) {
      const head = await client.get(target, { method: 'HEAD' });
      assert.equal(await head.text(), '', target);
      assert.ok(Number(head.headers.get('content-length')) > 0, target);
    }
    const date = Date.parse((await client.get('/time', { method: 'HEAD' })).headers.get('date') ?? '');
    assert.ok(Math.abs(date - edge.clock.now()) < 2000);
  });
});

describe('files', () => {
  it('come with their type, a folder with its index', async () => {
    const index = await client.get('/site/');
    assert.equal(index.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.equal(await index.text(), '<!doctype html>');
  });

  it('come in the range asked for', async () => {
    const range = async (value: string) => {
      const response = await client.get('/site/digits.txt', { headers: { range: value } });
      return [
        response.status,
        response.status < 300 ? await response.text() : response.headers.get('content-range'),
      ];
    };
    assert.deepEqual(await range('bytes=2-4'), [206, '234']);
    assert.deepEqual(await range('bytes=7-'), [206, '789']);
    assert.deepEqual(await range('bytes=-2'), [206, '89']);
    assert.deepEqual(await range('bytes=8-99'), [206, '89']);
    assert.deepEqual(await range('bytes=10-'), [416, 'bytes */10']);
    assert.deepEqual(await range('lines=1-2'), [200, '0123456789']);
    assert.deepEqual(await range('bytes=4-2'), [200, '0123456789']);
  });

  it('are not sent again while they have not changed', async () => {
    const etag = (await client.get('/site/digits.txt')).headers.get('etag') ?? '';
    const again = await client.get('/site/digits.txt', { headers: { 'if-none-match': etag } });
    assert.equal(again.status, 304);
  });
});

describe('the edge', () => {
  it('takes 200 mixed requests, closes at once, and leaves nothing behind', async () => {
    const held = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout' || name === 'TCPServerWrap')
        .length;
    const heldBefore = held();
    const own = await createEdge();
    const mixed = new EdgeClient(own);
    const second = Math.floor(mixed.mediaMs() / 1000);
    const start = own.clock.startMs / 1000;
    const targets = [
      '/event.json',
      '/time',
      '/nothing',
      '/hls/main/ll.m3u8',
      '/hls/ring-00/ll/low.m3u8?_HLS_skip=YES',
      `/hls/crane/ll/high.m3u8?_HLS_msn=${second + 1}`,
      '/dash/field/manifest.mpd',
      `/dash/field/low/${start}/${second - 3}.m4s`,
      `/clean/hls/main/high/${start}/${second - 3}.m4s`,
      `/hls/main/ll/aac/${start}/${second - 3}.2.m4s`,
    ];
    const open = Array.from({ length: 200 }, (_, i) => mixed.get(targets[(i * 7) % targets.length] ?? '/'));
    const statuses = (await Promise.all(open)).map(({ status }) => status);
    assert.deepEqual([...new Set(statuses)].sort(), [200, 404]);

    const blocked = mixed.get(`/hls/main/ll/high.m3u8?_HLS_msn=${Math.floor(mixed.mediaMs() / 1000) + 1}`);
    await mixed.fault({ kind: 'hang', transport: 'dash', durationMs: 3_600_000 });
    const hanging = mixed.get('/dash/main/manifest.mpd');
    await mixed.get('/time');
    const from = performance.now();
    await Promise.all([own.close(), assert.rejects(blocked), assert.rejects(hanging)]);
    assert.ok(performance.now() - from < 1000);
    assert.ok(held() <= heldBefore, 'an hour-long fault and two waiting requests leave no timer');
    await assert.rejects(fetch(`${own.url}/time`));
  });

  it('says when its port is taken', async () => {
    await assert.rejects(createEdge({ port: edge.port }), { code: 'EADDRINUSE' });
  });
});
