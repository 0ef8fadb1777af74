/** Where a pixel appears in another camera, against the cameras themselves. */
import { expect } from '@open-wc/testing';
import {
  add,
  identity,
  multiply,
  noDistortion,
  project,
  rayOf,
  scale,
  transform,
} from '../../../../src/viewpoint/camera/index.js';
import type { CameraModel } from '../../../../src/viewpoint/camera/index.js';
import { inverseIntrinsicsOf, relate, sceneToView } from '../../../../src/viewpoint/depth/relation.js';
import { intrinsicsOf } from '../../../../src/viewpoint/depth/relation.js';
import { seededRandom } from '../../../fixtures/fake-environment.js';
import { about, cameraIn, randomWorld, target } from '../rig/cameras.js';

/** Off-centre, skewed, with pixels that are not square. */
function randomCamera(random: () => number, id: string): CameraModel {
  const camera = about(target, random() * 60 - 30, random() * 40 - 20, 6 + random() * 4, id);
  return {
    ...camera,
    fx: 300 + random() * 900,
    fy: 300 + random() * 900,
    skew: random() * 80 - 40,
    cx: random() * camera.width,
    cy: random() * camera.height,
  };
}

describe('the relation of two cameras', () => {
  it('takes a pixel of any depth to where the other camera sees it', () => {
    const random = seededRandom(21);
    for (let round = 0; round < 300; round += 1) {
      const world = randomWorld(random);
      const reference = cameraIn(world, randomCamera(random, 'a'));
      const other = cameraIn(world, randomCamera(random, 'b'));
      const pixel = { x: random() * 640, y: random() * 360 };
      const depth = world.size * (2 + random() * 10);
      const point = add(reference.position, scale(rayOf(reference, pixel), depth));
      const seen = project(other, point);
      if (seen.depth < 0.1 * depth) continue;
      const { A, b } = relate(reference, other);
      const h = add(transform(A, [pixel.x, pixel.y, 1]), scale(b, 1 / depth));
      expect(h[2]).to.be.closeTo(seen.depth / depth, 1e-7);
      expect(h[0] / h[2]).to.be.closeTo(seen.x, 1e-4);
      expect(h[1] / h[2]).to.be.closeTo(seen.y, 1e-4);
    }
  });

  it('leaves a camera’s own pixels where they are, at any depth', () => {
    const camera = randomCamera(seededRandom(2), 'a');
    const { A, b } = relate(camera, camera);
    expect(b.every((entry) => entry === 0)).to.equal(true);
    A.forEach((entry, at) => expect(entry).to.be.closeTo(identity[at]!, 1e-9));
  });

  it('takes what is infinitely far by the infinite homography alone', () => {
    const random = seededRandom(4);
    const [reference, other] = [randomCamera(random, 'a'), randomCamera(random, 'b')];
    const { A } = relate(reference, other);
    const pixel = { x: 100, y: 250 };
    const far = project(other, add(reference.position, scale(rayOf(reference, pixel), 1e9)));
    const h = transform(A, [pixel.x, pixel.y, 1]);
    expect(h[0] / h[2]).to.be.closeTo(far.x, 1e-3);
    expect(h[1] / h[2]).to.be.closeTo(far.y, 1e-3);
  });

  it('does not know of lenses: both are pinholes', () => {
    const random = seededRandom(6);
    const [reference, other] = [randomCamera(random, 'a'), randomCamera(random, 'b')];
    const bent = { ...other, distortion: [0.1, 0, 0, 0, 0] } as const;
    expect(relate({ ...reference, distortion: noDistortion }, bent)).to.deep.equal(relate(reference, other));
  });

  it('has intrinsics whose inverse is their inverse, skew included', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 20; round += 1) {
      const camera = randomCamera(random, 'a');
      multiply(intrinsicsOf(camera), inverseIntrinsicsOf(camera)).forEach((entry, at) =>
        expect(entry).to.be.closeTo(identity[at]!, 1e-9),
      );
    }
  });

  it('turns the scene so that depth is the third coordinate and the picture’s down is the second', () => {
    const camera = randomCamera(seededRandom(8), 'a');
    const point = add(camera.position, scale(rayOf(camera, { x: camera.cx, y: camera.cy + 40 }), 3));
    const [x, y, z] = transform(sceneToView(camera), [
      point[0] - camera.position[0],
      point[1] - camera.position[1],
      point[2] - camera.position[2],
    ]);
    expect(z).to.be.closeTo(3, 1e-9);
    expect(y).to.be.closeTo((3 * 40) / camera.fy, 1e-9);
    expect(x).to.be.closeTo((-3 * camera.skew * 40) / camera.fy / camera.fx, 1e-9);
  });
});
