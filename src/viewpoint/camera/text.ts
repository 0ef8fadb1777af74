import { quoted, unreadable } from './errors.js';

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** No number that anyone writes is longer. */
const longest = 64;

/** A finite decimal number, all of it; `Number()` alone would take '' and '0x1f' too. */
export function numberFrom(text: string, format: string, what: string): number {
  const value = text.length <= longest && decimal.test(text) ? Number(text) : NaN;
  if (Number.isFinite(value)) return value;
  throw unreadable(format, `${what} is ${quoted(text)}, not a number`, {
    hint: 'Export the calibration again; numbers are written with a decimal point.',
  });
}

/** The words of a line. */
export const words = (line: string): string[] => line.split(/\s+/).filter((word) => word !== '');
