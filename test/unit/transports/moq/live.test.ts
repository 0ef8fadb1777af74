/** How late frames come, where the playhead belongs, and which quality the network carries. */
import { expect } from '@open-wc/testing';
import { browserMediaEnvironment, deckTime } from '../../../../src/media/index.js';
import type { MediaEnvironment } from '../../../../src/media/index.js';
import { Quality } from '../../../../src/transports/moq/quality.js';
import { Lateness } from '../../../../src/transports/lateness.js';
import { LivePilot, SampleMaker, WallClock } from '../../../../src/transports/moq/receive/index.js';
import { fakeEnvironment } from '../../../fixtures/fake-environment.js';
import { RecordingDeck } from './recording-deck.js';
import { audioRendition, videoRendition } from './renditions.js';

const frameMs = 40;

describe('lateness', () => {
  it('leaves out the past that is sent at the join', () => {
    const lateness = new Lateness();
    for (let i = 0; i < 25; i += 1) lateness.record(i * frameMs, 1000 + i);
    expect(lateness.live).to.equal(false);
    for (let i = 25; i < 60; i += 1) lateness.record(i * frameMs, i * frameMs + 30 + (i % 3));
    expect(lateness.live).to.equal(true);
    expect(lateness.leastMs).to.be.closeTo(30, 1);
    expect(lateness.mostMs).to.be.within(30, 65);
  });

  it('is what 95 of 100 frames keep within, over some seconds', () => {
    const lateness = new Lateness();
    for (let i = 0; i < 200; i += 1) lateness.record(i * frameMs, i * frameMs + (i % 10 === 0 ? 150 : 20));
    expect(lateness.mostMs).to.equal(150);
    for (let i = 200; i < 500; i += 1) lateness.record(i * frameMs, i * frameMs + 20);
    expect(lateness.mostMs).to.equal(20);
  });

  it('does not take reordered pictures for late ones', () => {
    const lateness = new Lateness();
    for (let i = 0; i < 40; i += 1) {
      lateness.record((2 * i + 1) * frameMs, (2 * i + 1) * frameMs + 10);
      lateness.record(2 * i * frameMs, (2 * i + 1) * frameMs + 11);
    }
    expect(lateness.mostMs).to.equal(10);
  });
});

interface TrackLateness {
  readonly live: boolean;
  readonly leastMs: number | undefined;
  readonly mostMs: number | undefined;
}

interface Scene {
  readonly deck: RecordingDeck;
  readonly pilot: LivePilot;
  now: number;
  late: TrackLateness | undefined;
  lateSound: TrackLateness | undefined;
}

/** A pilot in a world that stands still until told. */
function scene(startAt?: number): Scene {
  const deck = new RecordingDeck();
  let now = 1_000_000;
  const environment: MediaEnvironment = {
    ...browserMediaEnvironment,
    ...fakeEnvironment(),
    monotonic: () => now,
  };
  const made: Scene = {
    deck,
    pilot: new LivePilot({
      deck,
      environment,
      now: () => now,
      lateness: () => ({ video: made.late, audio: made.lateSound }),
      startAt,
    }),
    get now() {
      return now;
    },
    set now(value) {
      now = value;
    },
    late: undefined,
    lateSound: undefined,
  };
  return made;
}

/** Pictures in the window up to a time. */
function store({ deck }: Scene, from: number, to: number): void {
  const config = deck.sink.configure('video', { kind: 'video', codec: 'x' });
  for (let time = from; time < to; time += frameMs)
    deck.sink.append('video', [
      {
        time: deckTime(time),
        decodeTime: deckTime(time),
        duration: frameMs,
        eventTime: undefined,
        key: true,
        config,
        rendition: '',
        data: new Uint8Array(1),
      },
    ]);
}

