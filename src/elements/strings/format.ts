/** Seconds with their unit as the language writes them: 0.2s. */
export function seconds(value: number, lang: string, digits = 1): string {
  return unit(value, 'second', lang, digits);
}

/** A number with its unit, short, as the language writes it. */
export function unit(value: number, name: string, lang: string, digits = 0): string {
  return new Intl.NumberFormat(lang, {
    style: 'unit',
    unit: name,
    unitDisplay: 'narrow',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** m:ss or h:mm:ss; with a minus before what is negative. */
export function duration(value: number, lang: string): string {
  const total = Math.round(Math.abs(value));
  const number = (part: number, digits: number) =>
    new Intl.NumberFormat(lang, { minimumIntegerDigits: digits, useGrouping: false }).format(part);
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const parts = [...(hours > 0 ? [number(hours, 1)] : []), number(minutes, hours > 0 ? 2 : 1)];
  // U+2066 and U+2069 keep the sign before the digits in right-to-left text.
  return `\u2066${value < 0 && total > 0 ? '−' : ''}${[...parts, number(total % 60, 2)].join(':')}\u2069`;
}

/** Time of day at the viewer's place, from ms since the epoch. */
export function timeOfDay(eventTime: number, lang: string): string {
  return new Intl.DateTimeFormat(lang, { timeStyle: 'medium' }).format(eventTime);
}

/** How people write the protocols. */
export const transportNames: Readonly<Record<string, string>> = {
  whep: 'WebRTC',
  moq: 'MoQ',
  'll-hls': 'LL-HLS',
  hls: 'HLS',
  dash: 'DASH',
};

/** The same to the millisecond, for people who debug. */
export function exactTimeOfDay(eventTime: number, lang: string): string {
  return new Intl.DateTimeFormat(lang, {
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  }).format(eventTime);
}
