import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import { WebSocketServer } from 'ws';
import { loadMoq, quietly } from '../../examples/edge/moq/library.js';
import { PlainSocket } from '../../examples/edge/moq/plain-socket.js';
import { publishVenue } from '../interop/publisher.js';
import { ObjectLog } from './moq-support/client.js';

/** What a relay does with a publisher, without a relay. */
it('the venue can be published to a relay: announced, with its catalog and its pictures', async () => {
  const { net, qmux } = await loadMoq();
  const server = createServer();
  const sockets = new WebSocketServer({
    server,
    handleProtocols: (offered) =>
      qmux.selectSubprotocol([...offered], {
        protocols: ['moq-lite-05'],
        versions: { 'moq-lite-05': null },
      }) ?? false,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const accepted = once(sockets, 'connection').then(async ([webSocket]) => {
    const session = qmux.default.accept(new PlainSocket(webSocket));
    session.closed.catch(() => {});
    await session.ready;
    return quietly(() => net.Connection.accept(session, url));
  });
  const [relay, publisher] = await Promise.all([accepted, publishVenue(url, ['main', 'field'])]);
  assert.equal(publisher.version, 'moq-lite-05');

  const announced = relay.announced();
  const paths = [(await announced.next())?.path, (await announced.next())?.path];
  assert.deepEqual(paths.sort(), ['venue/field', 'venue/main']);

  const broadcast = quietly(() => relay.consume(net.Path.from('venue', 'main')));
  const catalog = (await broadcast.track('catalog.json').subscribe().readJson()) as { video: object };
  assert.ok(catalog.video);
  const log = new ObjectLog(quietly(() => broadcast.track('high.loc').subscribe()));
  await log.until(({ objects }) => objects.length >= 10);
  assert.equal(log.objects[0]?.micros, log.objects[0]!.group * 1_000_000);

  publisher.close();
  await relay.closed;
  sockets.close();
  server.close();
});
