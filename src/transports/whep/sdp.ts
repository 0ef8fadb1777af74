/**
 * The few lines of SDP (RFC 8866) a WHEP player has to read or write itself.
 */

const lines = (sdp: string): string[] => sdp.split(/\r\n|\n/).filter((line) => line !== '');

function attribute(sdp: string, name: string): string | undefined {
  const prefix = `a=${name}:`;
  return lines(sdp)
    .find((line) => line.startsWith(prefix))
    ?.slice(prefix.length);
}

/** A server that answers 201 with `a=setup:actpass` has sent an offer (some Janus set-ups do). */
export function isOffer(sdp: string): boolean {
  return attribute(sdp, 'setup') === 'actpass';
}

/**
 * Adds `a=rtcp-mux-only` (RFC 8858) to every bundled section of the posted copy: the WHEP draft demands it and browsers
 * do not write it.
 */
export function withRtcpMuxOnly(sdp: string): string {
  if (sdp.includes('a=rtcp-mux-only')) return sdp;
  return sdp
    .replace(/^a=rtcp-mux\r?$/gm, 'a=rtcp-mux\r\na=rtcp-mux-only\r')
    .replace(/\r?\n/g, '\r\n')
    .replace(/\r\r\n/g, '\r\n');
}

/** A trickle fragment (RFC 8840) for the offerer-tagged m-line: the gathered candidates, and whether that is all. */
export function candidateFragment(offer: string, candidates: readonly string[], complete: boolean): string {
  const media = lines(offer).find((line) => line.startsWith('m=')) ?? 'm=video 9 UDP/TLS/RTP/SAVPF 0';
  const out = [
    `a=ice-ufrag:${attribute(offer, 'ice-ufrag') ?? ''}`,
    `a=ice-pwd:${attribute(offer, 'ice-pwd') ?? ''}`,
    media,
    `a=mid:${attribute(offer, 'mid') ?? '0'}`,
    ...candidates.map((candidate) => `a=${candidate.replace(/^a=/, '')}`),
  ];
  if (complete) out.push('a=end-of-candidates');
  return out.join('\r\n') + '\r\n';
}

/** `H264 + opus`, for the inspector: the codec each section of the answer settled on. */
export function agreedCodecs(answer: string): string {
  const names: string[] = [];
  for (const section of answer.split(/^m=/m).slice(1)) {
    const payload = /^\S+ (\d+) \S+ (\d+)/.exec(section);
    if (payload === null || payload[1] === '0') continue;
    const name = new RegExp(`^a=rtpmap:${payload[2] ?? ''} ([^/]+)/`, 'm').exec(section)?.[1];
    if (name !== undefined) names.push(name);
  }
  return names.join(' + ');
}
