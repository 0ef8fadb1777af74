import { computed } from '../../base/index.js';
import type { MountContext } from '../widgets/mount.js';
import { radioMenu } from './radio-menu.js';

const off = '';

/** Every caption track, and none. */
export function mount({ root, player, words, abort, close }: MountContext): void {
  const { captions } = player.session;
  radioMenu({
    root,
    abort,
    label: () => words.value.text.captions,
    selected: computed(() => captions.selected.value ?? off),
    choose: (id) => {
      captions.select(id === off ? undefined : id);
      close?.();
    },
    items: () => [
      { id: off, name: words.value.text.captionsOff, detail: '' },
      ...captions.tracks.value.map(({ id, kind, label, language }) => ({
        id,
        name: label,
        detail: kind === 'captions' ? 'CC' : '',
        lang: language,
      })),
    ],
  });
}
