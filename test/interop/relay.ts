/** Runs moq-relay on a free port of this machine, with a certificate of its own making. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface Relay {
  /** `http:`; WebTransport is at the same address with `https:`. */
  readonly url: string;
  /** What it has printed. */
  readonly log: () => string;
  close(): Promise<void>;
}

/** A relay that is not there by then does not start. */
const startWithinMs = 20_000;
const askEveryMs = 50;

export async function startRelay(binary: string): Promise<Relay> {
  const address = `127.0.0.1:${await freePort()}`;
  const relay = spawn(binary, [
    ...['--listen', address, '--web-http-listen', address],
    ...['--listen-tls-generate', 'localhost', '--auth-public', '**'],
  ]);
  let printed = '';
  for (const stream of [relay.stdout, relay.stderr])
    stream.on('data', (data: Buffer) => (printed += data.toString('utf8')));
  const exited = once(relay, 'exit');
  const url = `http://${address}`;
  const close = async () => {
    relay.kill();
    await exited;
  };
  const deadline = performance.now() + startWithinMs;
  while (!(await isUp(url))) {
    if (relay.exitCode !== null || performance.now() > deadline) {
      if (relay.exitCode === null) await close();
      throw new Error(`The relay does not start:\n${printed}`);
    }
    await wait(askEveryMs);
  }
  return { url, log: () => printed, close };
}

/** It tells its certificate once it listens; nothing tells us sooner. */
async function isUp(url: string): Promise<boolean> {
  const response = await fetch(new URL('/certificate.sha256', url)).catch(() => undefined);
  return response?.ok ?? false;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
