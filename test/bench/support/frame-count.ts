/** Counts VideoFrames of the media worker from outside: what decoders give and pages make, until it is closed. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Handler } from '../../../examples/edge/index.js';

/** Runs before the worker's own code: modules are evaluated in order of import. */
const counter = `
const count = (self.benchFrames = { made: 0, closed: 0 });
const open = new WeakSet();
const made = (frame) => (open.add(frame), (count.made += 1), frame);
const { close, clone } = VideoFrame.prototype;
VideoFrame.prototype.close = function () {
  if (open.delete(this)) count.closed += 1;
  return close.call(this);
};
VideoFrame.prototype.clone = function () { return made(clone.call(this)); };
self.VideoFrame = new Proxy(VideoFrame, { construct: (target, words) => made(Reflect.construct(target, words)) });
self.VideoDecoder = new Proxy(VideoDecoder, {
  construct: (target, [init]) => Reflect.construct(target, [{ ...init, output: (frame) => init.output(made(frame)) }]),
});
`;

/** The built worker as it is, behind the counter. */
export const countingWorker =
  (dist: URL): Handler =>
  async ({ url, response }) => {
    const script = 'content-type';
    if (url.pathname === '/dist/workers/frame-count.js') {
      response.writeHead(200, { [script]: 'text/javascript; charset=utf-8' }).end(counter);
      return true;
    }
    if (url.pathname !== '/dist/workers/media-worker.js') return false;
    const file = path.join(fileURLToPath(new URL('workers/', dist)), 'media-worker.js');
    const body = `import './frame-count.js';\n${await readFile(file, 'utf8')}`;
    response.writeHead(200, { [script]: 'text/javascript; charset=utf-8' }).end(body);
    return true;
  };
