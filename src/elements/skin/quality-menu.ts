import type { MountContext } from '../widgets/mount.js';
import { unit } from '../strings/format.js';
import { radioMenu } from './radio-menu.js';

/** Every rendition, best first, and auto. */
export function mount({ root, player, words, abort, close }: MountContext): void {
  const { session } = player;
  radioMenu({
    root,
    abort,
    label: () => words.value.text.quality,
    selected: session.selectedRendition,
    choose: (id) => {
      session.selectRendition(id);
      close?.();
    },
    items: () => {
      const { text, lang } = words.value;
      const renditions = [...session.renditions.value].sort(
        (a, b) => (b.height ?? 0) - (a.height ?? 0) || (b.bitrate ?? 0) - (a.bitrate ?? 0),
      );
      const listed = renditions.map(({ id, height, bitrate }) => {
        const rate = bitrate === undefined ? '' : unit(bitrate / 1e6, 'megabit-per-second', lang, 1);
        return height === undefined
          ? { id, name: rate, detail: '' }
          : { id, name: `${height}p`, detail: rate };
      });
      return [...listed, { id: 'auto', name: text.auto, detail: '' }];
    },
  });
}
