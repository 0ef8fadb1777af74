import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PlaylistController } from '@videojs/http-streaming';
import { ListingAlarm } from '../../src/transports/dash/listing-alarm.js';
import { fakeEnvironment } from '../fixtures/fake-environment.js';

const segmentMs = 1000;

/** VHS's two playlist loaders as far as the alarm sees them; `counts` says whether a look finds what is due. */
function playing({ counts = true, phaseMs = 0 } = {}) {
  const environment = fakeEnvironment({ epoch: 0 });
  const looks = { pictures: [] as number[], sound: [] as number[] };
  let onListed = (): void => {};
  let endMs = -phaseMs;
  const main = {
    mediaUpdateTimeout: 7 as number | null,
    on: (_type: string, listener: () => void) => (onListed = listener),
    trigger: () => {
      assert.equal(main.mediaUpdateTimeout, null, 'VHS makes its next timer only where there is none');
      looks.pictures.push(environment.monotonic());
      if (counts) endMs += Math.floor((environment.wallClock() - endMs) / segmentMs) * segmentMs;
      main.mediaUpdateTimeout = 7;
      onListed();
    },
  };
  const audio = { media: () => ({}), trigger: () => looks.sound.push(environment.monotonic()) };
  const controller = {
    mainPlaylistLoader_: main,
    mediaTypes_: { AUDIO: { activePlaylistLoader: audio } },
    media: () => ({}),
  } as unknown as PlaylistController;
  const alarm = new ListingAlarm(environment, controller, () => ({
    endMs,
    segmentMs,
    nowMs: environment.wallClock(),
  }));
  return { environment, looks, alarm };
}

describe('the alarm for new segments', () => {
  it('has pictures and sound looked for as soon as a segment is due', async () => {
    const { environment, looks, alarm } = playing();
    alarm.start();
    await environment.advance(3500);
    assert.deepEqual(looks.pictures, [1040, 2040, 3040]);
    assert.deepEqual(looks.sound, looks.pictures);
  });

  it('looks at once for what is overdue', async () => {
    const { environment, looks, alarm } = playing({ phaseMs: 1700 });
    alarm.start();
    await environment.advance(1000);
    assert.deepEqual(looks.pictures, [0, 340]);
  });

  it('gives up where looking brings nothing, because the manifest is written, not counted', async () => {
    const { environment, looks, alarm } = playing({ counts: false });
    alarm.start();
    await environment.advance(60_000);
    assert.equal(looks.pictures.length, 3);
    assert.equal(environment.pendingTimers, 0);
  });

  it('stops', async () => {
    const { environment, looks, alarm } = playing();
    alarm.start();
    alarm.stop();
    await environment.advance(5000);
    assert.deepEqual(looks.pictures, []);
  });
});
