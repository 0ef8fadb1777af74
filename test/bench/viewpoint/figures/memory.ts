import { flightSpan } from '../../../../examples/venue/athlete/timeline.js';
import { resized } from '../../../../src/viewpoint/camera/index.js';
import { withMoment } from '../stage/index.js';
import { modelOf, ringCamera, ringSize, ringView, subject } from '../venue/cameras.js';
import { VenueTruth } from '../venue/truth.js';
import type { Figure, Section } from './contract.js';

const size = { width: 1920, height: 1080 };
const timeMs = Math.round(flightSpan(2).from * 1000 + 600);
const megabyte = 2 ** 20;
/** The package's own, as api.md has it. */
const budget = 256 * megabyte;

const bytesOf = (memory: Readonly<Record<string, number>>): number =>
  Object.values(memory).reduce((sum, bytes) => sum + bytes, 0);
/** Of the output's size, not of the cameras. */
const targetsOf = (memory: Readonly<Record<string, number>>): number => memory['targets'] ?? 0;

export const memory: Figure = {
  name: 'memory',
  about: 'what 24 cameras of 1920x1080 take on the GPU',
  async run({ stage, quick }): Promise<Section> {
    if (quick) return { rows: [], notes: ['left out when quick'] };
    const truth = new VenueTruth(stage, size);
    const ring = Array.from({ length: ringSize }, (_, number) => ringCamera(number));
    const frames = await truth.keys(ring, timeMs);
    await stage.call('leaveVenue');
    const cameras = ring.map((camera) => resized(modelOf(camera), size.width, size.height));
    const request = { size, cameras, frames, subject, memoryBudget: budget };
    const measured = await withMoment(stage, request, async (moment) => {
      const prepared = await moment.prepare();
      const { shown } = await moment.view(resized(modelOf(ringView(0.5)), size.width, size.height));
      return { prepared, shown, after: await moment.memory() };
    });
    stage.store.drop(`venue/${size.height}/`);
    const { prepared, shown, after } = measured;
    const megabytes = (memory: Readonly<Record<string, number>>): number =>
      (bytesOf(memory) - targetsOf(memory)) / megabyte;
    return {
      rows: [
        {
          what: '24 cameras at 1080p, prepared: memory beside the targets',
          value: megabytes(after),
          unit: 'MB',
          goal: { most: budget / megabyte },
        },
        { what: 'the same, at its busiest', value: megabytes(prepared.peak), unit: 'MB' },
        { what: 'targets at 1080p', value: targetsOf(after) / megabyte, unit: 'MB' },
        { what: '24 cameras at 1080p: prepare', value: prepared.ms, unit: 'ms' },
      ],
      notes: [`the view after it: ${shown.synthesis} from ${shown.sources.length} sources`],
      details: { after, peak: prepared.peak },
    };
  },
};
