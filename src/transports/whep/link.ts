/**
 * ICE servers from Link headers with rel="ice-server" (RFC 9725, 4.6, which WHEP takes over). Unknown relations are
 * ignored, as the draft demands.
 */
export function iceServersFrom(header: string | null): RTCIceServer[] {
  if (header === null) return [];
  const servers: RTCIceServer[] = [];
  for (const match of header.matchAll(
    /<([^>]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,]+))*)/g,
  )) {
    const [, url = '', parameterText = ''] = match;
    const parameters = new Map<string, string>();
    for (const [, name = '', quoted, bare] of parameterText.matchAll(
      /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,]+))/g,
    ))
      parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
    if (parameters.get('rel') !== 'ice-server' || !/^(stuns?|turns?):/i.test(url)) continue;
    const username = parameters.get('username');
    const credential = parameters.get('credential');
    servers.push({
      urls: url,
      ...(username === undefined ? {} : { username }),
      ...(credential === undefined ? {} : { credential }),
    });
  }
  return servers;
}
