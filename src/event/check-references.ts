import { didYouMean } from './did-you-mean.js';
import { child, children, text } from './fields.js';
import type { Located } from './fields.js';
import type { Finding, IssueLog } from './issue.js';
import { isObject } from './own-copy.js';
import { jsonPath, quoted } from './printable.js';
import { segmentsOf, within } from './place.js';
import type { Place } from './place.js';

/** More ids than this are not searched for the one that was meant: the time grows with their number. */
const idsSearched = 1000;

/** Ids are unique in their list, and what refers to one finds it. */
export function checkReferences(root: Located, log: IssueLog): void {
  const angles = uniqueIds(children(root, 'angles'), log);
  const athletes = uniqueIds(children(root, 'athletes'), log);
  const moments = uniqueIds(children(root, 'moments'), log);
  for (const list of ['audio', 'text', 'replays', 'overlays']) uniqueIds(children(root, list), log);
  const rig = uniqueIds(children(child(root, 'rig'), 'cameras'), log);

  for (const angle of children(root, 'angles')) {
    checkFallback(angle, angles, log);
    const calibrated = isObject(angle.object['calibration']) && rig.has(text(angle, 'id') ?? '');
    if (calibrated) log.warn(within(angle.place, 'calibration'), calibratedTwice);
  }
  for (const moment of children(root, 'moments')) {
    const preferred = text(moment, 'preferredAngle');
    if (preferred !== undefined && !angles.has(preferred))
      log.error(within(moment.place, 'preferredAngle'), () =>
        unknownReference(preferred, 'an angle', angles),
      );
    const named = moment.object['athletes'];
    if (athletes.size === 0 || !Array.isArray(named)) continue;
    for (const [index, id] of named.entries())
      if (typeof id === 'string' && !athletes.has(id))
        log.warn(within(within(moment.place, 'athletes'), index), () =>
          unknownReference(id, 'an athlete', athletes),
        );
  }
  // A live event forgets its older moments, so a replay may outlive its moment.
  for (const replay of children(root, 'replays')) {
    const moment = text(replay, 'moment');
    if (moment !== undefined && !moments.has(moment))
      log.warn(within(replay.place, 'moment'), () => unknownReference(moment, 'a moment', moments));
  }
}

function uniqueIds(items: readonly Located[], log: IssueLog): ReadonlyMap<string, Place> {
  const seen = new Map<string, Place>();
  for (const item of items) {
    const id = text(item, 'id');
    if (id === undefined) continue;
    const first = seen.get(id);
    if (first === undefined) seen.set(id, item.place);
    else
      log.error(within(item.place, 'id'), {
        code: 'event/duplicate-id',
        found: quoted(id),
        expected: 'an id that no other entry of this list has',
        hint: `${jsonPath(segmentsOf(first))} has it already: rename one of them.`,
      });
  }
  return seen;
}

/**
 * A fallback is another angle. Longer loops are fine (main to wide, wide to main): whoever follows a chain of fallbacks
 * tries each angle once.
 */
function checkFallback(angle: Located, angles: ReadonlyMap<string, Place>, log: IssueLog): void {
  const fallback = text(angle, 'fallback');
  if (fallback === undefined) return;
  const place = within(angle.place, 'fallback');
  if (fallback === text(angle, 'id'))
    log.error(place, {
      code: 'event/self-fallback',
      found: quoted(fallback),
      expected: 'another angle',
      hint: 'Name a camera that can stand in when this one is lost, or leave the key out.',
    });
  else if (!angles.has(fallback)) log.error(place, () => unknownReference(fallback, 'an angle', angles));
}

function unknownReference(id: string, what: string, known: ReadonlyMap<string, Place>): Finding {
  const meant = known.size > idsSearched ? undefined : didYouMean(id, [...known.keys()]);
  return {
    code: 'event/unknown-reference',
    found: quoted(id),
    expected: `the id of ${what}`,
    hint:
      meant === undefined
        ? `Nothing here has this id: add it, or correct the reference.`
        : `Did you mean ${quoted(meant)}?`,
  };
}

const calibratedTwice: Finding = {
  code: 'event/calibrated-twice',
  found: 'a calibration here and a camera of this id in the rig',
  expected: 'one of them',
  hint: 'The rig is used. Remove this calibration.',
};
