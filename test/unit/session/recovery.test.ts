import { expect } from '@open-wc/testing';
import { OlympicPlayerError, abortError, signal } from '../../../src/base/index.js';
import { Attempts } from '../../../src/session/attempts.js';
import { Board } from '../../../src/session/board.js';
import { negotiate } from '../../../src/session/negotiate.js';
import { recover } from '../../../src/session/recovery.js';
import type { Screening } from '../../../src/session/screening.js';
import type { Transport } from '../../../src/transports/index.js';
import { fakeEnvironment } from '../../fixtures/fake-environment.js';
import { allCapable } from '../../fixtures/connect-context.js';
import { connectServices } from '../../fixtures/connect-services.js';

const down = () =>
  new OlympicPlayerError({ reason: 'fake/network', code: 2, message: 'the server is down', hint: 'wait' });

describe('recover', () => {
  it('rests as long as the ladder says between rounds, whatever the page does not allow', async () => {
    const environment = fakeEnvironment();
    const abort = new AbortController();
    let connects = 0;
    const transport: Transport = {
      id: 'fake',
      types: ['whep', 'dash'],
      assess: () => [{ decode: 'mse', able: true }],
      connect() {
        connects += 1;
        return Promise.reject(down());
      },
    };
    const options = negotiate({
      angle: 'main',
      sources: [
        { type: 'whep', url: 'https://a.example/whep' },
        { type: 'dash', url: 'https://b.example/live.mpd' },
      ],
      allowed: ['whep'],
      decoder: 'auto',
      transports: [transport],
      capabilities: allCapable,
    });
    const board = new Board();
    const videos = [document.createElement('video'), document.createElement('video')] as const;
    const attempts = new Attempts(connectServices(videos, environment, abort.signal), board);
    const recovering = recover({
      broken: { option: options[0]! } as Screening,
      failure: down(),
      mayReconnect: false,
      angle: 'main',
      surface: 0,
      resumeAt: undefined,
      targetLatencyMs: undefined,
      attempts,
      board,
      page: { visible: signal(true), online: signal(true) },
      environment,
      options: () => options,
      fallbackOf: () => undefined,
      abort: abort.signal,
    }).catch(() => 'given up');
    await environment.advance(0);
    expect(connects).to.equal(1);
    // The first rest is at least half a second: short rounds that try nothing must not use the rounds up meanwhile.
    let ended = false;
    void recovering.then(() => (ended = true));
    for (let step = 0; step < 14; step += 1) await environment.advance(250);
    expect(ended).to.equal(false);
    expect(connects).to.be.within(2, 4);
    abort.abort(abortError('the test is over'));
    await recovering;
  });
});
