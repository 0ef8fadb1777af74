/** Who is off: over scenes of points, which are quick enough for many rigs. */
import { expect } from '@open-wc/testing';
import { add, scale } from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel } from '../../../../src/viewpoint/camera/index.js';
import { analyseRig } from '../../../../src/viewpoint/rig/index.js';
import { seededRandom } from '../../../fixtures/fake-environment.js';
import { arc, cameraIn, pointIn, randomWorld, ring, target, turned } from './cameras.js';
import { judge, scene } from './synthetic-witnesses.js';

const lens = [-0.12, 0.05, 0.001, -0.001, 0] as const;
const replaced = (
  cameras: readonly CameraModel[],
  index: number,
  change: (camera: CameraModel) => CameraModel,
) => cameras.map((camera, at) => (at === index ? change(camera) : camera));

describe('findSuspects', () => {
  it('names nobody on rigs that are right, of any size and in any world, lenses included', () => {
    const random = seededRandom(1);
    for (let round = 0; round < 12; round += 1) {
      const world = randomWorld(random);
      const cameras = (round % 2 === 0 ? ring(14) : arc([0, 9, 20, 28, 40, 55])).map((camera) =>
        cameraIn(world, { ...camera, distortion: lens }),
      );
      const points = scene(random, pointIn(world, target), 1.2 * world.size);
      const { suspicion, evidence } = judge(cameras, cameras, points, random);
      expect(suspicion.off).to.deep.equal([]);
      expect(suspicion.either).to.deep.equal([]);
      for (const px of suspicion.agreement) expect(px).to.be.below(0.4);
      for (const { epipolar } of evidence.pairs) expect(epipolar).to.be.below(0.35);
    }
  });

  it('names the one that is off, and says how', () => {
    const random = seededRandom(2);
    for (let round = 0; round < 18; round += 1) {
      const world = randomWorld(random);
      const cameras = ring(14).map((camera) => cameraIn(world, camera));
      const points = scene(random, pointIn(world, target), 1.2 * world.size);
      const index = Math.floor(random() * cameras.length);
      const axis = (round % 3) as 0 | 1 | 2;
      const [change, cause] = (
        [
          [(camera: CameraModel) => turned(camera, axis, axis === 2 ? 2.5 : 1), 'rotation'],
          [
            (camera: CameraModel) => ({ ...camera, fx: camera.fx * 1.06, fy: camera.fy * 1.06 }),
            'focal-length',
          ],
          [
            (camera: CameraModel) => ({
              ...camera,
              position: add(camera.position, scale(analyseRig(cameras).up, 0.3 * world.size)),
            }),
            'position',
          ],
        ] as const
      )[Math.floor(round / 3) % 3]!;
      const { suspicion, remedies } = judge(replaced(cameras, index, change), cameras, points, random);
      expect(suspicion.off, `${cause} ${axis}`).to.deep.equal([index]);
      // A camera that looks up from below sees nearly the same as one tilted up: either remedy mends it.
      if (cause !== 'position') expect(remedies[0]!.cause).to.equal(cause);
      if (cause === 'rotation') expect(remedies[0]!.turned).to.be.closeTo(axis === 2 ? 2.5 : 1, 0.1);
      if (cause === 'focal-length') expect(remedies[0]!.zoom).to.be.closeTo(1 / 1.06, 0.01);
      expect(remedies[0]!.left).to.be.below(0.8);
    }
  });

  it('names both of two that are off', () => {
    const random = seededRandom(3);
    const cameras = ring(14);
    const points = scene(random, target, 1.2);
    const calibrated = replaced(
      replaced(cameras, 2, (camera) => turned(camera, 1, 1)),
      9,
      (camera) => turned(camera, 0, -1.5),
    );
    const { suspicion } = judge(calibrated, cameras, points, random);
    expect([...suspicion.off].sort((a, b) => a - b)).to.deep.equal([2, 9]);
  });

  it('names the end of an arc, and not its neighbour', () => {
    const random = seededRandom(4);
    const cameras = arc([0, 14, 28, 42]);
    const points = scene(random, target, 1.2);
    for (const index of [0, 3]) {
      const calibrated = replaced(cameras, index, (camera) => turned(camera, 1, 1));
      expect(judge(calibrated, cameras, points, random).suspicion.off).to.deep.equal([index]);
    }
  });

  it('does not choose between two cameras', () => {
    const random = seededRandom(5);
    const cameras = arc([0, 14]);
    const calibrated = replaced(cameras, 1, (camera) => turned(camera, 0, 1));
    const { suspicion } = judge(calibrated, cameras, scene(random, target, 1.2), random);
    expect(suspicion.off).to.deep.equal([]);
    expect(suspicion.either).to.deep.equal([0, 1]);
  });

  it('does not choose among three where each pair agrees but not all of them together', () => {
    const random = seededRandom(6);
    const cameras = arc([0, 14, 28], 0);
    // A pan on a level arc moves points along their epipolar lines.
    const calibrated = replaced(cameras, 1, (camera) => turned(camera, 1, 0.6));
    const { suspicion } = judge(calibrated, cameras, scene(random, target, 0.7), random);
    expect(suspicion.off).to.deep.equal([]);
    expect([...suspicion.either].sort()).to.deep.equal([0, 1, 2]);
  });

  it('blames nobody where the whole calibration is wrong', () => {
    const random = seededRandom(7);
    const cameras = ring(14);
    const calibrated = cameras.map((camera) =>
      turned(turned(camera, 0, 2 * random() - 1), 1, 2 * random() - 1),
    );
    const { suspicion } = judge(calibrated, cameras, scene(random, target, 1.2), random);
    expect(suspicion.off).to.deep.equal([]);
  });

  it('knows nothing of cameras that share nothing', () => {
    const random = seededRandom(8);
    const cameras = [...arc([0, 12, 24]), ...arc([180])];
    const { suspicion } = judge(cameras, cameras, scene(random, target, 1.2), random);
    expect(suspicion.off).to.deep.equal([]);
    expect(suspicion.agreement[3]).to.deep.equal(NaN);
  });
});
