/** Opens sessions, ends them, has everything collected, and closes: nothing native may be left to trip over. */
import { setImmediate as turn } from 'node:timers/promises';
import { offer } from './offers.js';
import { startWhep } from './server.js';

const { gc } = globalThis;
if (!gc) throw new Error('Run this with --expose-gc.');

const server = await startWhep();
const headers = { 'content-type': 'application/sdp' };
for (let round = 0; round < 20; round += 1) {
  const answer = await fetch(new URL('/whep/main', server.url), { method: 'POST', headers, body: offer() });
  await fetch(new URL(answer.headers.get('location') ?? '', server.url), { method: 'DELETE' });
}
for (let round = 0; round < 20; round += 1) {
  gc();
  await turn();
}
await server.close();
