import { expect } from '@open-wc/testing';
import { OutputClock } from '../../../../src/media/sound/output-clock.js';
import { seededRandom } from '../../../fixtures/fake-environment.js';

/**
 * A device that renders in batches, and a port whose messages come late.
 * @param perMs frames a millisecond by this thread's clock
 */
function* reports(perMs: number, batch: number, untilMs: number) {
  const random = seededRandom(7);
  let newest = 0;
  for (let frame = 3 * 128; ; frame += 3 * 128) {
    const batchEnd = Math.ceil(frame / batch) * batch;
    const rendered = batchEnd / perMs;
    if (rendered > untilMs) return;
    // Mostly at once; one in ten is up to 40 ms late, and holds up those behind it.
    const late = random() < 0.1 ? 40 * random() : 0.3 * random();
    newest = Math.max(newest, rendered + late);
    yield { frame, at: newest };
  }
}

describe('the output clock', () => {
  // Without the browser's own account, what is rendered is only known at the end of a batch: long ones tell it seldom.
  for (const [name, ratio, within] of [
    ['an exact device', 1, 3],
    ['a device 500 ppm fast', 1.0005, 3],
    ['a device 500 ppm slow', 0.9995, 3],
    ["a headless browser's stand-in, 1.6 % fast", 1.016, 5],
  ] as const)
    for (const batch of [128, 512, 1024, 2048])
      it(`is right from reports alone after ${batch > 1024 ? 400 : 200} ms: ${name}, batches of ${batch}`, () => {
        const perMs = 48 * ratio;
        const latencyMs = 30;
        const clock = new OutputClock(48_000, latencyMs, 0);
        let worst = 0;
        for (const { frame, at } of reports(perMs, batch, 20_000)) {
          clock.report(frame, at);
          if (at < (batch > 1024 ? 400 : 200)) continue;
          const error = (clock.heardAt(at)! - (at * perMs - latencyMs * 48)) / 48;
          worst = Math.max(worst, Math.abs(error));
        }
        expect(worst, 'ms').to.be.below(within);
      });

  it("believes the browser's account of what is heard, unless it is absurd", () => {
    const clock = new OutputClock(48_000, 30, 1000);
    for (let n = 1; n < 60; n++) clock.report(n * 480, n * 10);
    clock.setOutput({ frame: 480 * 50 - 48 * 77, at: 1500 });
    expect(clock.heardAt(590)).to.be.closeTo(480 * 59 - 48 * 77, 1);
    clock.setOutput({ frame: 480 * 390, at: 1500 });
    expect(clock.heardAt(590)).to.be.closeTo(480 * 59 - 48 * 30, 1);
  });

  it('believes it all the more when the first reports come late', () => {
    const clock = new OutputClock(48_000, 30, 0);
    clock.report(480, 310);
    clock.setOutput({ frame: 48 * 260, at: 300 });
    expect(clock.heardAt(310)).to.be.closeTo(48 * 270, 1);
  });

  it('says when the device stood still, and is right again after that', () => {
    const clock = new OutputClock(48_000, 0, 0);
    for (let n = 1; n <= 50; n++) expect(clock.report(n * 480, n * 10)).to.equal(false);
    expect(clock.runs(600)).to.equal(true);
    expect(clock.runs(900)).to.equal(false);
    const stood = [51, 52, 53, 54, 55, 56].map((n) => clock.report(n * 480, 990 + n * 10));
    expect(stood).to.deep.equal([false, false, false, false, true, false]);
    expect(clock.runs(1550)).to.equal(true);
    expect(clock.renderedAt(1560)).to.equal(57 * 480);
  });

  it('notices within half a second that the device has stumbled', () => {
    const clock = new OutputClock(48_000, 0, 0);
    for (let n = 1; n <= 200; n++) clock.report(n * 480, n * 10);
    clock.setOutput({ frame: 190 * 480, at: 2000 });
    for (let n = 201; n <= 250; n++) clock.report(n * 480 - 48 * 33, n * 10);
    expect(clock.renderedAt(2500)).to.be.closeTo(250 * 480 - 48 * 33, 24);
    expect(clock.heardAt(2500)).to.be.closeTo(240 * 480 - 48 * 33, 48);
  });

  it('takes a burst after a blocked thread for what it is', () => {
    const clock = new OutputClock(48_000, 0, 0);
    for (let n = 1; n <= 50; n++) clock.report(n * 480, n * 10);
    for (let n = 51; n <= 100; n++) expect(clock.report(n * 480, 1000)).to.equal(false);
    expect(clock.renderedAt(1010)).to.be.closeTo(101 * 480, 48);
    for (let n = 101; n <= 110; n++) expect(clock.report(n * 480, n * 10)).to.equal(false);
    expect(clock.runs(1105)).to.equal(true);
  });
});
