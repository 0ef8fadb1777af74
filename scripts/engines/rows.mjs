// What the README's support table asks, and the tests that answer: all of a file, or those whose title begins so.
const works = (title) => [{ file: 'test/browser/what-works.test.ts', title: `what works > ${title}` }];
const secret = (title) => [{ file: 'test/browser/protected.test.ts', title: `protected content > ${title}` }];

// Or what the browser said it has, in the test of the capabilities, and what follows from that.
/** @type {readonly ({ asks: string, tests: readonly { file: string, title?: string }[] } | { asks: string, has: string, yes: string, no: string })[]} */
export const rows = [
  { asks: 'WHEP', tests: works('WHEP: plays') },
  { asks: 'LL-HLS, decoded by the player', tests: works('LL-HLS, decoded by the player:') },
  { asks: 'LL-HLS through MediaSource', tests: works('LL-HLS through MediaSource:') },
  { asks: 'HLS, decoded by the player', tests: works('HLS, decoded by the player:') },
  { asks: 'HLS through MediaSource', tests: works('HLS through MediaSource:') },
  { asks: 'DASH, decoded by the player', tests: works('DASH, decoded by the player:') },
  { asks: 'DASH through MediaSource', tests: works('DASH through MediaSource:') },
  { asks: 'MoQ over WebTransport', tests: works('MoQ over WebTransport:') },
  { asks: 'MoQ over WebSocket', tests: works('MoQ over WebSocket:') },
  { asks: "WHEP's pixels, by the strip in them", tests: works('WHEP: the pixels') },
  { asks: "MediaSource's pixels, by the strip in them", tests: works('MediaSource: the pixels') },
  { asks: 'our own pixels, by the strip in them', tests: works('our own decoding: the pixels') },
  { asks: 'cut to another camera', tests: works('one camera follows another') },
  { asks: 'the last picture stays while it recovers', tests: works('the last picture stays') },
  { asks: 'replay of what WHEP received', tests: [{ file: 'test/browser/whep-tap.test.ts' }] },
  { asks: 'protected content (ClearKey)', tests: secret('plays') },
  { asks: 'what goes wrong with its keys, told in words', tests: [...secret('ll-hls:'), ...secret('dash:')] },
  { asks: 'captions on screen', tests: [{ file: 'test/unit/media/captions-view/captions-view.test.ts' }] },
  { asks: 'any frame by exact seek', tests: [{ file: 'test/unit/media/deck/exact.test.ts' }] },
  { asks: 'our own pictures are drawn by', has: 'WebGL2 on an OffscreenCanvas', yes: 'WebGL2', no: '2d' },
  { asks: 'sound, on the clock', tests: [{ file: 'test/unit/media/sound/playing.test.ts' }] },
];
