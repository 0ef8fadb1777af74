/** What may be known of a moment beside its frames. */
import type { MomentRequest } from '../page/protocol.js';
import type { Instant } from './instants.js';
import { plateTimes } from './instants.js';
import type { VenueTruth } from './truth.js';

export interface Input {
  readonly name: string;
  /** Least PSNR, dB. */
  readonly goals: { readonly full?: number; readonly athlete?: number };
  given(instant: Instant): Promise<Pick<MomentRequest, 'plates' | 'mattes' | 'depths'>>;
}

export const inputsOf = (truth: VenueTruth): readonly Input[] => [
  { name: 'estimated', goals: { full: 27 }, given: async () => ({}) },
  {
    name: 'learned plates',
    goals: { full: 27, athlete: 24 },
    given: async ({ cameras }) => ({ plates: await truth.learnedPlates(cameras, plateTimes) }),
  },
  {
    name: 'true plates and mattes',
    goals: {},
    given: async ({ cameras, timeMs }) => ({
      plates: await truth.keys(cameras, timeMs, 'plate'),
      mattes: await truth.keys(cameras, timeMs, 'matte'),
    }),
  },
  {
    name: 'supplied depth',
    goals: { full: 31 },
    given: async ({ cameras, timeMs }) => ({ depths: await truth.keys(cameras, timeMs, 'depth') }),
  },
];
