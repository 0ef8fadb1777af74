import { expect } from '@open-wc/testing';
import { workerAddress } from '../../../src/transports/dash/engine-worker.js';

describe('where a worker is loaded from', () => {
  const beside = 'https://cdn.example/player/workers/vhs-transmuxer-worker-Ab12.js?v=1';

  it('is beside the bundle unless the page hosts its own', () => {
    expect(workerAddress(beside, undefined)).to.equal(beside);
  });

  it('is the same file in the page’s folder, with or without a slash at its end', () => {
    for (const folder of ['https://page.example/w', 'https://page.example/w/'])
      expect(workerAddress(beside, folder)).to.equal('https://page.example/w/vhs-transmuxer-worker-Ab12.js');
  });
});
