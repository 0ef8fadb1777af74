/** Depth that is given, as it is drawn: what it says, and which of its pixels are doubted. */
import { expect } from '@open-wc/testing';
import { identity, noDistortion } from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel } from '../../../../src/viewpoint/camera/index.js';
import { mapOf } from '../../../../src/viewpoint/surface/index.js';

const [width, height] = [40, 30];

const camera: CameraModel = {
  id: 'a',
  width,
  height,
  fx: 50,
  fy: 50,
  skew: 0,
  cx: 19.5,
  cy: 14.5,
  distortion: noDistortion,
  position: [0, 0, 0],
  rotation: identity,
};

interface Read {
  /** Depth by the map's numbers, scene units. */
  readonly depth: number;
  readonly confidence: number;
}

/** What becomes of a depth that is a function of the pixel. */
function mapped(depth: (x: number, y: number) => number): (x: number, y: number) => Read {
  const values = Float32Array.from({ length: width * height }, (_, at) =>
    depth(at % width, Math.floor(at / width)),
  );
  const { map, qMax } = mapOf(camera, { width, height, values });
  expect([map.width, map.height]).to.deep.equal([width, height]);
  return (x, y) => {
    const [high, low, confidence] = map.bytes.subarray((y * width + x) * 4);
    return { depth: 65_535 / ((high! * 256 + low!) * qMax), confidence: confidence! };
  };
}

describe('depth that is given', () => {
  for (const unit of [1, 1000])
    it(`is what it was, and its mixed pixels just behind an edge are doubted, in units of 1/${unit} m`, () => {
      // A post, three times nearer than what is behind it.
      const isPost = (x: number): boolean => x >= 15 && x < 22;
      const read = mapped((x) => (isPost(x) ? 3 : 9) * unit);
      for (let y = 0; y < height; y += 1)
        for (let x = 0; x < width; x += 1) {
          const { depth, confidence } = read(x, y);
          expect(depth / unit).to.be.closeTo(isPost(x) ? 3 : 9, 0.001);
          if (x === 14 || x === 22) expect(confidence, `${x}`).to.be.within(1, 40);
          else expect(confidence, `${x}`).to.equal(255);
        }
    });

  it('has no edge on a plane, however steep', () => {
    // A floor seen at a grazing angle, a metre below: inverse depth is linear in the row.
    const read = mapped((_x, y) => 50 / (y + 1));
    for (let y = 0; y < height; y += 1) expect(read(20, y).confidence, `row ${y}`).to.equal(255);
  });

  it('is unknown where it is not positive or not finite, and that is no edge', () => {
    const holes = [0, -1, NaN, Infinity];
    const read = mapped((x, y) => (y === 10 && x >= 10 && x < 14 ? holes[x - 10]! : 5));
    for (let x = 0; x < width; x += 1) {
      const isHole = x >= 10 && x < 14;
      expect(read(x, 10).confidence, `${x}`).to.equal(isHole ? 0 : 255);
      expect(read(x, 9).confidence).to.equal(255);
    }
  });
});
