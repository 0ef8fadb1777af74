/** A language of the subtitles as playlists see it: parts of 200 ms of text. */
import { partMs } from '../media/timeline.js';
import { captionLanguages, type CaptionLanguage } from './script.js';

export interface TextRendition {
  readonly kind: 'text';
  readonly id: CaptionLanguage;
  /** As the viewer chooses it. */
  readonly name: string;
  readonly timescale: number;
  readonly frameDuration: number;
}

const names: Readonly<Record<CaptionLanguage, string>> = { en: 'English', de: 'Deutsch' };

export const textRenditions: readonly TextRendition[] = captionLanguages.map((id) => ({
  kind: 'text',
  id,
  name: names[id],
  timescale: 1000,
  frameDuration: partMs,
}));

export function textRendition(id: string): TextRendition | undefined {
  return textRenditions.find((rendition) => rendition.id === id);
}
