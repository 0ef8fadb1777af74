type Offset = readonly [number, number];

/** How much is tried in a step of refinement, and so what it costs. */
export interface Refinement {
  /** How many neighbours are compared with, 1 to 4. */
  readonly neighbours: number;
  /** Pixels between those of the 3x3 that are compared. */
  readonly pitch: number;
  /** Whether slopes are varied too. */
  readonly slopes: boolean;
  /** An iteration each: offsets of the pixels whose planes are tried, and the first change of inverse depth, in pixels of disparity. */
  readonly iterations: readonly { readonly spread: readonly Offset[]; readonly stride: number }[];
}

/** How depth is estimated. */
export interface DepthPlan {
  /** Longest side of the pictures that are matched, pixels. */
  readonly matched: number;
  readonly sweepNeighbours: number;
  /** Of the sweep. One plane a pixel of disparity at a quarter of the size; more would only cost memory. */
  readonly mostPlanes: number;
  /** Semi-global matching's, in 1/255 of the cost. */
  readonly penalties: { readonly small: number; readonly large: number };
  readonly quarter: Refinement;
  readonly half: Refinement;
  /** With what the neighbours believe, that often. */
  readonly agreed: Refinement;
  readonly rounds: number;
  readonly fine: Refinement;
}

const cross = (reach: number): Offset[] => [
  [-reach, 0],
  [reach, 0],
  [0, -reach],
  [0, reach],
];

export const standardPlan: DepthPlan = {
  matched: 640,
  sweepNeighbours: 2,
  mostPlanes: 256,
  penalties: { small: 16, large: 200 },
  quarter: {
    neighbours: 2,
    pitch: 1,
    slopes: true,
    iterations: [{ spread: [...cross(1), ...cross(5)], stride: 0.5 }],
  },
  half: {
    neighbours: 2,
    pitch: 2,
    slopes: true,
    iterations: [{ spread: [...cross(1), ...cross(5)], stride: 0.5 }],
  },
  agreed: {
    neighbours: 2,
    pitch: 2,
    slopes: true,
    iterations: [{ spread: [...cross(1), ...cross(5), ...cross(15)], stride: 0.5 }],
  },
  rounds: 3,
  fine: {
    neighbours: 2,
    pitch: 2,
    slopes: false,
    iterations: [
      {
        spread: [
          [-1, 0],
          [0, -1],
          [3, 0],
          [0, 3],
        ],
        stride: 0.5,
      },
    ],
  },
};

/** Attempts beside the proposals: a pixel's own plane, two changes of inverse depth, four of slope. */
export const attemptsOf = ({ slopes }: Refinement, proposals: number): number =>
  1 + proposals + 2 + (slopes ? 4 : 0);

/** Texture fetches of a pixel in an iteration. */
export const fetchesOf = (plan: Refinement, proposals: number): number =>
  10 + proposals + attemptsOf(plan, proposals) * plan.neighbours * 10;
