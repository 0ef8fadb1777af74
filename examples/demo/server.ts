/** `npm start`: the demo page, the built package, the venue, the viewpoint lab and the embedded edge on one origin. PORT changes the port. */
import { createEdge, serveFolder } from '../edge/index.js';
import { serveVenuePage } from '../venue/serve-page.js';
import { serveLab } from '../viewpoint-lab/serve-lab.js';

const defaultPort = 8080;
const project = new URL('../../', import.meta.url);
const folder = (path: string): URL => new URL(path, project);

const edge = await createEdge({
  port: Number(process.env['PORT'] ?? defaultPort),
  handlers: [
    serveFolder('/dist/', folder('dist/')),
    serveFolder('/demo/', folder('examples/demo/')),
    serveVenuePage('/venue/'),
    serveLab('/lab/'),
    serveFolder('/docs/', folder('docs/')),
    serveFolder('/', folder('examples/demo/')),
  ],
}).catch((error: unknown) => {
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(
    inUse
      ? `Port ${process.env['PORT'] ?? defaultPort} is taken: choose another with PORT=8090 npm start.`
      : error,
  );
  process.exit(1);
});

console.log(`Olympic Player demo:  http://localhost:${edge.port}/`);
console.log(`The venue, rendered:  http://localhost:${edge.port}/venue/`);
console.log(`The viewpoint lab:    http://localhost:${edge.port}/lab/`);
console.log(`Event descriptor:     http://localhost:${edge.port}/event.json`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void edge.close());
