/** What cannot be used is refused by name, before anything is done. */
import { expect } from '@open-wc/testing';
import { createSynthesizer } from '../../src/viewpoint/index.js';
import type { CameraModel, Frame, SynthesizerOptions } from '../../src/viewpoint/index.js';
import { OlympicPlayerError } from '../../src/base/index.js';
import { rejection } from '../fixtures/rejection.js';
import { onArc, opener, pictureOf } from '../fixtures/viewpoint.js';

const cameras = onArc([0, 10], { width: 32, height: 20 });
const frames = cameras.map((camera) => pictureOf(camera));
const canvas = new OffscreenCanvas(32, 20);

/** Of options that are right but for these. */
async function refusal(
  wrong: Partial<Record<keyof SynthesizerOptions, unknown>>,
): Promise<OlympicPlayerError> {
  const options = { canvas, cameras, frames, ...wrong } as SynthesizerOptions;
  const error = await rejection(createSynthesizer(options));
  expect(error).to.be.instanceOf(OlympicPlayerError);
  expect((error as OlympicPlayerError).hint).to.not.equal('');
  return error as OlympicPlayerError;
}

const broken = (change: Partial<CameraModel>): readonly CameraModel[] => [
  cameras[0]!,
  { ...cameras[1]!, ...change },
];

describe('options of a synthesizer', () => {
  const openOne = opener();

  for (const [what, wrong, names] of [
    ['no cameras', { cameras: [], frames: [] }, 'cameras'],
    ['cameras that are no list', { cameras: undefined }, 'cameras'],
    ['fewer frames than cameras', { frames: frames.slice(1) }, 'frames'],
    ['more frames than cameras', { frames: [...frames, ...frames] }, 'frames'],
    ['no frames', { frames: undefined }, 'frames'],
    ['a frame that is missing', { frames: [frames[0], undefined] }, 'frames[1]'],
    ['a frame that is null', { frames: [null, frames[1]] }, 'frames[0]'],
    ['a frame that is a canvas', { frames: [frames[0], document.createElement('canvas')] }, 'frames[1]'],
    ['two cameras of one id', { cameras: broken({ id: cameras[0]!.id }) }, 'at 0'],
    ['a reversed depth range', { depthRange: [9, 2] }, 'depthRange'],
    ['an empty depth range', { depthRange: [2, 2] }, 'depthRange'],
    ['a negative depth range', { depthRange: [-1, 5] }, 'depthRange'],
    ['a depth range from 0', { depthRange: [0, 5] }, 'depthRange'],
    ['a depth range of NaN', { depthRange: [1, NaN] }, 'depthRange'],
    ['a depth range of NaN first', { depthRange: [NaN, 4] }, 'depthRange'],
    ['an unknown synthesis', { synthesis: 'magic' }, 'synthesis'],
    ['an unknown quality', { quality: 'divine' }, 'quality'],
    ['a budget of NaN', { memoryBudget: NaN }, 'memoryBudget'],
    ['a negative budget', { memoryBudget: -1 }, 'memoryBudget'],
    ['a subject without extent', { subject: { center: [0, 0, 0], radius: 0 } }, 'subject'],
    ['a subject of NaN', { subject: { center: [0, 0, 0], radius: NaN } }, 'subject'],
    ['fewer mattes than cameras', { mattes: [undefined] }, 'mattes'],
    ['a matte that is null', { mattes: [null, frames[1]] }, 'mattes[0]'],
    ['plates that are no list', { plates: frames[0] }, 'plates'],
    ['a plate that is text', { plates: [undefined, 'plate.png'] }, 'plates[1]'],
    ['fewer depths than cameras', { depths: [undefined] }, 'depths'],
    ['depths of another size', { depths: [new Float32Array(7), undefined] }, 'depths[0]'],
  ] as const)
    it(`refuse ${what}`, async () => {
      const error = await refusal(wrong);
      expect(error.reason).to.equal('viewpoint/invalid-option');
      expect(error.message).to.include(names);
    });

  it('refuse a closed bitmap and a closed video frame', async () => {
    const bitmap = await createImageBitmap(frames[0]!);
    const video = new VideoFrame(bitmap, { timestamp: 0 });
    bitmap.close();
    video.close();
    for (const closed of [bitmap, video] as readonly Frame[]) {
      const error = await refusal({ frames: [closed, frames[1]] });
      expect(error.reason).to.equal('viewpoint/invalid-option');
      expect(error.message).to.include('frames[0]');
    }
  });

  for (const [what, change] of [
    ['a focal length of NaN', { fx: NaN }],
    ['a negative focal length', { fy: -600 }],
    ['a position of NaN', { position: [0, NaN, 0] }],
    ['a rotation of NaN', { rotation: [1, 0, 0, 0, NaN, 0, 0, 0, 1] }],
    ['a lens of NaN', { distortion: [0, NaN, 0, 0, 0] }],
    ['a principal point that is infinite', { cx: Infinity }],
    ['no size', { width: 0 }],
    ['no id', { id: '' }],
  ] as const)
    it(`refuse a camera with ${what}`, async () => {
      expect((await refusal({ cameras: broken(change) })).reason).to.equal('viewpoint/invalid-camera');
    });

  it('refuse a subject that is nowhere', async () => {
    const { reason } = await refusal({ subject: { center: [0, NaN, 0], radius: 1 } });
    expect(reason).to.equal('viewpoint/invalid-rig-axes');
  });

  it('refuse a canvas that is in use, or handed over', async () => {
    const drawn = new OffscreenCanvas(8, 8);
    drawn.getContext('2d');
    expect((await refusal({ canvas: drawn })).reason).to.equal('viewpoint/no-webgl2');
    const handed = document.createElement('canvas');
    handed.transferControlToOffscreen();
    expect((await refusal({ canvas: handed })).reason).to.equal('viewpoint/no-webgl2');
  });

  it('refuse a picture that is larger than a texture can be', async () => {
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2')!;
    const largest = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number;
    const { reason, message } = await refusal({ frames: [frames[0], new ImageData(largest + 1, 1)] });
    expect(reason).to.equal('viewpoint/invalid-option');
    expect(message).to.include(`${largest}`);
  });

  it('take a depth range without an end, any budget, and a canvas that served before', async () => {
    const first = await openOne({ cameras, frames, depthRange: [1, Infinity], memoryBudget: 1 });
    await first.synthesizer.prepare();
    await first.synthesizer.render(cameras[0]!);
    first.synthesizer.close();
    const second = await createSynthesizer({ canvas: first.canvas, cameras, frames });
    expect((await second.render(cameras[0]!)).sources[0]).to.equal(cameras[0]!.id);
    second.close();
  });
});
