import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { FaultKind } from '../../examples/edge/contract.js';
import { createEdge, type Edge } from '../../examples/edge/index.js';
import { loadMoq } from '../../examples/edge/moq/library.js';
import type { Handover } from '../../examples/edge/moq/index.js';
import { setupVersions, subprotocols } from '../../examples/edge/moq/versions.js';
import { recorded } from '../../examples/venue/rig.js';
import { MoqClient, RefusedError } from './moq-support/client.js';

let edge: Edge;
const handovers: Handover[] = [];
const open = new Set<MoqClient>();
/** Whatever the library lets go of unwatched would end a user's edge. */
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => void unhandled.push(reason);

before(async () => {
  process.on('unhandledRejection', onUnhandled);
  edge = await createEdge({
    random: () => 0.5,
    moq: {
      authorize: (token) => token === undefined || token === 'good',
      onHandover: (handover) => void handovers.push(handover),
    },
  });
});
afterEach(() => {
  edge.faults.reset();
  for (const client of open) client.close();
  open.clear();
});
after(async () => {
  await edge.close();
  process.off('unhandledRejection', onUnhandled);
  assert.deepEqual(unhandled, []);
});

async function connect(path = '/moq/main', offered?: readonly string[]): Promise<MoqClient> {
  const client = await MoqClient.open(edge, path, offered);
  open.add(client);
  return client;
}

const fault = (kind: FaultKind, value = 0, angle = 'main') =>
  edge.faults.set({ kind, value, angle, transport: 'moq', durationMs: 60_000 });

const status = (path: string) =>
  connect(path).then(
    () => 101,
    (error: unknown) => (error instanceof RefusedError ? (error.status ?? 'reset') : String(error)),
  );

/** Resolves once the edge has seen everybody leave. */
async function everybodyLeft(): Promise<void> {
  const deadline = performance.now() + 5000;
  while (edge.moq.sessions > 0 && performance.now() < deadline)
    await new Promise((resolve) => setImmediate(resolve));
  assert.equal(edge.moq.sessions, 0);
}

