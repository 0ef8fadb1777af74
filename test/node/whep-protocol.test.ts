import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { mode0, offer, pwd, ufrag, video } from './whep-support/offers.js';
import { startWhep, type WhepServer } from './whep-support/server.js';

const sdp = { 'content-type': 'application/sdp' };
const fragment = { 'content-type': 'application/trickle-ice-sdpfrag' };
const candidates = (name = ufrag, password = pwd) =>
  [
    'a=group:BUNDLE 0 1',
    'm=video 9 UDP/TLS/RTP/SAVPF 100',
    'a=mid:0',
    `a=ice-ufrag:${name}`,
    `a=ice-pwd:${password}`,
    'a=candidate:1 1 udp 2122260223 127.0.0.1 61764 typ host',
    'a=candidate:2 1 udp 2122260223 8f7e.local 61764 typ host',
    'a=end-of-candidates',
    '',
  ].join('\r\n');

let server: WhepServer;
before(async () => {
  server = await startWhep();
});
after(() => server.close());
afterEach(() => server.faults.reset());

const at = (path: string, init?: RequestInit) => fetch(new URL(path, server.url), init);
const post = (body = offer(), path = '/whep/main') => at(path, { method: 'POST', headers: sdp, body });

async function problem(response: Response, status: number): Promise<string> {
  assert.equal(response.status, status);
  assert.equal(response.headers.get('content-type'), 'application/problem+json');
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  const body = (await response.json()) as { status: number; title: string; detail: string };
  assert.equal(body.status, status);
  assert.ok(body.detail.length > 20, body.detail);
  return body.detail;
}

async function openSession() {
  const response = await post();
  assert.equal(response.status, 201);
  const answer = await response.text();
  return {
    response,
    answer,
    location: response.headers.get('location')!,
    etag: response.headers.get('etag')!,
  };
}

const end = (location: string) => at(location, { method: 'DELETE' });

describe('Asking for a session', () => {
  it('answers 201 with the answer, Location, ETag and what may be patched, and no ICE servers', async () => {
    const { response, answer, location, etag } = await openSession();
    assert.equal(response.headers.get('content-type'), 'application/sdp');
    assert.match(location, /^\/whep\/session\/[0-9a-f-]{36}$/);
    assert.match(etag, /^"[^"]+"$/);
    assert.equal(response.headers.get('accept-patch'), 'application/trickle-ice-sdpfrag');
    assert.equal(response.headers.get('link'), null);
    assert.match(answer, /^v=0\r\n/);
    assert.match(answer, /a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 \d+ typ host/i);
    assert.equal(server.whep.sessions, 1);
    await end(location);
  });

  it('takes a content type with parameters, in any case', async () => {
    const headers = { 'content-type': 'Application/SDP; charset=utf-8' };
    const response = await at('/whep/main', { method: 'POST', headers, body: offer() });
    assert.equal(response.status, 201);
    await end(response.headers.get('location')!);
  });

  it('refuses another content type with 415', async () => {
    await problem(await at('/whep/main', { method: 'POST', headers: fragment, body: offer() }), 415);
    await problem(await at('/whep/main', { method: 'POST', body: new Uint8Array(3) }), 415);
  });

  it('refuses a broken offer with 400 and one it cannot meet with 422, each saying why', async () => {
    assert.match(await problem(await post('v=0\r\nhello'), 400), /Line 2/);
    assert.match(
      await problem(await post(offer([{ ...video, h264: [mode0] }])), 422),
      /packetization-mode=1/,
    );
  });

  it('refuses a body of more than 256 kB with 413, also when it only says how long it is at the end', async () => {
    const huge = 'v'.repeat(300_000);
    await problem(await post(huge), 413);
    const body = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 30; part += 1) controller.enqueue(new Uint8Array(10_000));
        controller.close();
      },
    });
    const init = { method: 'POST', headers: sdp, body, duplex: 'half' };
    await problem(await at('/whep/main', init), 413);
  });

  it('knows no other angle: 404', async () => {
    await problem(await post(offer(), '/whep/nowhere'), 404);
    await problem(await post(offer(), '/whep/..%2fmain'), 404);
    await problem(await at('/whep/nowhere', { method: 'HEAD' }).then(withBody), 404);
  });

  it('leaves paths that are not its own to others', async () => {
    for (const path of ['/', '/whep', '/whepper/main', '/whep/main/more', '/whep/session/1/2'])
      assert.equal(await (await at(path)).text(), '', path);
  });

  it('has no more than 64 sessions: then 503 with Retry-After', async () => {
    const opened = await Promise.all(Array.from({ length: 66 }, () => post()));
    const refused = opened.filter(({ status }) => status === 503);
    assert.equal(refused.length, 2);
    assert.ok(Number(refused[0]!.headers.get('retry-after')) > 0);
    const locations = opened.flatMap((response) => response.headers.get('location') ?? []);
    await Promise.all(locations.map(end));
    assert.equal(server.whep.sessions, 0);
  });
});

