import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventTime } from '../../src/base/index.js';
import {
  holdBackSeconds,
  latencySeconds,
  livePosition,
  resumePosition,
} from '../../src/transports/dash/live-edge.js';
import type { LiveWindow } from '../../src/transports/dash/live-edge.js';
import { MediaClock, eventTimeAt } from '../../src/transports/dash/media-clock.js';
import type { SegmentFacts } from '../../src/transports/dash/media-clock.js';
import { readMpdRoot } from '../../src/transports/dash/mpd-root.js';
import { SpanTimeline } from '../../src/transports/dash/span-timeline.js';

const epoch = 1_790_000_000_000;
const timescale = 15_360;
const server = { errorMs: 1, grade: 'server' } as const;

/** A 1 s segment at a media time, stamped (or not) with when it was captured. */
function segment(seconds: number, stampedMs?: number, facts: Partial<SegmentFacts> = {}): SegmentFacts {
  const mediaTime = seconds * timescale;
  return {
    timing: {
      decodeTime: mediaTime,
      producer:
        stampedMs === undefined ? undefined : { eventTime: eventTime(stampedMs), mediaTime, flags: 24 },
    },
    timescale,
    durationMs: 1000,
    startSeconds: seconds,
    manifestTime: undefined,
    manifestGrade: 'anchored',
    ...facts,
  };
}

describe('the clock of a track', () => {
  it('takes capture times from prft', () => {
    const reading = new MediaClock().observe(segment(10, epoch + 10_000));
    assert.deepEqual(reading, { originMs: epoch, accuracy: server, source: 'prft' });
    assert.equal(reading && eventTimeAt(reading, 12.5), epoch + 12_500);
  });

  it('falls back to the manifest, and says how little that is worth', () => {
    const manifestTime = eventTime(epoch + 10_000);
    const observe = (facts: Partial<SegmentFacts>) =>
      new MediaClock().observe(segment(10, undefined, { manifestTime, ...facts }));
    assert.deepEqual(observe({}), {
      originMs: epoch,
      accuracy: { grade: 'server', errorMs: 1000 },
      source: 'manifest',
    });
    assert.deepEqual(observe({ manifestGrade: 'exact' })?.accuracy, server);
    assert.deepEqual(observe({ manifestGrade: 'unknown' })?.accuracy, {
      grade: 'estimated',
      errorMs: Infinity,
    });
    assert.equal(new MediaClock().observe(segment(10)), undefined);
  });

  it('does not take the time of encoding or writing for that of capture', () => {
    for (const flags of [1, 2, 4]) {
      const late = { eventTime: eventTime(epoch + 10_700), mediaTime: 10 * timescale, flags };
      const facts = segment(10, undefined, {
        timing: { decodeTime: 10 * timescale, producer: late },
        manifestTime: eventTime(epoch + 10_000),
      });
      assert.equal(new MediaClock().observe(facts)?.source, 'manifest');
    }
  });

  it('does not believe a stamp of another fragment', () => {
    const producer = { eventTime: eventTime(epoch), mediaTime: 0, flags: 24 };
    const facts = segment(10, undefined, { timing: { decodeTime: 10 * timescale, producer } });
    assert.equal(new MediaClock().observe(facts), undefined);
  });

  it('follows drift, smooths jitter and owns up to it', () => {
    const clock = new MediaClock();
    const jitter = [0, 6, -6, 6, -6, 6];
    const origins = jitter.map((error, index) => {
      const reading = clock.observe(segment(index, epoch + index * 1000 + error));
      assert.ok(reading);
      if (index > 0) assert.ok(reading.accuracy.errorMs >= 5 && reading.accuracy.errorMs <= 8);
      return reading.originMs - epoch;
    });
    for (const origin of origins) assert.ok(Math.abs(origin) < 1.5, `${origin} ms`);
    let drifted = 0;
    for (let index = 6; index < 66; index += 1)
      drifted = (clock.observe(segment(index, epoch + index * 1000 + 20))?.originMs ?? 0) - epoch;
    assert.ok(Math.abs(drifted - 20) < 1, `${drifted} ms`);
  });

  it('takes a large change for a new clock at once', () => {
    const clock = new MediaClock();
    clock.observe(segment(0, epoch));
    assert.equal(clock.observe(segment(1, epoch + 61_000))?.originMs, epoch + 60_000);
  });
});

