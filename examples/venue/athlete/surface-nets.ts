/**
 * A triangle mesh of the zero level of a distance field: naive surface nets (Gibson 1998). One vertex per grid cell that
 * the surface crosses, at the mean of the crossings on the cell's edges; one quad per crossed grid edge.
 */
import { Vector3 } from 'three';

export interface SurfaceMesh {
  /** x, y, z of each vertex. */
  readonly positions: Float32Array;
  /** Outward unit normals, from the field's gradient. */
  readonly normals: Float32Array;
  /** Triangles, counter-clockwise seen from outside. */
  readonly indices: Uint32Array;
}

const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1] as const);
/** The twelve edges of a cell as pairs of corner numbers. */
const edges = corners.flatMap((_, a) =>
  [1, 2, 4].filter((bit) => !(a & bit)).map((bit) => [a, a | bit] as const),
);

/** The field is sampled in blocks of so many nodes; a block far from the surface is not sampled node by node. */
const block = 6;
/** Half a block's diagonal is 0.87 of its side; the rest is for fields that overstate distances a little. */
const blockReach = 1.3;

/** `cell` is the grid's spacing in metres. */
export function surfaceNet(
  distance: (p: Vector3) => number,
  { min, max }: { min: Vector3; max: Vector3 },
  cell: number,
): SurfaceMesh {
  const count = [max.x - min.x, max.y - min.y, max.z - min.z].map((size) => Math.ceil(size / cell) + 1);
  const [nx = 0, ny = 0, nz = 0] = count;
  const p = new Vector3();
  const field = new Float32Array(nx * ny * nz);
  const node = (x: number, y: number, z: number) => (z * ny + y) * nx + x;
  const sample = (x: number, y: number, z: number) =>
    distance(p.set(min.x + x * cell, min.y + y * cell, min.z + z * cell));
  for (let z0 = 0; z0 < nz; z0 += block) {
    for (let y0 = 0; y0 < ny; y0 += block) {
      for (let x0 = 0; x0 < nx; x0 += block) {
        const middle = sample(x0 + block / 2, y0 + block / 2, z0 + block / 2);
        const empty = Math.abs(middle) > block * cell * blockReach;
        for (let z = z0; z < Math.min(nz, z0 + block); z++) {
          for (let y = y0; y < Math.min(ny, y0 + block); y++) {
            for (let x = x0; x < Math.min(nx, x0 + block); x++) {
              field[node(x, y, z)] = empty ? middle : sample(x, y, z);
            }
          }
        }
      }
    }
  }

  const positions: number[] = [];
  const vertexOf = new Map<number, number>();
  const values = new Float32Array(8);
  for (let z = 0; z + 1 < nz; z++) {
    for (let y = 0; y + 1 < ny; y++) {
      for (let x = 0; x + 1 < nx; x++) {
        corners.forEach(([dx, dy, dz], i) => (values[i] = field[node(x + dx, y + dy, z + dz)] ?? 0));
        const mean = new Vector3();
        let crossings = 0;
        for (const [a, b] of edges) {
          const [va, vb] = [values[a] ?? 0, values[b] ?? 0];
          const [ca, cb] = [corners[a], corners[b]];
          if (va < 0 === vb < 0 || !ca || !cb) continue;
          const t = va / (va - vb);
          mean.x += ca[0] + (cb[0] - ca[0]) * t;
          mean.y += ca[1] + (cb[1] - ca[1]) * t;
          mean.z += ca[2] + (cb[2] - ca[2]) * t;
          crossings++;
        }
        if (crossings === 0) continue;
        mean.divideScalar(crossings);
        vertexOf.set(node(x, y, z), positions.length / 3);
        positions.push(min.x + (x + mean.x) * cell, min.y + (y + mean.y) * cell, min.z + (z + mean.z) * cell);
      }
    }
  }

  const indices: number[] = [];
  const quad = (inside: boolean, ...cells: [number, number, number, number]) => {
    const [a, b, c, d] = cells.map((n) => vertexOf.get(n));
    if (a === undefined || b === undefined || c === undefined || d === undefined) return;
    indices.push(...(inside ? [a, b, c, a, c, d] : [a, c, b, a, d, c]));
  };
  for (let z = 1; z + 1 < nz; z++) {
    for (let y = 1; y + 1 < ny; y++) {
      for (let x = 1; x + 1 < nx; x++) {
        const here = (field[node(x, y, z)] ?? 0) < 0;
        const at = (dx: number, dy: number, dz: number) => node(x - dx, y - dy, z - dz);
        if (here !== (field[node(x + 1, y, z)] ?? 0) < 0) {
          quad(here, at(0, 1, 1), at(0, 0, 1), at(0, 0, 0), at(0, 1, 0));
        }
        if (here !== (field[node(x, y + 1, z)] ?? 0) < 0) {
          quad(here, at(1, 0, 1), at(1, 0, 0), at(0, 0, 0), at(0, 0, 1));
        }
        if (here !== (field[node(x, y, z + 1)] ?? 0) < 0) {
          quad(here, at(1, 1, 0), at(0, 1, 0), at(0, 0, 0), at(1, 0, 0));
        }
      }
    }
  }

  const normals = new Float32Array(positions.length);
  const probe = (x: number, y: number, z: number) => distance(p.set(x, y, z));
  const h = cell * 0.5;
  for (let i = 0; i < positions.length; i += 3) {
    const [x = 0, y = 0, z = 0] = [positions[i], positions[i + 1], positions[i + 2]];
    new Vector3(
      probe(x + h, y, z) - probe(x - h, y, z),
      probe(x, y + h, z) - probe(x, y - h, z),
      probe(x, y, z + h) - probe(x, y, z - h),
    )
      .normalize()
      .toArray(normals, i);
  }
  return { positions: new Float32Array(positions), normals, indices: new Uint32Array(indices) };
}
