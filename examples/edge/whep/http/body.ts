/** A request's body as text, within bounds. */
import type { IncomingMessage } from 'node:http';
import { Problem } from '../../http/problem.js';

/** 256 kB; a browser's offer is about 6. */
export const maxBodyBytes = 256 * 1024;

/** Read and thrown away beyond the limit, so that a client that is still sending gets to see the 413. */
const patienceBytes = 8 * 1024 * 1024;

/**
 * @param type the only media type accepted
 * @throws Problem 415 for another type, 413 for more than 256 kB
 */
export async function readBody(request: IncomingMessage, type: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  await new Promise<void>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size <= maxBodyBytes) chunks.push(chunk);
      if (size > patienceBytes) request.destroy();
    });
    request.once('end', resolve);
    request.on('error', () => {}); // 'close' follows and says so
    request.once('close', () => reject(new Problem(400, 'The body ended before it was complete.')));
  });
  if (size > maxBodyBytes)
    throw new Problem(413, `The body has ${size} bytes; ${maxBodyBytes} are read at most.`);
  const [given = ''] = (request.headers['content-type'] ?? '').split(';');
  if (given.trim().toLowerCase() !== type)
    throw new Problem(415, `The body's Content-Type is "${given}"; send ${type}.`);
  return Buffer.concat(chunks).toString('utf8');
}
