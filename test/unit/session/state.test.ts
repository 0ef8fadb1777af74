import { expect } from '@open-wc/testing';
import { signal } from '../../../src/base/index.js';
import type { FeedHealth } from '../../../src/transports/index.js';
import { playerState } from '../../../src/session/state.js';
import type { StateInputs } from '../../../src/session/state.js';
import { FakeFeed, fakeError } from '../../fixtures/fake-transport.js';

/** The part of a screening that the state depends on. */
function screening(health: FeedHealth = 'flowing', blocked = false): StateInputs['shown'] {
  const feed = new FakeFeed('whep', 'webrtc');
  feed.health.value = health;
  return { feed, blocked: signal(blocked) } as unknown as StateInputs['shown'];
}

const playing: StateInputs = {
  loading: false,
  loaded: true,
  error: undefined,
  paused: false,
  phase: 'showing',
  shown: screening(),
  incoming: undefined,
  stalled: false,
};

const table: readonly (readonly [string, Partial<StateInputs>, string])[] = [
  ['nothing is loaded', { loaded: false, shown: undefined, phase: 'idle' }, 'empty'],
  ['the descriptor is on its way', { loading: true, loaded: false, shown: undefined }, 'negotiating'],
  ['loaded and not asked to play', { paused: true, phase: 'idle', shown: undefined }, 'paused'],
  ['the first source is connecting', { phase: 'connecting', shown: undefined }, 'connecting'],
  [
    'packets come and the key frame does not',
    { phase: 'connecting', shown: undefined, incoming: screening('waiting-for-key-frame') },
    'waiting-for-key-frame',
  ],
  [
    'the first source has a feed and no picture',
    { phase: 'connecting', shown: undefined, incoming: screening('starting') },
    'connecting',
  ],
  ['pictures move', {}, 'playing'],
  ['another angle is on its way', { incoming: screening('waiting-for-key-frame') }, 'playing'],
  ['the viewer paused', { paused: true }, 'paused'],
  ['the viewer paused while pictures lacked', { paused: true, stalled: true }, 'paused'],
  ['pictures stopped coming', { stalled: true }, 'stalled'],
  ['another source is looked for', { phase: 'recovering', stalled: true }, 'recovering'],
  ['another source is looked for while paused', { phase: 'recovering', paused: true }, 'recovering'],
  ['the browser wants a gesture', { shown: screening('flowing', true) }, 'blocked'],
  ['the recording is over', { shown: screening('ended') }, 'ended'],
  ['the recording is over and paused', { shown: screening('ended'), paused: true }, 'ended'],
  ['all is lost', { error: fakeError('a/b').asFatal(), phase: 'failed', shown: undefined }, 'failed'],
  ['all is lost while loading', { error: fakeError('a/b').asFatal(), loading: true }, 'failed'],
  ['something broke that is being mended', { error: fakeError('a/b') }, 'playing'],
];

describe('playerState', () => {
  for (const [when, inputs, state] of table)
    it(`is ${state} when ${when}`, () => expect(playerState({ ...playing, ...inputs })).to.equal(state));
});
