/** Spark, as its README begins: a mesh of splats in a scene of three.js. */
import { SparkRenderer, SplatFileType, SplatMesh } from '@sparkjsdev/spark';
import { PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { cameraDistance, fieldOfView, height, measure, width } from './measure.js';
import { splatFile } from './splats.js';

window.measurePeer = async (splats, pictures) => {
  const canvas = document.createElement('canvas');
  document.body.append(canvas);
  const renderer = new WebGLRenderer({ canvas, antialias: false });
  renderer.setPixelRatio(1);
  renderer.setSize(width, height);
  const scene = new Scene();
  scene.add(new SparkRenderer({ renderer }));
  const mesh = new SplatMesh({ fileBytes: splatFile(splats), fileType: SplatFileType.SPLAT });
  await mesh.initialized;
  scene.add(mesh);
  const camera = new PerspectiveCamera((fieldOfView / Math.PI) * 180, width / height, 0.1, 100);
  return measure(
    {
      gl: renderer.getContext() as WebGL2RenderingContext,
      draw(angle) {
        camera.position.set(Math.sin(angle) * cameraDistance, 0, Math.cos(angle) * cameraDistance);
        camera.lookAt(0, 0, 0);
        renderer.render(scene, camera);
      },
    },
    pictures,
  );
};
