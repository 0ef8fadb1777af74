import { millisecondsOf } from './date.js';
import { child, children, number, text } from './fields.js';
import type { Located } from './fields.js';
import type { IssueLog } from './issue.js';
import { within } from './place.js';
import { quoted } from './printable.js';

/** 2001 to 2128 when read as seconds, the first years of 1970 when read as milliseconds: surely seconds. */
const secondsFrom = 1e9;
const secondsTo = 5e9;

/** Windows begin before they end, and instants are in milliseconds on the event's clock. */
export function checkTimes(root: Located, log: IssueLog): void {
  checkWindow(child(root, 'rights'), 'notBefore', 'notAfter', log);
  checkWindow(child(root, 'event'), 'startDate', 'endDate', log);
  checkUnit(root, 'generatedAt', log);
  const epoch = number(child(root, 'clock'), 'epoch');
  for (const moment of children(root, 'moments')) {
    checkUnit(moment, 'T', log);
    const needsEpoch = number(moment, 'T') === undefined && number(moment, 'M') !== undefined;
    if (needsEpoch && epoch === undefined)
      log.error(within(moment.place, 'M'), {
        code: 'event/no-epoch',
        found: 'a media time, and no clock.epoch',
        expected: 'T, or M with clock.epoch',
        hint: 'Write T in milliseconds since the Unix epoch, or say in clock.epoch at which event time media time 0 was captured.',
      });
  }
}

function checkWindow(of: Located | undefined, from: string, to: string, log: IssueLog): void {
  if (of === undefined) return;
  const begin = text(of, from);
  const end = text(of, to);
  if (begin === undefined || end === undefined) return;
  const [beginMs, endMs] = [millisecondsOf(begin), millisecondsOf(end)];
  if (beginMs === undefined || endMs === undefined || beginMs < endMs) return;
  log.error(within(of.place, to), {
    code: 'event/empty-window',
    found: quoted(end),
    expected: `a date after ${from}, ${quoted(begin)}`,
    hint: `Exchange ${from} and ${to}, or correct one of them.`,
  });
}

function checkUnit(of: Located, key: string, log: IssueLog): void {
  const value = number(of, key);
  if (value === undefined || value < secondsFrom || value >= secondsTo) return;
  log.warn(within(of.place, key), {
    code: 'event/seconds-for-milliseconds',
    found: String(value),
    expected: 'milliseconds since the Unix epoch',
    hint: `These look like seconds: write ${value * 1000}.`,
  });
}
