/** HLS's X-TIMESTAMP-MAP (RFC 8216, section 3.5): these two are the same instant. */
export interface TimestampMap {
  /** 90 kHz. */
  readonly mpegts: number;
  /** Milliseconds on the file's own timeline. */
  readonly localMs: number;
}

const timestampForm = /^(?:(\d{1,9}):)?([0-5]\d):([0-5]\d)\.(\d{3})$/;

/** W3C WebVTT, section 4.5; undefined for anything else. */
function millisecondsOf(text: string): number | undefined {
  const match = timestampForm.exec(text);
  if (match === null) return undefined;
  const [, hours = '0', minutes, seconds, fraction] = match;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction);
}

/** Characters in which a header stands, generously. */
const headerCharacters = 2_000;

/** Where a WebVTT segment of HLS lies on the stream's timeline; undefined without that header. */
export function timestampMapOf(text: string): TimestampMap | undefined {
  // The header ends with the first empty line.
  const header = text.slice(0, headerCharacters).replace(/\r\n?/g, '\n').split('\n\n')[0] ?? '';
  const line = /^X-TIMESTAMP-MAP[=:](.*)$/m.exec(header)?.[1] ?? '';
  const mpegts = /MPEGTS:(\d{1,15})/.exec(line)?.[1];
  const localMs = millisecondsOf(/LOCAL:([\d:.]+)/.exec(line)?.[1] ?? '');
  return mpegts === undefined || localMs === undefined ? undefined : { mpegts: Number(mpegts), localMs };
}
