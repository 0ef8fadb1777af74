import { expect } from '@open-wc/testing';
import { capabilities, has } from '../fixtures/needs.js';

describe('what this browser has', () => {
  it('can be asked without an exception, whatever the browser', async () => {
    const found: Record<string, boolean> = {};
    for (const capability of capabilities) found[capability] = await has(capability);
    expect(Object.values(found)).to.include(true);
    console.debug(`[has] ${JSON.stringify(found)}`);
  });
});
