/**
 * Semi-global matching (Hirschmüller, PAMI 2008): the costs of a pixel's planes, plus what the cheapest way to it from eight
 * directions costs, where a change by one plane costs `small` and any other `large`, less across an edge of the picture.
 */
export interface Volume {
  readonly width: number;
  readonly height: number;
  readonly planes: number;
  /** [y][x][plane], 0 to 255. */
  readonly costs: Uint8Array;
  /** [y][x]; 0 to 255, and more where an outline must be kept. */
  readonly luma: Uint16Array;
}

export interface Penalties {
  /** For a change by one plane, in the unit of the costs. */
  readonly small: number;
  /** For any other change where the picture is even. */
  readonly large: number;
}

/** Sums over eight paths, [y][x][plane]. Yields after every row, so that the caller can let others run. */
export function* aggregate(volume: Volume, { small, large }: Penalties): Generator<void, Uint16Array> {
  const { width, height, planes, costs, luma } = volume;
  const sums = new Uint16Array(width * height * planes);
  const rowLength = width * planes;
  for (const way of [1, -1]) {
    // Of the row before: the paths that come straight and from both diagonals; of this row: the one that comes from the side.
    let before = [0, 1, 2].map(() => new Uint16Array(rowLength));
    let now = [0, 1, 2].map(() => new Uint16Array(rowLength));
    let leastBefore = [0, 1, 2].map(() => new Uint16Array(width));
    let leastNow = [0, 1, 2].map(() => new Uint16Array(width));
    const side = [new Uint16Array(planes), new Uint16Array(planes)] as const;
    const firstRow = way > 0 ? 0 : height - 1;
    for (let row = 0; row < height; row += 1) {
      const y = firstRow + way * row;
      let leastSide = 0;
      for (let column = 0; column < width; column += 1) {
        const x = way > 0 ? column : width - 1 - column;
        const pixel = y * width + x;
        const at = pixel * planes;
        const tone = luma[pixel] ?? 0;
        const [from, to] = column % 2 === 0 ? side : [side[1], side[0]];
        leastSide = step(
          costs,
          at,
          column > 0 ? from : undefined,
          0,
          leastSide,
          penalty(column > 0 ? (luma[pixel - way] ?? 0) - tone : 0),
          to,
          0,
          sums,
        );
        for (let path = 0; path < 3; path += 1) {
          const other = x + (path - 1);
          const inside = row > 0 && other >= 0 && other < width;
          const source = inside ? before[path] : undefined;
          const target = now[path];
          const least = leastNow[path];
          if (target === undefined || least === undefined) continue;
          const gradient = inside ? (luma[(y - way) * width + other] ?? 0) - tone : 0;
          least[x] = step(
            costs,
            at,
            source,
            other * planes,
            leastBefore[path]?.[other] ?? 0,
            penalty(gradient),
            target,
            x * planes,
            sums,
          );
        }
      }
      [before, now] = [now, before];
      [leastBefore, leastNow] = [leastNow, leastBefore];
      yield;
    }
  }
  return sums;

  function penalty(gradient: number): number {
    return Math.max(small + 1, Math.round(large / (1 + Math.abs(gradient) / 16)));
  }

  function step(
    cost: Uint8Array,
    at: number,
    from: Uint16Array | undefined,
    fromAt: number,
    leastFrom: number,
    jump: number,
    to: Uint16Array,
    toAt: number,
    sum: Uint16Array,
  ): number {
    let least = 65535;
    if (from === undefined) {
      for (let plane = 0; plane < planes; plane += 1) {
        const value = cost[at + plane] ?? 0;
        to[toAt + plane] = value;
        sum[at + plane] = (sum[at + plane] ?? 0) + value;
        if (value < least) least = value;
      }
      return least;
    }
    const ceiling = leastFrom + jump;
    let previous = 65535;
    let current = from[fromAt] ?? 0;
    for (let plane = 0; plane < planes; plane += 1) {
      const next = plane + 1 < planes ? (from[fromAt + plane + 1] ?? 0) : 65535;
      let way = current < ceiling ? current : ceiling;
      if (previous + small < way) way = previous + small;
      if (next + small < way) way = next + small;
      const value = (cost[at + plane] ?? 0) + way - leastFrom;
      to[toAt + plane] = value;
      sum[at + plane] = (sum[at + plane] ?? 0) + value;
      if (value < least) least = value;
      previous = current;
      current = next;
    }
    return least;
  }
}

/** The cheapest plane of every pixel, between planes by a parabola through its neighbours; [y][x]. */
export function cheapest(sums: Uint16Array, planes: number): Float32Array {
  const result = new Float32Array(sums.length / planes);
  for (let pixel = 0; pixel < result.length; pixel += 1) {
    const at = pixel * planes;
    let best = 0;
    let least = 65536;
    for (let plane = 0; plane < planes; plane += 1) {
      const value = sums[at + plane] ?? 0;
      if (value < least) {
        least = value;
        best = plane;
      }
    }
    let shift = 0;
    if (best > 0 && best < planes - 1) {
      const [left, right] = [sums[at + best - 1] ?? 0, sums[at + best + 1] ?? 0];
      const bend = left + right - 2 * least;
      if (bend > 0) shift = (left - right) / (2 * bend);
    }
    result[pixel] = best + shift;
  }
  return result;
}
