import { Link, abortError } from '../../../base/index.js';
import type { ServeFeed } from '../../../media/index.js';
import type { TapAnswers, TapNotices, TappedFrame } from './protocol.js';
import { TappedSamples } from './tapped-samples.js';

/** The tap's half in the media worker: what WebRTC received fills a window from which it can be replayed. */
export const serveTap: ServeFeed = ({ deck, port, abort }) => {
  deck.duration = Infinity;
  let source: MessagePort | undefined;
  let frames = 0;
  let heldMost = 0;
  let held = 0;
  const samples = new TappedSamples(deck.sink, (anchor) => link.tell('stamped', [anchor]));
  const link = new Link<TapAnswers, TapNotices>(port, {
    frames: (tapped) => {
      source?.close();
      source = tapped;
      tapped.onmessage = ({ data }: MessageEvent<TappedFrame>) => {
        frames += 1;
        held += data.heldMs;
        heldMost = Math.max(heldMost, data.heldMs);
        samples.take(data);
      };
    },
    anchor: (anchor) => samples.anchor(anchor),
    counts: () => ({ frames, heldMostMs: heldMost, heldMeanMs: frames === 0 ? 0 : held / frames }),
  });
  abort.addEventListener(
    'abort',
    () => {
      source?.close();
      link.close(abortError('the tap was closed'));
    },
    { once: true },
  );
};
