/** What a view is made from, and the rung of a single view. */
import { expect } from '@open-wc/testing';
import { depthOf } from '../../src/viewpoint/index.js';
import type { RenderOptions, Synthesizer } from '../../src/viewpoint/index.js';
import { rejection } from '../fixtures/rejection.js';
import { look, median, middle, onArc, opener, psnr, twoWalls } from '../fixtures/viewpoint.js';

const cameras = onArc([-6, 0, 6]);
const looks = cameras.map((camera) => look(camera, twoWalls));
const view = onArc([3])[0]!;

/** One number a pixel; grey, or it is not what was asked for. */
function greyOf({ data }: ImageData): number[] {
  return Array.from({ length: data.length / 4 }, (_, at) => {
    const [r, g, b] = data.subarray(4 * at);
    if (r !== g || g !== b) throw new Error(`pixel ${at} is not grey: ${r} ${g} ${b}`);
    return r!;
  });
}

describe('what a view is made from', () => {
  const openOne = opener();
  let synthesizer: Synthesizer;

  beforeEach(async () => {
    ({ synthesizer } = await openOne({
      cameras,
      frames: looks.map(({ picture }) => picture),
      depths: looks.map(({ depth }) => depth),
      subject: { center: middle, radius: 1 },
    }));
    await synthesizer.prepare();
  });

  const seen = async (options: RenderOptions, from = view): Promise<ImageData> => {
    await synthesizer.render(from, options);
    return await synthesizer.readPixels();
  };

  it('is its depth: 128 where the pivot is, twice that at half the distance', async () => {
    const grey = greyOf(await seen({ show: 'depth' }));
    const pivot = depthOf(view, synthesizer.rig.pivot);
    const wrong = Array.from(look(view, twoWalls).depth, (depth, at) =>
      Math.abs(grey[at]! - Math.min(255, (127.5 * pivot) / depth)),
    );
    expect(median(wrong)).to.be.at.most(1);
    expect(wrong.filter((by) => by > 3).length / wrong.length).to.be.below(0.06);
    expect(new Set(greyOf(await seen({ show: 'depth', synthesis: 'blend' })))).to.deep.equal(new Set([128]));
  });

  it('is its confidence: all at a real camera, most where all agree, least where one camera sees alone', async () => {
    expect(Math.min(...greyOf(await seen({ show: 'confidence' }, cameras[1])))).to.equal(255);
    const between = greyOf(await seen({ show: 'confidence' }));
    expect(median(between)).to.be.above(200);
    expect(Math.min(...between)).to.be.below(140);
    const { confidence } = await synthesizer.render(view, { synthesis: 'blend' });
    const blended = greyOf(await seen({ show: 'confidence', synthesis: 'blend' }));
    expect(new Set(blended)).to.deep.equal(new Set([Math.round(confidence * 255)]));
  });

  it('is made in the way that is asked for, and again in the way the synthesizer was made for', async () => {
    const made: string[] = [];
    for (const synthesis of ['snap', 'blend', 'depth', 'auto', undefined] as const)
      made.push((await synthesizer.render(view, { synthesis })).synthesis);
    expect(made).to.deep.equal(['snap', 'blend', 'depth', 'depth', 'depth']);
    const truth = look(view, twoWalls).picture;
    expect(psnr(await seen({}), truth, 8)).to.be.above(psnr(await seen({ synthesis: 'snap' }), truth, 8) + 6);
  });

  it('is refused by name when there is no such thing', async () => {
    for (const wrong of [{ show: 'magic' }, { synthesis: 'magic' }] as unknown as RenderOptions[]) {
      const error = await rejection<{ reason: string; message: string }>(synthesizer.render(view, wrong));
      expect(error.reason).to.equal('viewpoint/invalid-option');
      expect(error.message).to.include(Object.keys(wrong)[0]);
    }
  });
});
