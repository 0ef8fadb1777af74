/** The calibration held against pictures of the venue, whose calibration is exact. */
import { expect } from '@open-wc/testing';
import { add, resized } from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel } from '../../../../src/viewpoint/camera/index.js';
import { validateRig } from '../../../../src/viewpoint/rig/index.js';
import type { RigValidation } from '../../../../src/viewpoint/rig/index.js';
import { turned } from './cameras.js';
import { modelOf, picturesOf, ringCamera } from './venue-pictures.js';

/** Every 15 degrees, then every 30. */
const numbers = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12];
const timeMs = 3700;

describe('validateRig on the venue', function () {
  this.timeout(120_000);
  const all = numbers.map((number) => modelOf(ringCamera(number)));
  const arc = all.slice(0, 7);
  let pictures: readonly ImageData[];

  before(() => {
    pictures = picturesOf(numbers.map(ringCamera), timeMs);
  });

  const withOne = (index: number, change: (camera: CameraModel) => CameraModel): readonly CameraModel[] =>
    arc.map((camera, at) => (at === index ? change(camera) : camera));
  const validate = (cameras: readonly CameraModel[]): Promise<RigValidation> =>
    validateRig(cameras, pictures.slice(0, cameras.length));

  it('finds a perfect rig good, every camera and every pair', async () => {
    const found = await validate(arc);
    expect(found).to.include({ ok: true, hint: '' });
    expect(found.suspects).to.deep.equal([]);
    expect(found.medianPx).to.be.below(0.3);
    for (const { verdict, medianPx, hint } of found.cameras) {
      expect(verdict).to.equal('good');
      expect(medianPx).to.be.below(0.4);
      expect(hint).to.equal('');
    }
    for (const { verdict, matches } of found.pairs) {
      expect(verdict).to.equal('good');
      expect(matches).to.be.above(30);
    }
  });

  it('is not led astray by a fence and a hall that look the same from all sides', async () => {
    const wide = [0, 2, 4, 6, 8, 10, 12].map((number) => numbers.indexOf(number));
    const found = await validateRig(
      wide.map((index) => all[index]!),
      wide.map((index) => pictures[index]),
    );
    expect(found.ok).to.equal(true);
    expect(found.cameras.every(({ verdict }) => verdict === 'good')).to.equal(true);
  });

  for (const [what, index, change, cause] of [
    ['tilted by 1 degree', 3, (camera: CameraModel) => turned(camera, 0, 1), 'rotation'],
    ['panned by 1 degree', 2, (camera: CameraModel) => turned(camera, 1, 1), 'rotation'],
    ['rolled by 1 degree', 4, (camera: CameraModel) => turned(camera, 2, 1), 'rotation'],
    [
      'panned by 1 degree at the end of the arc',
      0,
      (camera: CameraModel) => turned(camera, 1, 1),
      'rotation',
    ],
    [
      'zoomed by 4 %',
      3,
      (camera: CameraModel) => ({ ...camera, fx: camera.fx * 1.04, fy: camera.fy * 1.04 }),
      'focal-length',
    ],
    [
      'moved by 20 cm',
      5,
      (camera: CameraModel) => ({ ...camera, position: add(camera.position, [0, 0.2, 0]) }),
      'position',
    ],
  ] as const)
    it(`names the one camera that was ${what}`, async () => {
      const found = await validate(withOne(index, change));
      expect(found.ok).to.equal(false);
      expect(found.suspects).to.deep.equal([arc[index]!.id]);
      const [camera] = found.cameras.filter(({ verdict }) => verdict === 'off');
      expect(camera).to.include({ id: arc[index]!.id, cause });
      expect(found.cameras.filter(({ verdict }) => verdict === 'good')).to.have.length(arc.length - 1);
      if (cause === 'rotation') expect(camera!.hint).to.match(/turned (0\.9|1\.0)\d degrees/);
      if (cause === 'focal-length') expect(camera!.hint).to.match(/96\.\d % of/);
      if (cause === 'position') expect(camera!.hint).to.match(/0\.(19|20|21)\d? scene units/);
    });

  it('measures in pixels of the full picture, whatever it works on', async () => {
    const bitmaps = await Promise.all(pictures.slice(0, 4).map((picture) => createImageBitmap(picture)));
    const large = arc.slice(0, 4).map((camera) => resized(camera, 1920, 1080));
    const found = await validateRig(large, bitmaps);
    expect(found.ok).to.equal(true);
    expect(found.medianPx).to.be.within(0.3, 0.9);
    bitmaps.forEach((bitmap) => bitmap.close());
  });

  it('knows nothing of cameras without a picture, or with one that shows nothing', async () => {
    const grey = new ImageData(640, 360);
    grey.data.fill(120);
    const found = await validateRig(arc, [...pictures.slice(0, 5), grey, undefined]);
    expect(found.ok).to.equal(true);
    expect(found.cameras.map(({ verdict }) => verdict)).to.deep.equal([
      ...Array<string>(5).fill('good'),
      'unknown',
      'unknown',
    ]);
    expect(found.cameras[5]!.hint).to.match(/texture/);
    const blind = await validateRig(arc.slice(0, 2), [grey, grey]);
    expect(blind.ok).to.equal(false);
    expect(blind.suspects).to.deep.equal([]);
    expect(blind.medianPx).to.equal(undefined);
  });

  it('gives the same answer every time', async () => {
    const few = arc.slice(0, 4);
    expect(await validate(few)).to.deep.equal(await validate(few));
  });

  it('tells how far it is, lets others run, and stops when asked', async () => {
    const controller = new AbortController();
    const parts: number[] = [];
    const stopped = validateRig(arc, pictures.slice(0, 7), {
      signal: controller.signal,
      onProgress: (part) => {
        parts.push(part);
        // From a task of its own, as a click would.
        if (parts.length === 3) setTimeout(() => controller.abort(new Error('enough')), 0);
      },
      pause: () => new Promise((resolve) => setTimeout(resolve, 1)),
    });
    expect(await stopped.catch((error: Error) => error.message)).to.equal('enough');
    expect(parts.length).to.be.within(3, 5);
    const whole: number[] = [];
    await validateRig(arc.slice(0, 2), pictures.slice(0, 2), { onProgress: (part) => whole.push(part) });
    expect(whole.at(-1)).to.equal(1);
    expect(whole).to.deep.equal([...whole].sort((a, b) => a - b));
  });

  it('refuses pictures that do not fit', async () => {
    const reason = (error: { reason?: string }) => error.reason;
    expect(await validateRig(arc, pictures.slice(0, 2)).catch(reason)).to.equal('viewpoint/invalid-frames');
    const square = new ImageData(360, 360);
    expect(await validateRig(arc.slice(0, 1), [square]).catch(reason)).to.equal('viewpoint/invalid-frames');
    const short = { width: 640, height: 360, data: new Uint8ClampedArray(12) };
    expect(await validateRig(arc.slice(0, 1), [short]).catch(reason)).to.equal('viewpoint/invalid-frames');
  });
});
