/** A player's offer, read and checked: what it can receive and how to reach it. */
import {
  attributeValue,
  attributeValues,
  hasAttribute,
  readSdp,
  SdpError,
  type MediaLines,
  type SdpLines,
} from './lines.js';
import { readCandidates, readTransport, type TransportParameters } from './transport.js';

export interface OfferedFormat {
  readonly payloadType: number;
  /** Upper case, for example `H264`. */
  readonly codec: string;
  readonly clockRate: number;
  /** Of `a=fmtp`, names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Of `a=rtcp-fb`, for example `nack pli`. */
  readonly feedback: readonly string[];
}

export interface OfferedExtension {
  readonly id: number;
  readonly uri: string;
}

export interface OfferedMedia {
  readonly kind: string;
  /** To be repeated when the section is refused. */
  readonly protocol: string;
  readonly formatNames: readonly string[];
  readonly mid: string | undefined;
  /** Can receive, is multiplexed with its RTCP, over DTLS-SRTP. */
  readonly usable: boolean;
  readonly formats: readonly OfferedFormat[];
  readonly extensions: readonly OfferedExtension[];
}

export interface Offer {
  readonly media: readonly OfferedMedia[];
  /** The mids that share one transport, in order; empty without a BUNDLE group. */
  readonly bundle: readonly string[];
  readonly transport: TransportParameters;
  /** Values of `a=candidate` that can be tried. */
  readonly candidates: readonly string[];
}

const protocols = ['UDP/TLS/RTP/SAVPF', 'TCP/TLS/RTP/SAVPF', 'RTP/SAVPF', 'UDP/TLS/RTP/SAVP'];

/** @throws SdpError saying what is wrong with the text */
export function readOffer(text: string): Offer {
  const lines = readSdp(text);
  const bundle = readBundle(lines);
  const media = lines.media.map(readMedia);
  const tagged = taggedSection(lines, bundle);
  const scopes = [tagged.attributes, lines.attributes];
  return {
    media,
    bundle,
    transport: readTransport(scopes),
    candidates: lines.media.flatMap((section) => readCandidates(section.attributes)),
  };
}

function readBundle({ attributes }: SdpLines): readonly string[] {
  const group = attributeValues(attributes, 'group').find((value) => /^BUNDLE( |$)/.test(value));
  return group?.split(/ +/).slice(1) ?? [];
}

/** The section whose transport the whole bundle uses (RFC 9143, 7.2): the first of the group, else the first. */
function taggedSection({ media }: SdpLines, bundle: readonly string[]): MediaLines {
  const [mid] = bundle;
  const tagged =
    mid === undefined ? undefined : media.find(({ attributes }) => attributeValue(attributes, 'mid') === mid);
  const section = tagged ?? media.find(({ port }) => port !== 0) ?? media[0];
  if (!section) throw new SdpError('There is no m= line.');
  return section;
}

function readMedia(section: MediaLines): OfferedMedia {
  const { attributes } = section;
  const mid = attributeValue(attributes, 'mid');
  if (mid !== undefined && !/^[^\s]+$/.test(mid)) throw new SdpError('a=mid is not a single token.');
  const receives = !hasAttribute(attributes, 'sendonly') && !hasAttribute(attributes, 'inactive');
  const open = section.port !== 0 || hasAttribute(attributes, 'bundle-only');
  return {
    kind: section.kind,
    protocol: section.protocol,
    formatNames: section.formats,
    mid,
    usable: receives && open && protocols.includes(section.protocol) && hasAttribute(attributes, 'rtcp-mux'),
    formats: section.formats.flatMap((format) => readFormat(section, format)),
    extensions: attributeValues(attributes, 'extmap').flatMap(readExtension),
  };
}

function readFormat({ attributes }: MediaLines, format: string): OfferedFormat[] {
  const map = attributeValues(attributes, 'rtpmap').find((value) => value.startsWith(`${format} `));
  const [, codec, clockRate] = /^\d{1,3} ([^\s/]+)\/(\d{1,6})/.exec(map ?? '') ?? [];
  const payloadType = Number(format);
  if (codec === undefined || !(payloadType <= 127)) return [];
  const parameters = attributeValues(attributes, 'fmtp').find((value) => value.startsWith(`${format} `));
  return [
    {
      payloadType,
      codec: codec.toUpperCase(),
      clockRate: Number(clockRate),
      parameters: readParameters(parameters?.slice(format.length + 1) ?? ''),
      feedback: attributeValues(attributes, 'rtcp-fb').flatMap((value) => {
        const [, target, kind] = /^(\S+) (.+)$/.exec(value) ?? [];
        return kind !== undefined && (target === format || target === '*') ? [kind] : [];
      }),
    },
  ];
}

function readParameters(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split(';')
      .map((parameter) => parameter.trim().split('='))
      .map(([name = '', value = '']) => [name.toLowerCase(), value]),
  );
}

function readExtension(value: string): OfferedExtension[] {
  const [, id, uri] = /^(\d{1,5})(?:\/\S+)? (\S+)/.exec(value) ?? [];
  return uri === undefined ? [] : [{ id: Number(id), uri }];
}
