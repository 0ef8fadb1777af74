/** Cameras that are not set alike: what is between them passes over evenly, and each keeps its own picture. */
import { expect } from '@open-wc/testing';
import type { Synthesis } from '../../src/viewpoint/index.js';
import { look, middle, onArc, opener, psnr, twoWalls } from '../fixtures/viewpoint.js';
import type { Rgb } from '../fixtures/viewpoint.js';

const cameras = onArc([-6, 0, 6, 12], { width: 320, height: 192 });
const views = onArc([3, 9], { width: 320, height: 192 });
const gains: readonly Rgb[] = [
  [1, 1, 1],
  [0.8, 0.85, 0.9],
  [1, 0.95, 0.85],
  [0.75, 0.75, 0.75],
];

/** As a camera with these gains shows it. */
function exposed({ width, height, data }: ImageData, gain: Rgb): ImageData {
  const picture = new ImageData(width, height);
  data.forEach((value, at) => (picture.data[at] = at % 4 === 3 ? 255 : value * gain[at % 4]!));
  return picture;
}

const between = (a: Rgb, b: Rgb): Rgb => [
  Math.sqrt(a[0] * b[0]),
  Math.sqrt(a[1] * b[1]),
  Math.sqrt(a[2] * b[2]),
];

describe('cameras that are not set alike', function () {
  this.timeout(60_000);
  const openOne = opener();
  const looks = cameras.map((camera) => look(camera, twoWalls));
  const frames = looks.map(({ picture }, at) => exposed(picture, gains[at]!));

  async function opened(synthesis: Synthesis, given = frames) {
    const { synthesizer } = await openOne(
      { cameras, frames: given, synthesis, subject: { center: middle, radius: 1 } },
      { width: 320, height: 192 },
    );
    await synthesizer.prepare();
    return async (view = views[0]!) => {
      expect((await synthesizer.render(view)).synthesis).to.equal(synthesis);
      return synthesizer.readPixels();
    };
  }

  it('have depth as good as if they were, and views between are exposed between', async () => {
    const [alike, unlike] = [
      await opened(
        'depth',
        looks.map(({ picture }) => picture),
      ),
      await opened('depth'),
    ];
    for (const [at, view] of views.entries()) {
      const truth = look(view, twoWalls).picture;
      const best = psnr(await alike(view), truth, 16);
      const seen = psnr(await unlike(view), exposed(truth, between(gains[at + 1]!, gains[at + 2]!)), 16);
      expect(seen, `${view.id}: alike ${best}`).to.be.above(best - 0.7);
    }
  });

  for (const synthesis of ['depth', 'blend'] as const)
    it(`have their own picture where they stand: ${synthesis}`, async () => {
      const see = await opened(synthesis);
      for (const [at, camera] of cameras.entries())
        expect(psnr(await see(camera), frames[at]!)).to.be.above(50);
    });

  it('are dissolved without one of them setting in as a lighter or darker part', async () => {
    const mean = ({ data }: ImageData): number =>
      data.reduce((sum, value, at) => sum + (at % 4 === 3 ? 0 : value), 0);
    const [alike, unlike] = [
      await opened(
        'blend',
        looks.map(({ picture }) => picture),
      ),
      await opened('blend'),
    ];
    const wanted = exposed(await alike(), between(gains[1]!, gains[2]!));
    const seen = await unlike();
    expect(mean(seen) / mean(wanted)).to.be.within(0.97, 1.03);
    expect(psnr(seen, wanted, 16)).to.be.above(30);
  });
});
