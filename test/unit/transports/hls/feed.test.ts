import { expect } from '@open-wc/testing';
import { hlsTransport } from '../../../../src/transports/hls/index.js';
import { connectContext } from '../../../fixtures/connect-context.js';
import { startEdge } from '../../../fixtures/edge.js';
import { needs } from '../../../fixtures/needs.js';

describe('HLS through MediaSource', () => {
  before(async function () {
    await needs(this, 'H.264 in MediaSource');
  });

  it('leaves nothing on an element that has not yet noticed its source', async () => {
    const edge = await startEdge();
    const source = { type: 'hls' as const, url: `${edge.url}/hls/main/index.m3u8` };
    const feed = await hlsTransport.connect(source, 'mse', connectContext({}));
    if (feed.delivery.kind !== 'element') throw new Error('plays in an element');
    const video = document.createElement('video');
    // The one before is still its `currentSrc` for a while.
    const before = URL.createObjectURL(new MediaSource());
    video.src = before;
    await new Promise((resolve) => video.addEventListener('loadstart', resolve, { once: true }));
    feed.delivery.attach(video).catch(() => {});
    while (video.src === before) await Promise.resolve();
    expect(video.currentSrc).to.equal(before);
    await feed.close();
    expect(video.hasAttribute('src')).to.equal(false);
    URL.revokeObjectURL(before);
  });
});
