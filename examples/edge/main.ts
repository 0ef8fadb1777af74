/** The edge by itself: `node --import tsx examples/edge/main.ts`. PORT changes the port. */
import { createEdge } from './index.js';

const defaultPort = 8081;

const edge = await createEdge({ port: Number(process.env.PORT ?? defaultPort) });
console.log(`The edge is at ${edge.url}: ${edge.url}/event.json describes the event.`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void edge.close());
