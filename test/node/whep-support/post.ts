/** Asks for one session and prints what was answered. */
import { offer } from './offers.js';
import { startWhep } from './server.js';

const server = await startWhep();
const headers = { 'content-type': 'application/sdp' };
const answer = await fetch(new URL('/whep/main', server.url), { method: 'POST', headers, body: offer() });
console.log(JSON.stringify({ status: answer.status, body: await answer.text(), left: server.whep.sessions }));
await server.close();
