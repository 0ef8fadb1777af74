/** How much of a decoder's speed is left behind the engine's reader, window and supply; and behind the presenter. */
import { serveFolder } from '../../../examples/edge/index.js';
import type { DecodeResult } from '../page/decoding/order.js';
import { alternate } from '../support/alternate.js';
import { bigFiles, sizes } from '../support/big-files.js';
import type { Row } from '../support/report.js';
import { median } from '../support/statistics.js';
import type { Bench } from './contract.js';

const rounds = 5;
const frames = 720;
/** Presenting in software is slow: fewer pictures say as much. */
const presentedFrames = 90;

export const throughput: Bench = {
  name: 'throughput',
  stand: { handlers: () => [serveFolder('/files/', bigFiles())] },
  async run(stand) {
    const rows: Row[] = [];
    const runs: Record<string, unknown> = {};
    for (const { name } of sizes) {
      const decode =
        (way: string, upload?: string, onPage = false) =>
        async () => {
          const expected = upload === undefined ? frames : presentedFrames;
          const order = {
            url: `/files/${name}.mp4`,
            way,
            frames: expected,
            onPage,
            ...(upload === undefined ? {} : { upload }),
          };
          const result = await stand.call<DecodeResult>('decode', order);
          if (result.frames !== expected)
            throw new Error(`${way} gave ${result.frames} of ${expected} frames`);
          return result;
        };
      const results = await alternate(rounds, {
        plain: decode('plain'),
        pipeline: decode('pipeline'),
        planes: decode('pipeline', 'planes'),
        'on the page': decode('pipeline', 'planes', true),
        texture: decode('pipeline', 'texture'),
      });
      runs[name] = results;
      const fps = (way: keyof typeof results) =>
        median(results[way].map((result) => (result.frames * 1000) / result.milliseconds));
      const work = (way: keyof typeof results, stage: string) =>
        median(results[way].map((result) => (result.work[stage] ?? 0) / result.frames));
      const share = (way: keyof typeof results) => fps(way) / fps('plain');
      rows.push(
        {
          what: `${name}: not presented / plain loop`,
          value: share('pipeline'),
          unit: '×',
          goal: { least: 0.9 },
        },
        { what: `${name}: presented by planes / plain loop`, value: share('planes'), unit: '×' },
        { what: `${name}: presented by texture / plain loop`, value: share('texture'), unit: '×' },
        { what: `${name}: by planes, on the page / plain loop`, value: share('on the page'), unit: '×' },
        { what: `${name}: plain loop`, value: fps('plain'), unit: 'fps' },
        { what: `${name}: not presented`, value: fps('pipeline'), unit: 'fps' },
        { what: `${name}: by planes`, value: fps('planes'), unit: 'fps' },
        { what: `${name}: by texture`, value: fps('texture'), unit: 'fps' },
        { what: `${name}: reading, a frame`, value: work('pipeline', 'read'), unit: 'ms' },
        { what: `${name}: feeding and taking, a frame`, value: work('pipeline', 'decode'), unit: 'ms' },
        { what: `${name}: upload by planes, a frame`, value: work('planes', 'upload'), unit: 'ms' },
        { what: `${name}: drawing by planes, a frame`, value: work('planes', 'draw'), unit: 'ms' },
        { what: `${name}: upload by texture, a frame`, value: work('texture', 'upload'), unit: 'ms' },
      );
    }
    return {
      about: 'decoding a whole file: the engine without its clock, and a plain VideoDecoder loop',
      rows,
      notes: [
        `H.264 High, 30 fps, groups of 1 s, no reordering, 4 and 8 Mbit/s; ${frames} frames (${presentedFrames} where they are presented), a new worker for each run`,
        'the plain loop has its samples read before the clock starts; the engine reads as it goes',
      ],
      runs,
    };
  },
};
