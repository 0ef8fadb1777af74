import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.js';

/**
 * The whole request body as text.
 * @param limit bytes
 * @throws Problem 413 as soon as the body is longer, 400 when the client goes away in the middle
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  const tooLarge = () =>
    new Problem(413, `The body may have ${limit} bytes at most.`, { connection: 'close' });
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > limit) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(400, 'The body ended before it was complete.');
  }
  return Buffer.concat(chunks).toString('utf8');
}
