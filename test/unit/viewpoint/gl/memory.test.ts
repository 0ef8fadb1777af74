/** The account of what lies on the GPU. */
import { expect } from '@open-wc/testing';
import { MemoryLedger } from '../../../../src/viewpoint/gl/memory.js';

describe('the ledger of GPU memory', () => {
  it('is empty at first', () => {
    const ledger = new MemoryLedger();
    expect(ledger.total).to.equal(0);
    expect(ledger.peak).to.equal(0);
    expect(ledger.byPurpose).to.deep.equal({});
  });

  it('adds up by purpose, and forgets a purpose of which nothing is left', () => {
    const ledger = new MemoryLedger();
    ledger.add('pictures', 100);
    ledger.add('pictures', 50);
    ledger.add('depth', 30);
    expect(ledger.byPurpose).to.deep.equal({ pictures: 150, depth: 30 });
    expect(ledger.total).to.equal(180);
    ledger.remove('pictures', 100);
    ledger.remove('depth', 30);
    expect(ledger.byPurpose).to.deep.equal({ pictures: 50 });
    ledger.remove('pictures', 50);
    expect(ledger.byPurpose).to.deep.equal({});
    expect(ledger.total).to.equal(0);
  });

  it('remembers the most there has been at once, over all purposes', () => {
    const ledger = new MemoryLedger();
    ledger.add('pictures', 100);
    ledger.add('depth', 60);
    ledger.remove('depth', 60);
    ledger.add('planes', 20);
    expect(ledger.peak).to.equal(160);
    ledger.add('planes', 100);
    expect(ledger.peak).to.equal(220);
  });

  it('gives an account that does not change afterwards', () => {
    const ledger = new MemoryLedger();
    ledger.add('pictures', 1);
    const then = ledger.byPurpose;
    ledger.add('pictures', 1);
    expect(then).to.deep.equal({ pictures: 1 });
  });
});