describe('the pilot', () => {
  it('begins with the newest picture that is due, not with the key frame', () => {
    const world = scene();
    world.pilot.target = 200;
    world.pilot.written(world.now - 900);
    expect(world.deck.seeks).to.deep.equal([world.now - 200]);
    world.pilot.written(world.now - 860);
    expect(world.deck.seeks).to.have.length(1);
  });

  it('begins at the key frame where that is younger', () => {
    const world = scene();
    world.pilot.target = 2000;
    world.pilot.written(world.now - 900);
    expect(world.deck.seeks).to.deep.equal([world.now - 900]);
  });

  it('goes on where the viewer was, unless that is long ago', () => {
    const near = scene(1_000_000 - 700);
    near.pilot.written(near.now - 900);
    expect(near.deck.seeks).to.deep.equal([near.now - 700]);
    const far = scene(1_000_000 - 60_000);
    far.pilot.target = 300;
    far.pilot.written(far.now - 900);
    expect(far.deck.seeks).to.deep.equal([far.now - 300]);
  });

  it('waits for sound by how late that comes, as long as somebody hears it', () => {
    const world = scene();
    world.late = { live: true, leastMs: 20, mostMs: 40 };
    world.lateSound = { live: true, leastMs: 20, mostMs: 150 };
    // What is decoded for the ear needs more of a margin than what is decoded for the eye.
    expect(world.pilot.floorMs).to.equal(210);
    world.deck.audible.value = false;
    // It comes down slowly.
    world.now += 20_000;
    expect(world.pilot.floorMs).to.equal(70);
    // Sound alone is waited for at all times.
    world.late = undefined;
    expect(world.pilot.floorMs).to.equal(210);
  });

  it('holds the target where it is safe, else what is safe', () => {
    const world = scene();
    world.late = { live: true, leastMs: 20, mostMs: 140 };
    world.pilot.target = 100;
    expect(world.pilot.floorMs).to.equal(170);
    expect(world.pilot.latencyMs).to.equal(170);
    world.pilot.target = 500;
    expect(world.pilot.latencyMs).to.equal(500);
  });

  it('raises the floor at once and lowers it slowly', () => {
    const world = scene();
    world.late = { live: true, leastMs: 20, mostMs: 40 };
    expect(world.pilot.floorMs).to.equal(70);
    world.late = { live: true, leastMs: 20, mostMs: 400 };
    expect(world.pilot.floorMs).to.equal(430);
    world.late = { live: true, leastMs: 20, mostMs: 40 };
    world.now += 1000;
    expect(world.pilot.floorMs).to.equal(410);
    world.now += 60_000;
    expect(world.pilot.floorMs).to.equal(70);
  });

  it('makes up for a viewer clock that is behind', () => {
    const world = scene();
    world.late = { live: true, leastMs: -5000, mostMs: -4900 };
    expect(world.pilot.skewMs).to.equal(-5000);
    expect(world.pilot.floorMs).to.equal(130);
    expect(world.pilot.playhead()).to.equal(world.now + 5000 - 130);
  });

  it('waits for the end of the join where the clocks are hours apart', () => {
    const world = scene();
    world.pilot.written(world.now + 3_600_000);
    expect(world.deck.seeks).to.deep.equal([]);
    world.late = { live: true, leastMs: -3_600_900, mostMs: -3_600_880 };
    world.pilot.written(world.now + 3_600_500);
    expect(world.deck.seeks[0]).to.be.within(world.now + 3_600_700, world.now + 3_600_900);
  });

  it('sends the deck on once when the start took long', () => {
    const world = scene();
    world.late = { live: true, leastMs: 10, mostMs: 20 };
    world.pilot.target = 100;
    world.pilot.written(world.now - 900);
    world.deck.play();
    store(world, world.now - 900, world.now);
    world.now += 600;
    store(world, world.now - 600, world.now);
    world.pilot.tend();
    world.pilot.tend();
    expect(world.deck.seeks).to.deep.equal([world.now - 700, world.now - 100]);
    expect(world.pilot.skips).to.equal(0);
  });

  it('skips to the live edge when it has fallen far behind, a few times a minute', () => {
    const world = scene();
    world.late = { live: true, leastMs: 10, mostMs: 20 };
    world.pilot.written(world.now - 40);
    world.deck.play();
    world.pilot.tend();
    for (let i = 0; i < 20; i += 1) {
      store(world, world.now, world.now + 3000);
      world.now += 3000;
      world.pilot.tend();
    }
    expect(world.pilot.skips).to.equal(6);
  });

  it('does not skip to where there is nothing', () => {
    const world = scene();
    world.late = { live: true, leastMs: 10, mostMs: 20 };
    world.pilot.written(world.now - 40);
    store(world, world.now - 40, world.now);
    world.deck.play();
    world.pilot.tend();
    world.now += 5000;
    world.pilot.tend();
    expect(world.pilot.skips).to.equal(0);
  });

  it('leaves a viewer in the past who has paused, or gone there', async () => {
    const world = scene();
    world.late = { live: true, leastMs: 10, mostMs: 20 };
    world.pilot.written(world.now - 40);
    world.deck.play();
    world.pilot.tend();
    world.deck.pause();
    world.pilot.tend();
    world.deck.play();
    store(world, world.now, world.now + 9000);
    world.now += 9000;
    world.pilot.tend();
    expect(world.pilot.following).to.equal(false);
    expect(world.deck.seeks).to.have.length(1);
    await world.pilot.toLive();
    expect(world.pilot.following).to.equal(true);
    await world.pilot.toPast(world.now - 5000);
    expect(world.pilot.following).to.equal(false);
    expect(world.deck.time).to.equal(world.now - 5000);
  });

  it('does not take waiting for the first play for being in the past', () => {
    const world = scene();
    world.late = { live: true, leastMs: 10, mostMs: 20 };
    world.pilot.written(world.now - 40);
    store(world, world.now - 40, world.now + 9000);
    world.now += 9000;
    world.pilot.tend();
    world.deck.play();
    world.pilot.tend();
    expect(world.pilot.following).to.equal(true);
    expect(world.deck.seeks.at(-1)).to.be.above(world.now - 500);
  });
});