/** HEAD has no body: what `problem` reads is put there. */
function withBody(response: Response): Response {
  const { status, headers } = response;
  return new Response(JSON.stringify({ status, detail: 'HEAD answers without saying why.' }), {
    status,
    headers,
  });
}

describe('Asking what there is', () => {
  it('answers HEAD and GET with the type that tells a WHEP endpoint', async () => {
    for (const method of ['HEAD', 'GET']) {
      const response = await at('/whep/main', { method });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('content-type'), 'application/sdp');
      assert.equal(await response.text(), '');
    }
  });

  it('answers a preflight with everything a player of another origin needs', async () => {
    const { location } = await openSession();
    for (const [path, method] of [
      ['/whep/main', 'POST'],
      [location, 'PATCH'],
      [location, 'DELETE'],
    ] as const) {
      const response = await at(path, {
        method: 'OPTIONS',
        headers: { 'access-control-request-method': method },
      });
      assert.equal(response.status, 200);
      const header = (name: string) => response.headers.get(name) ?? '';
      assert.equal(header('access-control-allow-origin'), '*');
      assert.ok(header('access-control-allow-methods').includes(method));
      for (const name of ['Authorization', 'Content-Type', 'If-Match'])
        assert.ok(header('access-control-allow-headers').includes(name));
      for (const name of ['Location', 'ETag', 'Link', 'Accept-Patch', 'Retry-After'])
        assert.ok(header('access-control-expose-headers').includes(name));
      assert.equal(header('accept-post'), 'application/sdp');
      assert.equal(header('accept-patch'), 'application/trickle-ice-sdpfrag');
    }
    await end(location);
  });

  it('refuses other methods with 405 and Allow', async () => {
    const response = await at('/whep/main', { method: 'PUT' });
    await problem(response, 405);
    assert.match(response.headers.get('allow') ?? '', /POST/);
    await problem(await at('/whep/main', { method: 'PATCH', headers: sdp, body: offer() }), 405);
  });
});

describe('An open session', () => {
  const patch = (location: string, headers: Record<string, string>, body = candidates()) =>
    at(location, { method: 'PATCH', headers: { ...fragment, ...headers }, body });

  it('takes candidates under its ETag: 204 without an ETag of its own', async () => {
    const { location, etag } = await openSession();
    for (const tag of [etag, `"other", ${etag}`, '*', '"*"']) {
      const response = await patch(location, { 'if-match': tag });
      assert.equal(response.status, 204, tag);
      assert.equal(response.headers.get('etag'), null);
    }
    await end(location);
  });

  it('wants the ETag (428), and the right one (412)', async () => {
    const { location } = await openSession();
    await problem(await patch(location, {}), 428);
    await problem(await patch(location, { 'if-match': '"stale"' }), 412);
    await end(location);
  });

  it('refuses an ICE restart with 422 and goes on', async () => {
    const { location, etag } = await openSession();
    const restart = candidates('other', 'vw5LmwG4y/e6dPP/zAP9Gp5k');
    await problem(await patch(location, { 'if-match': '*' }, restart), 422);
    assert.equal((await patch(location, { 'if-match': etag })).status, 204);
    await end(location);
  });

  it('refuses another content type with 415 and a broken fragment with 400', async () => {
    const { location, etag } = await openSession();
    const init = { method: 'PATCH', headers: { ...sdp, 'if-match': etag }, body: offer() };
    await problem(await at(location, init), 415);
    await problem(await patch(location, { 'if-match': etag }, 'hello'), 400);
    await end(location);
  });

  it('ends on DELETE with 200, whatever ETag is sent, and is not found again', async () => {
    const { location } = await openSession();
    const response = await at(location, { method: 'DELETE', headers: { 'if-match': '"stale"' } });
    assert.equal(response.status, 200);
    assert.equal(server.whep.sessions, 0);
    await problem(await end(location), 404);
    await problem(await patch(location, { 'if-match': '*' }), 404);
  });

  it('has nothing to show: GET is 204, other methods 405', async () => {
    const { location } = await openSession();
    assert.equal((await at(location)).status, 204);
    await problem(await at(location, { method: 'POST', headers: sdp, body: offer() }), 405);
    await end(location);
  });
});

