/** Half a minute of the edge's own HLS that stands still: a window in which every picture can be asked for again and again. */
import type { Handler } from '../../../examples/edge/index.js';

/** Serves `/window/main.m3u8`: the newest whole segments of the best quality, as a recording. */
export function recordedWindow(seconds: number): {
  handler: Handler;
  record(edgeUrl: string): Promise<void>;
} {
  const files = new Map<string, { type: string; body: Uint8Array }>();

  async function record(edgeUrl: string): Promise<void> {
    const address = new URL('/hls/main/high.m3u8', edgeUrl);
    const lines = (await (await fetch(address)).text()).split('\n');
    const keep = async (path: string, name: string): Promise<string> => {
      const response = await fetch(new URL(path, address));
      if (!response.ok) throw new Error(`${path} was answered ${response.status}`);
      files.set(`/window/${name}`, { type: 'video/mp4', body: new Uint8Array(await response.arrayBuffer()) });
      return name;
    };
    const map = /URI="([^"]+)"/.exec(lines.find((line) => line.startsWith('#EXT-X-MAP')) ?? '')?.[1];
    if (map === undefined) throw new Error('the playlist names no init segment');
    const dates = lines.filter((line) => line.startsWith('#EXT-X-PROGRAM-DATE-TIME'));
    const segments = lines.filter((line) => line.endsWith('.m4s') && !line.startsWith('#'));
    // The newest may still be being written, the oldest about to go.
    const from = Math.max(1, segments.length - 1 - seconds);
    const playlist = [
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-PLAYLIST-TYPE:VOD',
      '#EXT-X-TARGETDURATION:1',
      '#EXT-X-INDEPENDENT-SEGMENTS',
      `#EXT-X-MAP:URI="${await keep(map, 'init.mp4')}"`,
    ];
    for (let index = from; index < segments.length - 1; index += 1)
      playlist.push(dates[index] ?? '', '#EXTINF:1,', await keep(segments[index] ?? '', `${index}.m4s`));
    playlist.push('#EXT-X-ENDLIST', '');
    const body = new TextEncoder().encode(playlist.join('\n'));
    files.set('/window/main.m3u8', { type: 'application/vnd.apple.mpegurl', body });
  }

  return {
    record,
    async handler({ url, response }) {
      const file = files.get(url.pathname);
      if (file === undefined) return false;
      response.writeHead(200, { 'content-type': file.type }).end(file.body);
      return true;
    },
  };
}
