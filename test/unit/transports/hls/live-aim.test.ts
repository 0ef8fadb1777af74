/** Where the playhead of a live playlist with parts belongs. */
import { expect } from '@open-wc/testing';
import type { LevelDetails } from 'hls.js';
import { LiveAim } from '../../../../src/transports/hls/live-aim.js';

const partMs = 200;
/** Media time and the clock begin at once here. */
const playlist = (edgeMs: number, ageMs = 0) =>
  ({ live: true, edge: edgeMs / 1000, age: ageMs / 1000, partTarget: partMs / 1000 }) as LevelDetails;

/** Parts that are listed as they end, and become samples so long after that. */
function receive(aim: LiveAim, count: number, loadMs: (part: number) => number): number {
  let now = 0;
  for (let part = 0; part < count; part += 1) {
    const end = (part + 1) * partMs;
    aim.saw(playlist(end), end);
    now = end + loadMs(part);
    aim.arrived('video', part * partMs, now);
  }
  return now;
}

describe('the aim of live playback over parts', () => {
  it('leaves playlists without parts to hls.js', () => {
    const aim = new LiveAim(undefined, () => false);
    aim.saw({ ...playlist(10_000), partTarget: 0 } as LevelDetails, 10_000);
    expect(aim.targetMs(10_000)).to.equal(undefined);
    expect(aim.position(10_000)).to.equal(undefined);
    expect(aim.edgeMs).to.equal(0);
  });

  it('guesses two parts before anything has arrived', () => {
    const aim = new LiveAim(undefined, () => false);
    aim.saw(playlist(10_000), 10_000);
    expect(aim.targetMs(10_000)).to.equal(2 * partMs);
    expect(aim.position(10_100)).to.equal(10_100 - 2 * partMs);
  });

  it('goes as near as parts arrive in time: their length, their way, and a margin', () => {
    const aim = new LiveAim(undefined, () => false);
    const now = receive(aim, 30, () => 20);
    expect(aim.targetMs(now)).to.be.within(partMs + 20, partMs + 20 + 60);
  });

  it('keeps away from the edge at once when a part is late, and comes back slowly', () => {
    const aim = new LiveAim(undefined, () => false);
    const now = receive(aim, 30, (part) => (part === 29 ? 300 : 20));
    const after = aim.targetMs(now) ?? NaN;
    expect(after).to.be.at.least(partMs + 300);
    for (let part = 30; part < 75; part += 1) {
      const end = (part + 1) * partMs;
      aim.saw(playlist(end), end);
      aim.arrived('video', part * partMs, end + 20);
      aim.targetMs(end + 20);
    }
    // The late part is remembered for eight seconds; one more has passed.
    const later = aim.targetMs(75 * partMs + 20) ?? NaN;
    expect(later).to.be.within(after - 40, after);
  });

  it('holds what was asked for where that is further from the edge, and not where parts come later', () => {
    const far = new LiveAim(1500, () => false);
    expect(far.targetMs(receive(far, 30, () => 20))).to.equal(1500);
    const near = new LiveAim(50, () => false);
    expect(near.targetMs(receive(near, 30, () => 20))).to.be.at.least(partMs + 20);
  });

  it('does not take the parts of the past at the start for late ones', () => {
    const aim = new LiveAim(undefined, () => false);
    aim.saw(playlist(2000), 2000);
    // Five parts are there at the join, each loaded in 30 ms.
    for (let part = 5; part < 10; part += 1) aim.arrived('video', part * partMs, 2000 + (part - 4) * 30);
    expect(aim.targetMs(2150)).to.equal(2 * partMs);
    for (let part = 10; part < 16; part += 1) {
      const end = (part + 1) * partMs;
      aim.saw(playlist(end), end);
      aim.arrived('video', part * partMs, end + 20);
    }
    expect(aim.targetMs(3300)).to.be.within(partMs + 20, partMs + 20 + 60);
  });

  it('waits for sound too where that comes in parts of its own, as long as it is heard', () => {
    let audible = true;
    const aim = new LiveAim(undefined, () => audible);
    for (let part = 0; part < 30; part += 1) {
      const end = (part + 1) * partMs;
      aim.saw(playlist(end), end);
      aim.arrived('video', part * partMs, end + 20);
      aim.arrived('audio', part * partMs, end + 120);
    }
    expect(aim.targetMs(6120)).to.be.at.least(partMs + 120 + 50);
    audible = false;
    expect(aim.targetMs(16_120)).to.be.at.most(partMs + 20 + 60);
  });
});