describe('MoQ over WebSocket', { timeout: 120_000 }, () => {
  for (const version of [...subprotocols, ...Object.keys(setupVersions)])
    it(`speaks ${version}`, async () => {
      const client = await connect(`/moq/main?version=${version}`);
      assert.equal(client.connection.version, version.replace('moqt', 'moq-transport'));
      assert.equal((await client.connection.announced().next())?.path, 'venue/main');
      const { objects } = await client.objects('high.loc').until((log) => log.objects.length >= 3);
      assert.equal(objects[0]?.index, 0);
      assert.equal(objects[0]?.micros, objects[0]!.group * 1_000_000);
    });

  it('prefers moq-lite, and takes what is offered', async () => {
    assert.equal((await connect()).connection.version, 'moq-lite-05');
    assert.equal((await connect('/moq/main', ['moqt-17', 'moqt-18'])).connection.version, 'moq-transport-18');
  });

  it('announces all angles at /moq, and serves each', async () => {
    const client = await connect('/moq');
    const announced = client.connection.announced();
    const paths = new Set<string>();
    while (paths.size < recorded.length) paths.add((await announced.next())!.path);
    assert.deepEqual([...paths].sort(), recorded.map((id) => `venue/${id}`).sort());
    for (const angle of ['field', 'ring-00'])
      await client.objects('low.loc', angle).until((log) => log.objects.length > 0);
  });

  it('has the catalogs of hang, and of both drafts of MSF', async () => {
    const client = await connect('/moq/main?container=loc');
    const hang = JSON.parse(await client.text('catalog.json')) as { video: { renditions: object } };
    assert.deepEqual(Object.keys(hang.video.renditions), ['high.loc', 'low.loc']);
    const msf = JSON.parse(await client.text('catalog')) as { version: unknown; generatedAt: number };
    assert.equal(msf.version, 'draft-01');
    assert.ok(Math.abs(msf.generatedAt - Date.now()) < 1000);
    const old = await connect('/moq/main?msf=00');
    assert.equal((JSON.parse(await old.text('catalog')) as { version: unknown }).version, 1);
  });

  it('gives a newcomer the current group from its key picture, and then every picture at its capture', async () => {
    const client = await connect();
    const log = await client.objects('high.loc').until(({ objects }) => objects.length >= 60);
    // Groups come side by side: the first object of one may overtake the last of the one before.
    const objects = log.objects.toSorted((a, b) => a.group - b.group || a.index - b.index);
    const first = objects[0]!;
    assert.ok(first.config, 'the key picture brings its configuration');
    for (const [i, object] of objects.entries()) {
      assert.equal(object.micros, Math.round(first.group * 1_000_000 + (i * 1_000_000) / 30));
      assert.equal(object.group, Math.floor(object.micros / 1_000_000));
    }
    const late = objects.slice(31).map(({ at, micros }) => at - micros / 1000);
    late.sort((a, b) => a - b);
    assert.ok(late[0]! >= 0, `none comes before it was taken: ${late[0]}`);
    assert.ok(late[Math.floor(late.length / 2)]! < 50, `median ${late[Math.floor(late.length / 2)]} ms`);
  });

  it('gives sound and pictures of one second the same group', async () => {
    const client = await connect();
    const [pictures, opus, aac] = await Promise.all(
      ['low.loc', 'opus.loc', 'aac.loc'].map((track) =>
        client.objects(track).until((log) => log.ended.length >= 2),
      ),
    );
    const whole = (log: typeof opus) => log!.objects.filter(({ group }) => group === log!.ended[1]);
    assert.equal(whole(pictures).length, 30);
    assert.equal(whole(opus).length, 50);
    assert.ok([46, 47].includes(whole(aac).length));
    for (const log of [pictures, opus, aac])
      for (const { group, micros } of log!.objects) assert.equal(group, Math.floor(micros / 1_000_000));
  });

  it('tells when each sample was handed to the transport', async () => {
    handovers.length = 0;
    const client = await connect();
    const { objects } = await client.objects('high.loc').until((log) => log.objects.length >= 45);
    const told = handovers.filter(({ track }) => track === 'high.loc');
    for (const { micros, at } of objects) {
      const match = told.find(({ capturedAt }) => Math.abs(capturedAt - micros / 1000) < 0.01);
      assert.ok(match && match.handedAt >= match.capturedAt && match.handedAt <= at + 1, String(micros));
    }
  });

  it('refuses what it does not have', async () => {
    assert.equal(await status('/moq/nowhere'), 404);
    assert.equal(await status('/moq/main?version=moqt-12'), 404);
    assert.equal(await status('/other'), 'reset');
    const client = await connect();
    const log = client.objects('no-such-track');
    assert.ok((await log.over) instanceof Error);
    assert.ok(
      (await client.objects('high.loc', 'field').over) instanceof Error,
      'another angle than asked for',
    );
  });

  it('asks for the token', async () => {
    assert.equal(await status('/moq/main?token=bad'), 401);
    assert.equal(await status('/moq/main?token=good'), 101);
  });

  it('ends a track with its subscription, and a session with its viewer', async () => {
    await everybodyLeft();
    const client = await connect();
    const subscriber = client.subscribe('high.loc');
    await subscriber.recvGroup();
    subscriber.close();
    await client.objects('high.loc').until((log) => log.objects.length > 0);
    const other = await connect();
    await other.objects('high.loc').until((log) => log.objects.length > 0);
    assert.equal(edge.moq.sessions, 2);
    client.close();
    other.socket.terminate();
    await everybodyLeft();
  });
});

