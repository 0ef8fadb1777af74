/** Where a value stands in a descriptor, as a linked list from the value up: cheap to make on the way down. */
export interface Place {
  readonly parent: Place | undefined;
  /** Key in an object, or index in a list; the root's is never read. */
  readonly key: string | number;
}

export const rootPlace: Place = { parent: undefined, key: '' };

export const within = (parent: Place, key: string | number): Place => ({ parent, key });

/** Keys and indices from the root down. */
export function segmentsOf(place: Place): readonly (string | number)[] {
  const segments: (string | number)[] = [];
  for (let at: Place = place; at.parent !== undefined; at = at.parent) segments.push(at.key);
  return segments.reverse();
}
