/** Opens sessions, closes the server, and tells how long the process then takes to end by itself. */
import { offer } from './offers.js';
import { startWhep } from './server.js';

const server = await startWhep();
const post = () =>
  fetch(new URL('/whep/main', server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/sdp' },
    body: offer(),
  });
await Promise.all([post(), post(), post()]);
const opened = server.whep.sessions;
await server.close();
const left = server.whep.sessions;
const closed = performance.now();
process.once('exit', () => {
  console.log(JSON.stringify({ opened, left, exitMs: Math.round(performance.now() - closed) }));
});
