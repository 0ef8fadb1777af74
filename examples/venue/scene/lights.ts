import {
  BoxGeometry,
  CircleGeometry,
  Color,
  DirectionalLight,
  Group,
  HemisphereLight,
  InstancedMesh,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  SpotLight,
  TorusGeometry,
  Vector3,
} from 'three';
import { bowl } from './bowl.js';

/** Warm key from above the front right, cool rim from behind, a little sky: contrast and depth from every side. */
function addLamps(group: Group): void {
  const key = new SpotLight('#fff1d8', 3.7, 0, 0.62, 0.65, 0);
  key.position.set(4.2, 18, 5.2);
  key.target.position.set(0, 0.8, 0);
  key.castShadow = true;
  key.shadow.mapSize.set(1536, 1536);
  key.shadow.camera.near = 8;
  key.shadow.camera.far = 32;
  key.shadow.bias = -0.0006;
  key.shadow.normalBias = 0.012;
  key.shadow.radius = 3;
  const rim = new DirectionalLight('#86b6ff', 1.5);
  rim.position.set(-8, 7, -9);
  const cross = new DirectionalLight('#ffd0dc', 0.95);
  cross.position.set(-9, 5, 6);
  group.add(key, key.target, rim, cross, new HemisphereLight('#ccd6ff', '#4a6ab5', 1.4));
}

/** The truss over the floor and the banks of floodlights under the roof. */
function addFixtures(group: Group): void {
  const truss = new Mesh(new TorusGeometry(10.5, 0.16, 6, 72), new MeshLambertMaterial({ color: '#3b4070' }));
  truss.rotation.x = Math.PI / 2;
  truss.position.y = 11.5;
  truss.scale.x = bowl.stretch;
  group.add(truss);

  const glow = new MeshBasicMaterial({ color: new Color('#fff6df').multiplyScalar(1.6) });
  const housing = new MeshLambertMaterial({ color: '#23264f' });
  const lamps: Matrix4[] = [];
  const aim = new Matrix4();
  const up = new Vector3(0, 1, 0);
  const center = new Vector3(0, 1.5, 0);
  const place = (x: number, y: number, z: number) => {
    const at = new Vector3(x, y, z);
    // A disc faces +Z; a look-at matrix turns +Z from the target to the eye, so the two are swapped.
    aim.lookAt(center, at, up);
    lamps.push(aim.clone().setPosition(at));
  };
  for (let bank = 0; bank < 16; bank++) {
    const middle = ((bank + 0.5) * Math.PI) / 8;
    for (let column = -3; column <= 3; column++) {
      for (let row = 0; row < 2; row++) {
        const angle = middle + column * 0.026;
        place(Math.sin(angle) * 30 * bowl.stretch, 17.3 + row * 0.75, Math.cos(angle) * 30);
      }
    }
  }
  for (let spot = 0; spot < 24; spot++) {
    const angle = ((spot + 0.5) * Math.PI) / 12;
    place(Math.sin(angle) * 10.3 * bowl.stretch, 11.2, Math.cos(angle) * 10.3);
  }
  const discs = new InstancedMesh(new CircleGeometry(0.27, 14), glow, lamps.length);
  const boxes = new InstancedMesh(new BoxGeometry(0.66, 0.66, 0.3), housing, lamps.length);
  const behind = new Matrix4().makeTranslation(0, 0, -0.17);
  lamps.forEach((matrix, index) => {
    discs.setMatrixAt(index, matrix);
    boxes.setMatrixAt(index, matrix.clone().multiply(behind));
  });
  discs.frustumCulled = false;
  boxes.frustumCulled = false;
  group.add(discs, boxes);
}

export function createLights(): Group {
  const group = new Group();
  addLamps(group);
  addFixtures(group);
  return group;
}
