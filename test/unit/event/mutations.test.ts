import { expect } from '@open-wc/testing';
import { parseEvent } from '../../../src/event/index.js';
import { mutate, randomFrom } from '../../fixtures/descriptors/mutate.js';
import type { Json } from '../../fixtures/descriptors/mutate.js';

const baseUrl = 'https://live.example/event.json';

describe('parseEvent of 2000 damaged descriptors', () => {
  it('never throws, always says what is wrong in full, and accepts only what it can accept again', async function () {
    this.timeout(60_000);
    const response = await fetch(new URL('../../../examples/descriptors/full.json', import.meta.url));
    const valid: Json = await response.json();
    const random = randomFrom(20280730);
    let accepted = 0;
    for (let round = 0; round < 2000; round++) {
      const damaged = mutate(valid, random, 1 + Math.floor(random() * 4));
      const before = JSON.stringify(damaged);
      const { event, errors, warnings } = parseEvent(round % 2 === 0 ? damaged : before, { baseUrl });
      expect(JSON.stringify(damaged), 'the input is left alone').to.equal(before);
      for (const issue of [...errors, ...warnings]) {
        expect(issue.code).to.match(/^event\/[a-z-]+$/);
        expect(issue.path).to.match(/^\$/);
        for (const said of [issue.found, issue.expected, issue.hint])
          expect(said, issue.code).to.not.equal('');
        expect(issue.found.length).to.be.lessThan(200);
      }
      expect(event === undefined, before).to.equal(errors.length > 0);
      if (event === undefined) continue;
      accepted++;
      expect(parseEvent(event, { baseUrl }).event).to.deep.equal(event);
      for (const angle of event.angles)
        for (const source of angle.sources) expect(source.url).to.match(/^https?:\/\//);
      for (const moment of event.moments) expect(moment.T).to.be.within(0, 8.64e15);
    }
    // Both outcomes must be common, or the mutations test nothing.
    expect(accepted).to.be.within(200, 1800);
  });
});
