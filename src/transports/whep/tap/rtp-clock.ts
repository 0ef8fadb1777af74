import { eventTime } from '../../../base/index.js';
import type { EventTime, TimeGrade } from '../../../base/index.js';
import { rtpDifference, rtpTicksPerMs } from '../rtp.js';
import type { RtpAnchor } from './protocol.js';

/** Estimates wander; a mapping that is this near to the one in use does not move it, so that frames stay evenly apart, ms. */
const slackMs = 20;

const worth: Readonly<Record<TimeGrade, number>> = { capture: 2, server: 1, estimated: 0 };

/** Event time of RTP timestamps, from the best anchor seen so far. */
export class RtpClock {
  #anchor: RtpAnchor | undefined;

  get grade(): TimeGrade | undefined {
    return this.#anchor?.grade;
  }

  set(anchor: RtpAnchor): void {
    const known = this.#anchor;
    const here = this.at(anchor.rtp);
    if (known !== undefined && here !== undefined) {
      if (worth[anchor.grade] < worth[known.grade]) return;
      const better = worth[anchor.grade] > worth[known.grade];
      const exact = anchor.grade === 'capture';
      // Taken over in small steps too: a 32-bit timestamp says nothing about an anchor half its range away.
      if (!better && !exact && Math.abs(here - anchor.eventTime) < slackMs) {
        this.#anchor = { ...anchor, eventTime: here };
        return;
      }
    }
    this.#anchor = anchor;
  }

  at(rtp: number): EventTime | undefined {
    const anchor = this.#anchor;
    return anchor === undefined
      ? undefined
      : eventTime(anchor.eventTime + rtpDifference(rtp, anchor.rtp) / rtpTicksPerMs);
  }
}