describe('the timeline of what has been appended', () => {
  const span = (from: number, captured: number, rendition = 'high') => ({
    from,
    durationSeconds: 1,
    eventTime: eventTime(captured),
    rendition,
  });

  it('knows nothing before the manifest and estimates by it before the first segment', () => {
    const timeline = new SpanTimeline();
    assert.equal(timeline.at(1), undefined);
    assert.equal(timeline.mediaTimeOf(eventTime(epoch)), undefined);
    timeline.anchor({ mediaTime: 58, eventTime: eventTime(epoch) });
    assert.equal(timeline.at(59), epoch + 1000);
    assert.equal(timeline.mediaTimeOf(eventTime(epoch - 2000)), 56);
    assert.deepEqual(timeline.accuracy.value, { errorMs: Infinity, grade: 'estimated' });
  });

  it('maps there and back inside, between and beyond spans', () => {
    const timeline = new SpanTimeline();
    timeline.append(span(10, epoch), server);
    timeline.append(span(11, epoch + 1000), server);
    timeline.append(span(20, epoch + 60_000), server); // another period, captured later
    for (const [media, captured] of [
      [10, epoch],
      [10.75, epoch + 750],
      [11.999, epoch + 1999],
      [20.5, epoch + 60_500],
      [22, epoch + 62_000],
      [9, epoch - 1000],
    ] as const) {
      assert.ok(Math.abs((timeline.at(media) ?? NaN) - captured) < 1e-3);
      assert.ok(Math.abs((timeline.mediaTimeOf(eventTime(captured)) ?? NaN) - media) < 1e-6);
    }
    assert.deepEqual(timeline.accuracy.value, server);
  });

  it('knows the first frame of a span by a time rounded down', () => {
    const timeline = new SpanTimeline();
    timeline.append(span(10, epoch), server);
    timeline.append(span(11, epoch + 50_000), server);
    assert.ok(Math.abs((timeline.at(10.9999995) ?? NaN) - (epoch + 50_000)) < 0.01);
  });

  it('forgets what a new append covers', () => {
    const timeline = new SpanTimeline();
    timeline.append(span(10, epoch), server);
    timeline.append(span(11, epoch + 1000), server);
    timeline.append(span(10.01, epoch + 5000, 'low'), server);
    assert.equal(timeline.spanAt(10.5)?.rendition, 'low');
    assert.equal(timeline.spanAt(11.5)?.rendition, 'high');
    assert.equal(timeline.at(10.01), epoch + 5000);
  });
});

describe('the live edge', () => {
  const counted: LiveWindow = { start: 0, end: 60, now: 60.4, segmentSeconds: 1, listing: 'counted' };

  it('keeps the latency from the clock, not from the end of the playlist', () => {
    assert.equal(livePosition(2, counted), 58.4);
    assert.equal(livePosition(2, { ...counted, end: 60, now: 60.99 }), 58.99);
  });

  it('leaves enough before the end of the playlist, and stays in the window', () => {
    assert.equal(livePosition(0.5, counted), 59.6);
    assert.equal(livePosition(2, { ...counted, listing: 'written' }), 58.4);
    assert.equal(livePosition(1, { ...counted, listing: 'written' }), 58.5);
    assert.equal(livePosition(90, counted), 0);
  });

  it('plays no nearer than segments can be made and fetched', () => {
    assert.equal(latencySeconds(undefined, counted), 2);
    assert.equal(latencySeconds(0.2, counted), 1.5);
    assert.equal(latencySeconds(5, counted), 5);
    assert.equal(latencySeconds(undefined, { segmentSeconds: 4, listing: 'written' }), 12);
  });

  it('resumes where the viewer was, or as near as can be', () => {
    assert.equal(resumePosition(31.25, counted), 31.25);
    assert.equal(resumePosition(60.2, counted), 58.9);
    assert.equal(resumePosition(-20, counted), 0);
  });

  it('never gives the engine a hold-back of nothing, which it takes for three segments', () => {
    assert.equal(holdBackSeconds(1.5, 1), 1);
    assert.equal(holdBackSeconds(0, 1), 1);
    assert.equal(holdBackSeconds(6, 2), 5);
  });
});

describe('the root of a manifest', () => {
  const live = `type="dynamic" availabilityStartTime='2026-02-06T19:00:00.25Z' suggestedPresentationDelay="PT1M2.5S"`;

  it('says whether it is live, since when, and how far back to play', () => {
    assert.deepEqual(readMpdRoot(`<MPD ${live}><Period/></MPD>`), {
      live: true,
      availabilityStartTime: Date.UTC(2026, 1, 6, 19, 0, 0, 250),
      suggestedPresentationDelay: 62.5,
    });
  });

  it('is found behind a byte order mark, declarations, comments and a prefix', () => {
    const before = `\uFEFF<?xml version="1.0"?>\n<!-- <MPD type="static"> -->\n<!DOCTYPE MPD [ <!ENTITY a "b"> ]>\n`;
    assert.equal(readMpdRoot(`${before}<d:MPD ${live} />`)?.live, true);
  });

  it('takes a time without a zone for UTC and leaves out what it cannot read', () => {
    assert.equal(
      readMpdRoot('<MPD availabilityStartTime="2026-02-06T19:00:00">')?.availabilityStartTime,
      Date.UTC(2026, 1, 6, 19),
    );
    assert.deepEqual(readMpdRoot('<MPD availabilityStartTime="soon" suggestedPresentationDelay="P1Y">'), {
      live: false,
      availabilityStartTime: undefined,
      suggestedPresentationDelay: undefined,
    });
  });

  it('is not found in what is no manifest', () => {
    for (const text of [
      '',
      '<html><MPD></html>',
      '#EXTM3U',
      '<MPDX type="dynamic">',
      '<!-- <MPD>',
      '<MPD type="dynamic',
    ])
      assert.equal(readMpdRoot(text), undefined);
  });

  it('answers at once for a megabyte of nonsense', () => {
    const started = performance.now();
    for (const text of [' '.repeat(1e6), '<!--'.repeat(2.5e5), '<MPD a="'.repeat(1e5), '<?'.repeat(5e5)])
      assert.equal(readMpdRoot(text), undefined);
    assert.ok(performance.now() - started < 2000);
  });
});