describe('event time', () => {
  it('is what the frame says, the catalog says, or the time of its arrival', () => {
    const wall = new WallClock();
    const now = Date.UTC(2026, 6, 1);
    expect(wall.offset(videoRendition, now - 20, now)).to.equal(0);
    expect(wall.grade).to.equal('capture');
    expect(wall.offset({ ...videoRendition, wall: now - 500 }, 480, now)).to.equal(now - 500);
    const estimated = new WallClock();
    expect(estimated.offset(videoRendition, 5000, now)).to.equal(now - 5000);
    expect(estimated.offset(videoRendition, 5040, now + 90)).to.equal(now - 5000);
    expect(estimated.grade).to.equal('estimated');
    // The publisher began anew.
    expect(estimated.offset(videoRendition, 0, now + 100_000)).to.equal(now + 100_000);
    estimated.learn(videoRendition, now - 4950);
    expect(estimated.offset(videoRendition, 5040, now)).to.equal(now - 4950);
  });
});

describe('samples', () => {
  const frame = (timeUs: number) => ({
    timeUs,
    decodeTimeUs: undefined,
    durationUs: undefined,
    key: undefined,
    description: undefined,
    data: new Uint8Array([0xfc]),
  });

  it('last as long as the catalog, the codec or their neighbours say', () => {
    const pictures = new SampleMaker({ ...videoRendition, framerate: 50 });
    expect(pictures.make(frame(0), 0).duration).to.equal(20);
    const unknown = new SampleMaker({ ...videoRendition, framerate: undefined });
    unknown.make(frame(0), 0);
    expect(unknown.make(frame(41_000), 0).duration).to.equal(41);
    expect(new SampleMaker(audioRendition).make(frame(0), 0).duration).to.equal(20);
  });

  it('are decoded in the order they come, whatever the order they are shown in', () => {
    const maker = new SampleMaker(videoRendition);
    const made = [0, 120, 40, 80, 240, 160, 200].map((ms) => maker.make(frame(ms * 1000), 1000));
    expect(made.map(({ time }) => time)).to.deep.equal([1000, 1120, 1040, 1080, 1240, 1160, 1200]);
    made.slice(1).forEach((each, index) => {
      expect(each.decodeTime).to.be.above(made[index]?.decodeTime ?? Infinity);
    });
    expect(made.map(({ key }) => key)).to.deep.equal([true, false, false, false, false, false, false]);
  });
});

describe('the quality', () => {
  const hd = { ...videoRendition, id: 'hd', width: 1920, height: 1080 };
  const md = { ...videoRendition, id: 'md', width: 1280, height: 720 };
  const sd = { ...videoRendition, id: 'sd', width: 640, height: 360 };
  const ladder = [hd, { ...hd, id: 'hd.cmaf', packaging: 'cmaf' as const }, md, sd];
  const calm = { skips: 0, lateMs: 20 };

  it('begins with the best, and stays while all is well', () => {
    const quality = new Quality();
    expect(quality.choose(ladder, undefined, 0, calm)?.id).to.equal('hd');
    expect(quality.choose(ladder, hd, 500_000, calm)?.id).to.equal('hd');
  });

  it('goes one down when the network does not keep up, and up again after a while, less often each time', () => {
    const quality = new Quality();
    const trouble = { skips: 0, lateMs: 2500 };
    expect(quality.choose(ladder, hd, 1000, trouble)?.id).to.equal('md');
    expect(quality.choose(ladder, md, 1100, trouble)?.id).to.equal('md');
    expect(quality.choose(ladder, md, 6000, trouble)?.id).to.equal('sd');
    expect(quality.choose(ladder, sd, 12_000, trouble)?.id).to.equal('sd');
    expect(quality.choose(ladder, sd, 20_000, calm)?.id).to.equal('sd');
    expect(quality.choose(ladder, sd, 27_000, calm)?.id).to.equal('md');
    expect(quality.choose(ladder, md, 32_000, trouble)?.id).to.equal('sd');
    expect(quality.choose(ladder, sd, 55_000, calm)?.id).to.equal('sd');
    expect(quality.choose(ladder, sd, 73_000, calm)?.id).to.equal('md');
  });

  it('counts groups that had to be given up', () => {
    const quality = new Quality();
    expect(quality.choose(ladder, hd, 0, { skips: 1, lateMs: 0 })?.id).to.equal('hd');
    expect(quality.choose(ladder, hd, 1000, { skips: 2, lateMs: 0 })?.id).to.equal('md');
    expect(quality.choose(ladder, md, 30_000, { skips: 2, lateMs: 0 })?.id).to.equal('hd');
  });
});
