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
  /** At full size; without it depth stays at half. */
  readonly fine?: Refinement;
}

/** How much is done for depth: the time that `prepare` takes, against how sharp and right it comes out. */
export type Quality = 'fast' | 'balanced' | 'best';

const cross = (reach: number): Offset[] => [
  [-reach, 0],
  [reach, 0],
  [0, -reach],
  [0, reach],
];

/** Everything but the last refinement. */
const toHalf = {
  matched: 640,
  sweepNeighbours: 2,
  mostPlanes: 256,
  penalties: { small: 16, large: 200 },
  // Long strides first: what is thin, the sweep has missed by more than a pixel.
  quarter: {
    neighbours: 2,
    pitch: 1,
    slopes: true,
    iterations: [
      { spread: [...cross(1), ...cross(5)], stride: 2 },
      { spread: [...cross(1), ...cross(5)], stride: 0.5 },
    ],
  },
  half: {
    neighbours: 2,
    pitch: 2,
    slopes: true,
    iterations: [{ spread: [...cross(1), ...cross(5)], stride: 0.5 }],
  },
  agreed: {
    neighbours: 4,
    pitch: 2,
    slopes: true,
    iterations: [
      { spread: [...cross(1), ...cross(5), ...cross(15)], stride: 2 },
      { spread: cross(1), stride: 0.5 },
    ],
  },
  rounds: 3,
} satisfies DepthPlan;

export const standardPlan: DepthPlan = {
  ...toHalf,
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

export const plans: Readonly<Record<Quality, DepthPlan>> = {
  fast: { ...toHalf, matched: 480, rounds: 1 },
  balanced: standardPlan,
  best: { ...standardPlan, matched: 960 },
};

/** Attempts beside the proposals: a pixel's own plane, two changes of inverse depth, four of slope. */
export const attemptsOf = ({ slopes }: Refinement, proposals: number): number =>
  1 + proposals + 2 + (slopes ? 4 : 0);

/** Texture fetches of a pixel in an iteration. */
export const fetchesOf = (plan: Refinement, proposals: number): number =>
  10 + proposals + attemptsOf(plan, proposals) * plan.neighbours * 10;
