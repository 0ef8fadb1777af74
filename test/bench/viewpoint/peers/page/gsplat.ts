/** gsplat.js, as its README begins: a scene, a camera, a renderer. */
import { Camera, Quaternion, Scene, Splat, SplatData, Vector3, WebGLRenderer } from 'gsplat';
import { cameraDistance, fieldOfView, height, measure, width } from './measure.js';
import { splatFile } from './splats.js';

window.measurePeer = (splats, pictures) => {
  const canvas = document.createElement('canvas');
  document.body.append(canvas);
  const renderer = new WebGLRenderer(canvas);
  renderer.setSize(width, height);
  const scene = new Scene();
  scene.addObject(new Splat(SplatData.Deserialize(splatFile(splats))));
  const camera = new Camera();
  camera.data.fx = camera.data.fy = height / 2 / Math.tan(fieldOfView / 2);
  return measure(
    {
      gl: renderer.gl,
      draw(angle) {
        const [x, z] = [Math.sin(angle) * cameraDistance, -Math.cos(angle) * cameraDistance];
        camera.position = new Vector3(x, 0, z);
        // Looks along +Z where it is not turned.
        camera.rotation = Quaternion.FromEuler(new Vector3(0, -angle, 0));
        camera.update();
        renderer.render(scene, camera);
      },
    },
    pictures,
  );
};
