/** The capture time inside a picture, for players whose browser cannot ask for abs-capture-time. */
import { escape } from '../../h264/bits.js';

const seiHeader = 0x06;
const unregisteredUserData = 5;
const stopBit = 0x80;
/** What the player looks for (src/transports/whep/tap/timecode.ts). */
const uuid = Buffer.from('6f6c796d706963508c617465de71a3e5', 'hex');

/**
 * A SEI NAL unit (ITU-T H.264, D.1.7: user data unregistered): the UUID, then microseconds since the Unix epoch, 64 bits,
 * big-endian.
 * @param eventTime capture instant, ms since the Unix epoch
 */
export function timecodeSei(eventTime: number): Uint8Array {
  const microseconds = Buffer.allocUnsafe(8);
  microseconds.writeBigUInt64BE(BigInt(Math.round(eventTime * 1000)));
  const payload = [...uuid, ...microseconds];
  const raw = Uint8Array.from([unregisteredUserData, payload.length, ...payload, stopBit]);
  return Uint8Array.from([seiHeader, ...escape(raw)]);
}
