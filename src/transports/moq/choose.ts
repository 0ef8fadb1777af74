import type { OlympicPlayerError } from '../../base/index.js';
import type { AudioRendition, MoqCatalog, MoqRendition, Packaging, VideoRendition } from './catalog/index.js';
import { nothingPlayable, protectedContent } from './errors.js';

/** What of a catalog can be played here. */
export interface Playable {
  /** Renditions of one picture, best first. */
  readonly video: readonly VideoRendition[];
  /** Sound that goes with it, best first. */
  readonly audio: readonly AudioRendition[];
}

/** Of the same picture in several containers: the less there is around a frame, the sooner it is through. */
const packagingOrder: readonly Packaging[] = ['loc', 'legacy', 'cmaf'];

const size = ({ width, height }: VideoRendition) => (width ?? 0) * (height ?? 0);

function best(a: MoqRendition, b: MoqRendition): number {
  const byStall = Number(a.stalled) - Number(b.stalled);
  const bySize = a.kind === 'video' && b.kind === 'video' ? size(b) - size(a) : 0;
  const byRate = (b.bitrate ?? 0) - (a.bitrate ?? 0);
  const byPackaging = packagingOrder.indexOf(a.packaging) - packagingOrder.indexOf(b.packaging);
  return byStall || bySize || byRate || byPackaging || a.id.localeCompare(b.id);
}

/**
 * Sorts out what of a catalog can be played: clear, decodable, the renditions of one picture (MSF: one alternate group) and the
 * sound that belongs to it (render group). `track` is the one the descriptor names. Throws where there is no picture.
 */
export async function playable(
  catalog: MoqCatalog,
  track: string | undefined,
  decodes: (rendition: MoqRendition) => Promise<boolean>,
  source: string,
): Promise<Playable> {
  const clear = catalog.video.filter(({ encrypted }) => !encrypted);
  if (clear.length === 0 && catalog.video.length > 0) throw protectedContent({ source });
  const able = await filter(clear, decodes);
  const audioAble = await filter(
    catalog.audio.filter(({ encrypted }) => !encrypted),
    decodes,
  );
  const named =
    track === undefined ? undefined : able.find(({ id, track: name }) => id === track || name === track);
  const main = named ?? able.filter(({ role }) => role !== 'signlanguage').sort(best)[0] ?? able[0];
  if (main === undefined) {
    // Sound alone is a programme too, where there was never a picture.
    if (catalog.video.length === 0 && audioAble.length > 0)
      return { video: [], audio: [...audioAble].sort(best) };
    throw nothing(catalog, source);
  }
  const video = able.filter((other) => other === main || alternates(main, other)).sort(best);
  return {
    video: named === undefined ? video : [named, ...video.filter((other) => other !== named)],
    audio: soundFor(main, audioAble),
  };
}

async function filter<R extends MoqRendition>(
  renditions: readonly R[],
  decodes: (rendition: MoqRendition) => Promise<boolean>,
): Promise<R[]> {
  // Renditions differ in little that decoders ask for: each distinct question once.
  const asked = new Map<string, Promise<boolean>>();
  const answers = await Promise.all(
    renditions.map((rendition) => {
      const question = `${rendition.codec} ${rendition.kind === 'video' ? size(rendition) : rendition.channels}`;
      const answer = asked.get(question) ?? decodes(rendition);
      asked.set(question, answer);
      return answer;
    }),
  );
  return renditions.filter((_, index) => answers[index] === true);
}

/** hang has one picture a broadcast; in MSF tracks of one alternate group show the same. */
function alternates(main: VideoRendition, other: VideoRendition): boolean {
  if (main.role === 'signlanguage' || other.role === 'signlanguage') return false;
  return main.altGroup === other.altGroup && main.label === other.label;
}

function soundFor(main: VideoRendition, audio: readonly AudioRendition[]): AudioRendition[] {
  const together = audio.filter(
    ({ renderGroup }) => main.renderGroup === undefined || renderGroup === main.renderGroup,
  );
  const rank = ({ role }: AudioRendition) => (role === 'audiodescription' ? 1 : 0);
  return together.sort((a, b) => rank(a) - rank(b) || best(a, b));
}

function nothing(catalog: MoqCatalog, source: string): OlympicPlayerError {
  const codecs = [...new Set(catalog.video.map(({ codec }) => codec))].slice(0, 8);
  const why =
    codecs.length > 0
      ? `it offers ${codecs.join(', ')}`
      : catalog.ignored.length > 0
        ? catalog.ignored.slice(0, 3).join('; ')
        : 'its catalog lists none';
  return nothingPlayable(why, { source });
}
