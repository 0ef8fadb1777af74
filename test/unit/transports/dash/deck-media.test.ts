/** A deck as VHS sees it. */
import { expect } from '@open-wc/testing';
import { timeRanges } from '../../../../src/base/index.js';
import type { DeckHandle } from '../../../../src/media/index.js';
import { DeckMedia } from '../../../../src/transports/dash/deck-media.js';
import { pageHost } from '../hls/page-host.js';

describe('a deck as VHS sees it', () => {
  it('has what its MediaSource says is appended, not what the deck said before a seek emptied that', () => {
    const deck: DeckHandle = pageHost({}).open('none').deck;
    const sources: { open(): void; buffered: TimeRanges }[] = [];
    const media = new DeckMedia(deck, () => sources[0]);
    expect(media.buffered.length).to.equal(0);
    sources.push({ open: () => {}, buffered: timeRanges([{ start: 30, end: 32 }]) });
    expect([media.buffered.length, media.buffered.start(0), media.buffered.end(0)]).to.deep.equal([
      1, 30, 32,
    ]);
    media.close();
    deck.close();
  });
});