describe('faults on MoQ', { timeout: 120_000 }, () => {
  for (const [kind, answer] of [
    ['refuse', 'reset'],
    ['cut', 'reset'],
    ['unauthorized', 401],
    ['notfound', 404],
    ['unavailable', 503],
  ] as const)
    it(`${kind}: new sessions for the angle get ${answer}, others do not`, async () => {
      fault(kind);
      assert.equal(await status('/moq/main'), answer);
      assert.equal(await status('/moq/field'), 101);
      edge.faults.reset();
      assert.equal(await status('/moq/main'), 101);
    });

  it('hang: no answer, and a reset when the fault ends', async () => {
    const hanging = fault('hang');
    let answered: unknown;
    const answer = status('/moq/main').then((found) => (answered = found));
    assert.equal(await status('/moq/field'), 101);
    assert.equal(answered, undefined);
    edge.faults.end(hanging.id);
    assert.equal(await answer, 'reset');
  });

  it('cut: running sessions are reset', async () => {
    const client = await connect();
    const log = await client.objects('high.loc').until(({ objects }) => objects.length > 0);
    const other = await connect('/moq/field');
    fault('cut');
    await client.connection.closed.catch(() => {});
    await log.over;
    await other.objects('high.loc', 'field').until(({ objects }) => objects.length > 0);
  });

  it('cut: in a session for all angles, one angle ends and the others go on', async () => {
    const client = await connect('/moq');
    const main = await client.objects('high.loc').until(({ objects }) => objects.length > 0);
    const field = await client.objects('high.loc', 'field').until(({ objects }) => objects.length > 0);
    fault('cut');
    await main.over;
    const before = field.objects.length;
    await field.until(({ objects }) => objects.length > before + 10);
    assert.ok((await client.objects('high.loc').over) instanceof Error);
  });

  it('stall: nothing comes and the session stays up, then on from the newest group', async () => {
    const client = await connect();
    const log = await client.objects('high.loc').until(({ objects }) => objects.length >= 10);
    const stall = fault('stall');
    const stalledAt = Date.now();
    const elsewhere = await connect('/moq/field');
    await elsewhere
      .objects('high.loc', 'field')
      .until(({ objects }) => objects.some(({ micros }) => micros / 1000 > stalledAt + 1500));
    const before = log.objects.length;
    assert.ok(log.objects.every(({ micros }) => micros / 1000 <= stalledAt + 50));
    edge.faults.end(stall.id);
    await log.until(({ objects }) => objects.length > before);
    const next = log.objects[before]!;
    assert.equal(next.index, 0);
    assert.ok(next.micros / 1000 > stalledAt);
  });

  it('delay: the answer and every object come later', async () => {
    fault('delay', 400);
    const asked = Date.now();
    const client = await connect();
    assert.ok(Date.now() - asked >= 400);
    const { objects } = await client.objects('high.loc').until((log) => log.objects.length >= 40);
    for (const { at, micros } of objects) assert.ok(at - micros / 1000 >= 400);
  });

  it('throttle: what does not get through is dropped for what is newer', async () => {
    const client = await connect();
    const log = client.objects('high.loc');
    await log.until(({ ended }) => ended.length >= 1);
    fault('throttle', 200);
    const began = Date.now();
    await log.until(({ broken }) => broken.length >= 1, 15_000);
    await log.until(({ objects }) => objects.at(-1)!.group > log.broken[0]!, 15_000);
    const bits = log.objects
      .filter(({ at }) => at > began)
      .reduce((sum, { data }) => sum + data.byteLength * 8, 0);
    assert.ok(bits / (Date.now() - began) < 260, `${Math.round(bits / (Date.now() - began))} kbit/s`);
    edge.faults.reset();
    const ended = log.ended.length;
    await log.until((now) => now.ended.length >= ended + 2, 15_000);
  });

  it('clock: times are off', async () => {
    fault('clock', -2000);
    const client = await connect();
    const { objects } = await client.objects('high.loc').until((log) => log.objects.length >= 3);
    assert.equal(objects[0]!.micros, (objects[0]!.group - 2) * 1_000_000);
  });

  it('freeze, truncate and corrupt: change samples, never their times', async () => {
    const client = await connect();
    for (const kind of ['freeze', 'truncate', 'corrupt'] as const) {
      fault(kind, 1);
      const log = client.objects('high.loc');
      await log.until(({ ended }) => ended.length >= 2);
      const whole = log.objects.filter(({ group }) => group === log.ended[1]);
      assert.equal(whole.length, 30, kind);
      for (const [i, { micros, group }] of whole.entries())
        assert.equal(micros, Math.round(group * 1_000_000 + (i * 1_000_000) / 30));
      if (kind === 'freeze') assert.equal(new Set(whole.map(({ data }) => data.byteLength)).size, 1);
      edge.faults.reset();
    }
  });

  it('drop: groups are missing', async () => {
    const client = await connect();
    const log = await client.objects('opus.loc').until(({ objects }) => objects.length > 0);
    const dropping = fault('drop', 1);
    const last = log.objects.at(-1)!.group;
    const elsewhere = await connect('/moq/field');
    await elsewhere
      .objects('opus.loc', 'field')
      .until(({ objects }) => objects.some(({ group }) => group === last + 2));
    edge.faults.end(dropping.id);
    await log.until(({ objects }) => objects.at(-1)!.group > last + 1);
    assert.ok(!log.objects.some(({ group }) => group === last + 1));
  });

  it('reorder: groups come behind their successors', async () => {
    const client = await connect();
    fault('reorder', 1300);
    const log = client.objects('low.loc');
    await log.until(
      ({ objects }) => objects.some((one, i) => one.group < (objects[i - 1]?.group ?? 0)),
      15_000,
    );
  });
});

describe('an edge that closes', () => {
  it('ends its sessions, and lets the process forget it', async () => {
    const closing = await createEdge();
    const clients = await Promise.all(
      ['/moq', '/moq/main?version=moqt-18'].map((path) => MoqClient.open(closing, path)),
    );
    const logs = clients.map((client) => client.objects('high.loc'));
    for (const log of logs) await log.until(({ objects }) => objects.length > 0);
    assert.equal(closing.moq.sessions, 2);
    await closing.close();
    assert.equal(closing.moq.sessions, 0);
    // Rejects where the socket was faster than the goodbye.
    for (const { connection } of clients) await connection.closed.catch(() => {});
  });

  it('frees what it had before anybody came', async () => {
    const one = await createEdge();
    const { port } = one;
    await one.close();
    const again = await createEdge({ port });
    assert.equal(again.moq.webTransport?.port, port);
    await again.close();
    await loadMoq();
  });
});
