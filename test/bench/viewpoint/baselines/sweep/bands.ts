/** For each pixel of the target a band of neighbouring planes, and what it costs to lie on each of them. */
export interface Bands {
  readonly width: number;
  readonly height: number;
  /** Planes a pixel. */
  readonly depth: number;
  /** The first plane of each pixel's band. */
  readonly base: Int32Array;
  /** By pixel, then by place in the band; 0 to 1. */
  readonly costs: Float32Array;
  /** 1 / depth in scene units; planes are evenly spaced in it, so that each moves the pictures as much as any other. */
  nearnessOf(plane: number): number;
}

/** What planes there are at a level: `count` of them, the first at `far`, the last at `near`. */
export interface Planes {
  readonly count: number;
  /** 1 / depth. */
  readonly far: number;
  readonly near: number;
}

export function makeBands(width: number, height: number, depth: number, { count, far, near }: Planes): Bands {
  const step = (near - far) / (count - 1);
  return {
    width,
    height,
    depth,
    base: new Int32Array(width * height),
    costs: new Float32Array(width * height * depth),
    nearnessOf: (plane) => far + step * plane,
  };
}
