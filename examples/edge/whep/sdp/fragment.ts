/** The body of a trickle PATCH (RFC 8840, 9): candidates, and whose they are. */
import { attributeValue, hasAttribute, readSdpFragment, SdpError } from './lines.js';
import { readCandidates, readCredentials, type IceCredentials } from './transport.js';

export interface IceFragment {
  /** Undefined when the fragment names none: it then speaks of the session as it is. */
  readonly credentials: IceCredentials | undefined;
  /** Values of `a=candidate` that can be tried. */
  readonly candidates: readonly string[];
}

/** @throws SdpError saying what is wrong with the text */
export function readIceFragment(text: string): IceFragment {
  const lines = readSdpFragment(text);
  const sections = [lines.attributes, ...lines.media.map(({ attributes }) => attributes)];
  const speaks = (name: string) => sections.some((attributes) => hasAttribute(attributes, name));
  if (!['ice-ufrag', 'candidate', 'end-of-candidates'].some(speaks))
    throw new SdpError('The fragment has neither ICE credentials nor candidates.');
  const owner = sections.find((attributes) => attributeValue(attributes, 'ice-ufrag') !== undefined);
  return {
    credentials: owner && readCredentials([owner]),
    candidates: sections.flatMap(readCandidates),
  };
}