describe('Tokens', () => {
  it('are asked for on every request but the preflight, and never needed to learn why', async () => {
    const guarded = await startWhep({ authorize: (token, angle) => token === `open-${angle}` });
    const go = (path: string, method: string, token?: string) =>
      fetch(new URL(path, guarded.url), {
        method,
        headers: { ...sdp, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
        ...(method === 'POST' ? { body: offer() } : {}),
      });
    try {
      const without = await go('/whep/main', 'POST');
      await problem(without, 401);
      assert.equal(without.headers.get('www-authenticate'), 'Bearer');
      const wrong = await go('/whep/main', 'POST', 'open-crane');
      await problem(wrong, 401);
      assert.match(wrong.headers.get('www-authenticate') ?? '', /invalid_token/);
      assert.equal((await go('/whep/main', 'OPTIONS')).status, 200);
      const opened = await go('/whep/main', 'POST', 'open-main');
      assert.equal(opened.status, 201);
      const location = opened.headers.get('location')!;
      await problem(await go(location, 'DELETE'), 401);
      assert.equal(guarded.whep.sessions, 1);
      assert.equal((await go(location, 'DELETE', 'open-main')).status, 200);
    } finally {
      await guarded.close();
    }
  });
});

describe('Faults', () => {
  it('answer as a server in that trouble would', async () => {
    for (const [kind, status, header] of [
      ['unauthorized', 401, 'www-authenticate'],
      ['notfound', 404, 'content-type'],
      ['unavailable', 503, 'retry-after'],
    ] as const) {
      server.fault(kind);
      const response = await post();
      await problem(response, status);
      assert.ok(response.headers.get(header));
      server.faults.reset();
    }
  });

  it('concern the angle they are for', async () => {
    server.fault('notfound', 0, 'crane');
    const response = await post();
    assert.equal(response.status, 201);
    await end(response.headers.get('location')!);
    await problem(await post(offer(), '/whep/crane'), 404);
  });

  it('reset the connection under refuse and cut', async () => {
    for (const kind of ['refuse', 'cut'] as const) {
      server.fault(kind);
      await assert.rejects(post());
      server.faults.reset();
    }
  });

  it('end running sessions of the angle under cut, and let new ones in after', async () => {
    const { location } = await openSession();
    const crane = await post(offer(), '/whep/crane');
    assert.equal(server.whep.sessions, 2);
    server.fault('cut', 0, 'main');
    assert.equal(server.whep.sessions, 1);
    await problem(await end(location), 404);
    server.faults.reset();
    const again = await openSession();
    await Promise.all([again.location, crane.headers.get('location')!].map(end));
  });

  it('leave a request hanging under hang until the fault ends', async () => {
    server.fault('hang');
    let settled = false;
    const hanging = post().finally(() => {
      settled = true;
    });
    hanging.catch(() => {});
    server.faults.reset();
    server.fault('hang');
    assert.equal((await post(offer(), '/whep/nowhere')).status, 404, 'other requests are answered meanwhile');
    assert.equal(settled, false);
    server.faults.reset();
    await assert.rejects(hanging);
  });

  it('hold answers back under delay', async () => {
    server.fault('delay', 300);
    const began = performance.now();
    const response = await post();
    assert.equal(response.status, 201);
    assert.ok(performance.now() - began >= 295);
    await end(response.headers.get('location')!);
  });
});

/** Runs a script of whep-support in a process of its own; @returns what it printed, once it has ended well */
async function run(script: string, ...flags: string[]): Promise<string> {
  const file = fileURLToPath(new URL(`./whep-support/${script}`, import.meta.url));
  const words = [...flags, '--import', 'tsx', file];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  assert.deepEqual([code, signal], [0, null]);
  return output;
}

describe('Freeing', () => {
  it('gives up a player that never connects', async () => {
    const hasty = await startWhep({ connectWithinMs: 50 });
    try {
      const init = { method: 'POST', headers: sdp, body: offer() };
      const response = await fetch(new URL('/whep/main', hasty.url), init);
      assert.equal(response.status, 201);
      const location = new URL(response.headers.get('location')!, hasty.url);
      while ((await fetch(location)).status !== 404) assert.ok(hasty.whep.sessions <= 1);
      assert.equal(hasty.whep.sessions, 0);
    } finally {
      await hasty.close();
    }
  });

  it('lets the process exit by itself after close, with sessions open before', async () => {
    const output = await run('exit.ts');
    const { opened, left, exitMs } = JSON.parse(output) as { opened: number; left: number; exitMs: number };
    assert.deepEqual([opened, left], [3, 0]);
    assert.ok(exitMs < 2000, `${exitMs} ms`);
  });

  it('leaves nothing native behind that a later clean-up would trip over', async () => {
    await run('collect.ts', '--expose-gc');
  });
});

describe('Without the native library', () => {
  it('is answered 503, saying why, and everything else of the edge can run', async () => {
    const loader = new URL('./whep-support/without-native.mjs', import.meta.url).href;
    const printed = await run('post.ts', '--import', loader);
    const { status, body, left } = JSON.parse(printed) as { status: number; body: string; left: number };
    assert.deepEqual([status, left], [503, 0]);
    assert.match(body, /node-datachannel has no binary/);
  });
});
