/** One feature of one camera. */
export interface Node {
  /** Index of the camera. */
  readonly camera: number;
  /** Index of the feature. */
  readonly feature: number;
}

export type Track = readonly Node[];

/** A match between two cameras' features. */
export interface Edge {
  readonly a: Node;
  readonly b: Node;
}

/**
 * Features of several pictures that are matched with each other: one point of the scene, if no match is wrong. What joins two
 * features of one picture has a wrong match in it, and is left out.
 */
export function joinTracks(edges: readonly Edge[], featureCounts: readonly number[]): readonly Track[] {
  const offsets: number[] = [];
  let total = 0;
  for (const count of featureCounts) {
    offsets.push(total);
    total += count;
  }
  const parent = Int32Array.from({ length: total }, (_, index) => index);
  const root = (start: number): number => {
    let at = start;
    for (let up = parent[at] ?? at; up !== at; up = parent[at] ?? at) {
      parent[at] = parent[up] ?? up;
      at = parent[at] ?? at;
    }
    return at;
  };
  const keyOf = ({ camera, feature }: Node): number => (offsets[camera] ?? 0) + feature;
  for (const { a, b } of edges) parent[root(keyOf(a))] = root(keyOf(b));
  const members = new Map<number, Map<number, Node>>();
  for (const node of edges.flatMap(({ a, b }) => [a, b])) {
    const key = keyOf(node);
    const group = members.get(root(key)) ?? new Map<number, Node>();
    group.set(key, node);
    members.set(root(key), group);
  }
  return [...members.values()]
    .map((group) => [...group.values()])
    .filter((track) => new Set(track.map(({ camera }) => camera)).size === track.length);
}
