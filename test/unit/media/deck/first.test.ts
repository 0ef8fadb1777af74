/** The deck with real decoders: the picture on screen is the one asked for, as its pixels say. */
import { expect } from '@open-wc/testing';
import { deckTime } from '../../../../src/media/index.js';
import { deckStand, numberAt, shownFrames, timeOf, until } from '../../../fixtures/deck.js';
import { placed, venueRecording } from '../../../fixtures/deck-media.js';

describe('the deck', () => {
  it('shows exactly the picture it is sent to', async () => {
    const { deck, screen, frames } = deckStand();
    deck.sink.append('video', placed(deck.sink, await venueRecording('main.mp4')));
    for (const number of [0, 100, 31, 30, 29, 239, 5]) {
      const frame = await deck.seek(timeOf(number));
      expect(screen.last?.frame).to.equal(number);
      expect(numberAt(frame.time)).to.equal(number);
    }
    deck.close();
    expect(frames.open).to.equal(0);
    expect(frames.most).to.be.at.most(8);
  });

  it('plays to the end, every picture in turn', async () => {
    const { deck, screen, frames } = deckStand();
    deck.sink.append('video', placed(deck.sink, await venueRecording('main.mp4'), { to: 2000 }));
    deck.sink.end();
    const shown = shownFrames(deck);
    deck.play();
    await until(deck.ended, (ended) => ended);
    const numbers = screen.drawn.map(({ frame }) => frame ?? -1);
    expect(numbers).to.deep.equal(shown.map(({ time }) => numberAt(time)));
    expect(numbers).to.deep.equal([...numbers].sort((a, b) => a - b));
    expect(numbers.at(-1)).to.equal(59);
    console.log(`played ${numbers.length} of 60`, JSON.stringify(deck.stats()));
    expect(deck.time).to.be.closeTo(2000, 1);
    deck.close();
    expect(frames.open).to.equal(0);
    expect(deck.stats().framesHeld).to.equal(0);
  });

  it('plays backwards', async () => {
    const { deck, screen, frames } = deckStand();
    deck.sink.append('video', placed(deck.sink, await venueRecording('main.mp4'), { to: 3000 }));
    await deck.seek(deckTime(2900));
    deck.setRate(-1);
    deck.play();
    await until(deck.frame, (frame) => frame?.time === 0);
    const numbers = screen.drawn.map(({ frame }) => frame ?? -1);
    expect(numbers).to.deep.equal([...numbers].sort((a, b) => b - a));
    console.log(`reversed ${numbers.length} of 88`, JSON.stringify(deck.stats()), frames.most);
    deck.close();
    expect(frames.open).to.equal(0);
  });
});
