import { MEDIA_ERR_SRC_NOT_SUPPORTED, OlympicPlayerError, abortable } from '../../base/index.js';
import { OlympicVideo } from '../olympic-video.js';

/**
 * The player with an id in the widget's tree: at once, or when it is inserted and defined. Rejects when the id belongs to
 * something that is no player, or with the signal's reason.
 */
export async function findPlayer(widget: Element, id: string, abort: AbortSignal): Promise<OlympicVideo> {
  const element = await abortable(elementWithId(widget.getRootNode(), id, abort), abort);
  if (!(element instanceof OlympicVideo) && element.localName.includes('-'))
    await abortable(customElements.whenDefined(element.localName), abort);
  if (element instanceof OlympicVideo) return element;
  throw new OlympicPlayerError({
    reason: 'elements/not-a-player',
    code: MEDIA_ERR_SRC_NOT_SUPPORTED,
    message: `elements: <${widget.localName} for="${id}"> found a <${element.localName}>, which is no player.`,
    hint: 'Give `for` the id of an <olympic-player> or <olympic-video> that comes from the same copy of the library.',
  });
}

function elementWithId(root: Node, id: string, abort: AbortSignal): Promise<Element> {
  return new Promise((resolve) => {
    const look = () =>
      root instanceof Document || root instanceof DocumentFragment ? root.getElementById(id) : null;
    const found = look();
    if (found !== null) {
      resolve(found);
      return;
    }
    const observer = new MutationObserver(() => {
      const element = look();
      if (element === null) return;
      observer.disconnect();
      resolve(element);
    });
    observer.observe(root, { subtree: true, childList: true, attributeFilter: ['id'] });
    abort.addEventListener('abort', () => observer.disconnect(), { once: true });
  });
}
