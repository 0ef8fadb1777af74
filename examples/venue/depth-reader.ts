/** Reads a scene's depth as metres: renders into a depth texture, turns it into floats, reads those back. */
import {
  DepthTexture,
  FloatType,
  Mesh,
  NearestFilter,
  OrthographicCamera,
  PlaneGeometry,
  ShaderMaterial,
  Vector2,
  WebGLRenderTarget,
  type PerspectiveCamera,
  type Scene,
  type WebGLRenderer,
} from 'three';

export interface DepthReader {
  /** Metres along the optical axis per pixel of the drawing buffer, rows from the top. */
  read(scene: Scene, view: PerspectiveCamera, range: { near: number; far: number }): Float32Array;
  dispose(): void;
}

const vertexShader = 'varying vec2 at; void main() { at = uv; gl_Position = vec4(position.xy, 0.0, 1.0); }';

// The inverse of a perspective depth buffer: n f / (f - d (f - n)).
const fragmentShader = `
  uniform highp sampler2D depth;
  uniform float near;
  uniform float far;
  varying vec2 at;
  void main() {
    float d = texture2D(depth, at).r;
    gl_FragColor = vec4(near * far / (far - d * (far - near)), 0.0, 0.0, 1.0);
  }`;

export function createDepthReader(renderer: WebGLRenderer): DepthReader {
  const uniforms = { depth: { value: null as DepthTexture | null }, near: { value: 0 }, far: { value: 0 } };
  const material = new ShaderMaterial({
    vertexShader,
    fragmentShader,
    uniforms,
    depthTest: false,
    depthWrite: false,
  });
  const screen = new Mesh(new PlaneGeometry(2, 2), material);
  screen.frustumCulled = false;
  const flat = new OrthographicCamera();
  let targets: { scene: WebGLRenderTarget; metres: WebGLRenderTarget } | undefined;

  const dispose = (): void => {
    targets?.scene.depthTexture?.dispose();
    targets?.scene.dispose();
    targets?.metres.dispose();
    targets = undefined;
  };
  const targetsOf = ({ x: width, y: height }: Vector2) => {
    if (targets?.scene.width === width && targets.scene.height === height) return targets;
    dispose();
    const depthTexture = new DepthTexture(width, height, FloatType);
    targets = {
      scene: new WebGLRenderTarget(width, height, {
        depthTexture,
        minFilter: NearestFilter,
        magFilter: NearestFilter,
      }),
      metres: new WebGLRenderTarget(width, height, { type: FloatType, depthBuffer: false }),
    };
    return targets;
  };

  return {
    read(scene, view, { near, far }) {
      const size = renderer.getDrawingBufferSize(new Vector2());
      const { scene: sceneTarget, metres } = targetsOf(size);
      renderer.setRenderTarget(sceneTarget);
      renderer.render(scene, view);
      uniforms.depth.value = sceneTarget.depthTexture;
      uniforms.near.value = near;
      uniforms.far.value = far;
      renderer.setRenderTarget(metres);
      renderer.render(screen, flat);
      const rgba = new Float32Array(size.x * size.y * 4);
      renderer.readRenderTargetPixels(metres, 0, 0, size.x, size.y, rgba);
      renderer.setRenderTarget(null);
      const depths = new Float32Array(size.x * size.y);
      for (let y = 0; y < size.y; y++) {
        const row = (size.y - 1 - y) * size.x;
        for (let x = 0; x < size.x; x++) depths[y * size.x + x] = rgba[(row + x) * 4] ?? far;
      }
      return depths;
    },
    dispose() {
      dispose();
      material.dispose();
      screen.geometry.dispose();
    },
  };
}
