/** What a deck does about its sound: it tells it every move, waits for it where somebody listens, and plays without pictures. */
import { expect } from '@open-wc/testing';
import { deckTime } from '../../../../src/media/index.js';
import type { Sample, SampleSink } from '../../../../src/media/index.js';
import { deckStand, numberAt, timeOf, until } from '../../../fixtures/deck.js';
import { placed, venueRecording } from '../../../fixtures/deck-media.js';
import { steadyEnvironment } from '../../../fixtures/steady-environment.js';
import type { SteadyEnvironment } from '../../../fixtures/steady-environment.js';

/** Packets of 20 ms. */
function packets(sink: SampleSink, from: number, to: number): Sample[] {
  const config = sink.configure('audio', { kind: 'audio', codec: 'opus', sampleRate: 48_000, channels: 2 });
  return Array.from({ length: (to - from) / 20 }, (_, index) => ({
    time: deckTime(from + index * 20),
    decodeTime: deckTime(from + index * 20),
    duration: 20,
    eventTime: undefined,
    key: true,
    config,
    rendition: 'sound',
    data: new Uint8Array(8),
  }));
}

describe("a deck's sound", () => {
  let environment: SteadyEnvironment;
  beforeEach(() => (environment = steadyEnvironment()));
  afterEach(() => environment.stop());

  const passed = (time: number) => new Promise<void>((resolve) => environment.setTimer(resolve, time));
  const port = () => new MessageChannel().port1;

  it('is told of every start, stop, seek and rate', async () => {
    const { deck, sound } = deckStand({ environment });
    deck.sink.append('video', placed(deck.sink, await venueRecording('main.low.mp4')));
    await deck.seek(timeOf(30));
    expect(sound.plans.at(-1)).to.include({ moving: false, time: timeOf(30) });
    deck.play();
    await until(deck.frame, (frame) => numberAt(frame?.time ?? 0) >= 35);
    expect(sound.plans.at(-1)).to.include({ moving: true, rate: 1 });
    deck.setRate(0.5);
    expect(sound.plans.at(-1)).to.include({ moving: true, rate: 0.5 });
    expect(sound.plans.at(-1)!.time).to.be.closeTo(deck.time, 0.01);
    deck.pause();
    expect(sound.plans.at(-1)).to.include({ moving: false, time: deck.time });
    deck.close();
  });

  it('holds the picture up where somebody listens, and not where nobody does', async () => {
    const { deck, sound } = deckStand({ environment });
    deck.sink.append('video', placed(deck.sink, await venueRecording('main.low.mp4')));
    deck.sink.append('audio', packets(deck.sink, 0, 500));
    deck.setSound({ muted: false, volume: 1 });
    deck.attachSpeaker(port(), 48_000, 20);
    deck.play();
    await until(deck.frame, (frame) => numberAt(frame?.time ?? 0) >= 14);
    await until(deck.starving, (starving) => starving);
    expect(deck.time).to.be.within(500, 530);
    expect(sound.plans.at(-1)?.moving).to.equal(false);
    deck.sink.append('audio', packets(deck.sink, 500, 1000));
    await until(deck.frame, (frame) => numberAt(frame?.time ?? 0) >= 29);
    await until(deck.starving, (starving) => starving);
    deck.setSound({ muted: true, volume: 1 });
    await until(deck.frame, (frame) => numberAt(frame?.time ?? 0) >= 45);
    deck.close();
  });

  it('plays on over a gap in the sound', async () => {
    const { deck } = deckStand({ environment });
    deck.sink.append('video', placed(deck.sink, await venueRecording('main.low.mp4')));
    deck.sink.append('audio', packets(deck.sink, 0, 500));
    deck.sink.gap('audio', { from: deckTime(500), to: deckTime(3000) });
    deck.setSound({ muted: false, volume: 1 });
    deck.attachSpeaker(port(), 48_000, 20);
    deck.play();
    await until(deck.frame, (frame) => numberAt(frame?.time ?? 0) >= 50);
    deck.close();
  });

  it('plays without pictures, and ends', async () => {
    const { deck, sound } = deckStand({ environment, attached: false });
    deck.sink.append('audio', packets(deck.sink, 0, 1000));
    deck.sink.end();
    expect((await deck.seek(deckTime(200))).time).to.equal(200);
    deck.setSound({ muted: false, volume: 1 });
    deck.play();
    await passed(300);
    expect(deck.time).to.be.within(350, 560);
    expect(sound.plans.at(-1)?.moving).to.equal(true);
    await until(deck.ended, (ended) => ended);
    expect(deck.time).to.equal(1000);
    deck.close();
  });

  it('plays the longer of two tracks to its end', async () => {
    const { deck } = deckStand({ environment });
    deck.sink.append('video', placed(deck.sink, await venueRecording('main.low.mp4'), { to: 500 }));
    deck.sink.append('audio', packets(deck.sink, 0, 1000));
    deck.sink.end();
    deck.setSound({ muted: false, volume: 1 });
    deck.attachSpeaker(port(), 48_000, 20);
    deck.play();
    await until(deck.ended, (ended) => ended);
    expect(deck.time).to.be.closeTo(1000, 20);
    expect(numberAt(deck.frame.value!.time)).to.equal(14);
    deck.close();
  });
});
