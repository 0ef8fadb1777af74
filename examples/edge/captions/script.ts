/** What the captions say. The venue's strip knows the second too, so a picture tells whether its caption is right. */

export const captionLanguages = ['en', 'de'] as const;

export type CaptionLanguage = (typeof captionLanguages)[number];

const words: Readonly<Record<CaptionLanguage, string>> = { en: 'Second', de: 'Sekunde' };

/** @param second whole second of the loop */
export function captionText(language: CaptionLanguage, second: number): string {
  return `${words[language]} ${second}`;
}
