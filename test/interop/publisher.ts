/** Publishes angles of the venue to a relay, over the relay's WebSocket: what the edge serves, from the other end. */
import { WebSocket } from 'ws';
import { createClock } from '../../examples/edge/clock.js';
import { Switchboard } from '../../examples/edge/faults/switchboard.js';
import { loadLoop } from '../../examples/edge/loop.js';
import { ConditionsBoard } from '../../examples/edge/faults/conditions.js';
import { loadMoq, quietly } from '../../examples/edge/moq/library.js';
import { AngleBroadcast } from '../../examples/edge/moq/origin/broadcast.js';
import { encodingsOf } from '../../examples/edge/moq/origin/encoding.js';
import { PlainSocket } from '../../examples/edge/moq/plain-socket.js';
import { namespace } from '../../examples/edge/moq/session.js';
import { subprotocols } from '../../examples/edge/moq/versions.js';
import { Agenda } from '../../examples/edge/whep/agenda.js';
import { Pacer } from '../../examples/edge/whep/pacer.js';
import { audioGrid, videoGrid } from '../../examples/edge/whep/timeline.js';

/** Drafts of QMux a relay may know. */
const qmuxDrafts = ['qmux-02', 'qmux-01', 'qmux-00'];

export interface Publisher {
  /** What was agreed with the relay. */
  readonly version: string;
  close(): void;
}

/** @param url of the relay, `http:` */
export async function publishVenue(url: URL, angles: readonly string[]): Promise<Publisher> {
  const [{ net, qmux }, loop] = await Promise.all([loadMoq(), loadLoop()]);
  const clock = createClock(loop.durationMs);
  const faults = new Switchboard(clock);
  const conditions = new ConditionsBoard(faults, 'moq');
  const agenda = new Agenda(clock);
  const pacer = new Pacer(agenda, [videoGrid(loop), audioGrid(loop)]);
  const studio = { moq: net, agenda, pacer, random: () => 0.5, note: () => {} };

  const offered = qmuxDrafts.flatMap((draft) => subprotocols.map((name) => `${draft}.${name}`));
  const socket = new WebSocket(url.href.replace(/^http/, 'ws'), offered);
  const transport = new qmux.default(new PlainSocket(socket));
  transport.closed.catch(() => {});
  await transport.ready;
  const connection = await quietly(() => net.Connection.connect(url, { transport }));
  connection.closed.catch(() => {});

  const broadcasts = angles.map((angle) => {
    const broadcast = new AngleBroadcast({
      studio,
      angle,
      label: angle,
      encodings: encodingsOf(loop, angle, false) ?? [],
      containers: [],
      msf: '01',
      conditions: () => conditions.of(angle),
      denial: () => undefined,
    });
    quietly(() => connection.publish(net.Path.from(namespace, angle), broadcast.producer));
    return broadcast;
  });
  return {
    version: connection.version,
    close() {
      for (const broadcast of broadcasts) broadcast.close();
      conditions.close();
      faults.close();
      connection.close();
    },
  };
}
