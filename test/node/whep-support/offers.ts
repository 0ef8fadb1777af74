/** Offers of the kind browsers make. */

export interface OfferedSection {
  readonly kind: 'video' | 'audio' | 'application';
  readonly mid?: string;
  /** `fmtp` parameters of H.264 formats, in order; payload types count up from 100. */
  readonly h264?: readonly string[];
  /** `rtpmap` of further formats; payload types count up from 96. */
  readonly others?: readonly string[];
  readonly direction?: string;
  /** Further lines. */
  readonly lines?: readonly string[];
}

export const captureTimeLine = 'a=extmap:13 http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time';
export const mode1 = 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f';
export const mode0 = 'level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f';

export const video: OfferedSection = { kind: 'video', mid: '0', h264: [mode1], lines: [captureTimeLine] };
export const audio: OfferedSection = { kind: 'audio', mid: '1', others: ['opus/48000/2'] };

export const ufrag = 'zjkk';
export const pwd = 'bP+XJMM09aR8AiX1jdukzR6Y';
const fingerprint = Array.from({ length: 32 }, () => 'DA').join(':');
export const transportLines = [
  `a=ice-ufrag:${ufrag}`,
  `a=ice-pwd:${pwd}`,
  'a=ice-options:trickle',
  `a=fingerprint:sha-256 ${fingerprint}`,
  'a=setup:actpass',
];

export function offer(
  sections: readonly OfferedSection[] = [video, audio],
  { bundle = sections.map(({ mid }) => mid ?? '') as readonly string[], transport = transportLines } = {},
): string {
  return [
    'v=0',
    'o=- 5228595038118931041 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    ...(bundle.length > 0 ? [`a=group:BUNDLE ${bundle.join(' ')}`] : []),
    ...sections.flatMap((section) => sectionLines(section, transport)),
  ]
    .map((line) => `${line}\r\n`)
    .join('');
}

function sectionLines(section: OfferedSection, transport: readonly string[]): string[] {
  const { kind, mid, h264 = [], others = [], direction = 'recvonly', lines = [] } = section;
  const common = ['c=IN IP4 0.0.0.0', ...transport, ...(mid === undefined ? [] : [`a=mid:${mid}`]), ...lines];
  if (kind === 'application') return ['m=application 9 UDP/DTLS/SCTP webrtc-datachannel', ...common];
  const formats = [
    ...others.map((map, index) => ({ type: 96 + index, map, fmtp: '' })),
    ...h264.map((fmtp, index) => ({ type: 100 + index, map: 'H264/90000', fmtp })),
  ];
  return [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${formats.map(({ type }) => type).join(' ')}`,
    ...common,
    `a=${direction}`,
    'a=rtcp-mux',
    ...formats.flatMap(({ type, map, fmtp }) => [
      `a=rtpmap:${type} ${map}`,
      ...(fmtp ? [`a=fmtp:${type} ${fmtp}`, `a=rtcp-fb:${type} nack`, `a=rtcp-fb:${type} nack pli`] : []),
    ]),
  ];
}
