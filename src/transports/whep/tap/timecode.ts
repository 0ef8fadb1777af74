import { eventTime } from '../../../base/index.js';
import type { EventTime } from '../../../base/index.js';
import { seiIn, userDataIn } from '../../../media/index.js';

/**
 * The capture time as SEI user data (H.264 D.1.7, user_data_unregistered): this UUID, then microseconds since the Unix epoch
 * as a 64-bit big-endian integer. A sender that cannot use abs-capture-time, or that feeds browsers which do not negotiate it,
 * puts it into every picture.
 */
export const captureTimeUuid = '6f6c796d706963508c617465de71a3e5';

/** The capture time that an H.264 access unit in Annex B carries. */
export function captureTimeIn(data: Uint8Array): EventTime | undefined {
  for (const message of seiIn(data, 'h264', { kind: 'annex-b' })) {
    const user = userDataIn(message);
    if (user?.uuid !== captureTimeUuid || user.data.byteLength < 8) continue;
    const view = new DataView(user.data.buffer, user.data.byteOffset, 8);
    return eventTime(Number(view.getBigUint64(0)) / 1000);
  }
  return undefined;
}
