import { expect } from '@open-wc/testing';
import { Link, OlympicPlayerError, abortError } from '../../../src/base/index.js';
import { rejection } from '../../fixtures/rejection.js';

type Worker = {
  double(value: number): number;
  slow(): Promise<string>;
  refuse(): never;
  cancel(): never;
  note(text: string): void;
};
type Page = { ask(): string };

function pair(extra: Partial<Worker> = {}) {
  const { port1, port2 } = new MessageChannel();
  const notes: string[] = [];
  const worker = new Link<Worker, Page>(port2, {
    double: (value) => value * 2,
    slow: () => new Promise(() => {}),
    refuse: () => {
      throw new OlympicPlayerError({
        reason: 'media/test',
        code: 3,
        message: 'broken',
        hint: 'mend it',
        source: 'https://a.example/b?token=secret',
        retryAfterMs: 5,
      });
    },
    cancel: () => {
      throw abortError('called off');
    },
    note: (text) => void notes.push(text),
    ...extra,
  });
  const page = new Link<Page, Worker>(port1, { ask: () => 'page' });
  return { page, worker, notes };
}

describe('a link between threads', () => {
  it('calls both ways and answers', async () => {
    const { page, worker, notes } = pair();
    page.tell('note', ['first']);
    expect(await page.call('double', [21])).to.equal(42);
    expect(await worker.call('ask', [])).to.equal('page');
    expect(notes).to.deep.equal(['first']);
  });

  it('carries an error over with its reason, and an abort as an abort', async () => {
    const { page } = pair();
    const error = await rejection(page.call('refuse', []));
    expect(error).to.be.instanceOf(OlympicPlayerError);
    expect(error).to.include({
      reason: 'media/test',
      code: 3,
      message: 'broken',
      hint: 'mend it',
      source: 'https://a.example/b',
      retryAfterMs: 5,
    });
    expect((await rejection(page.call('cancel', []))) as DOMException).to.include({ name: 'AbortError' });
  });

  it('refuses what nobody answers to, own properties of every object included', async () => {
    const { page } = pair();
    const unsafe = page as unknown as Link<Page, Record<string, () => unknown>>;
    for (const name of ['nothing', 'constructor', '__proto__'])
      expect((await rejection(unsafe.call(name, []))) as Error).to.include({ code: 3 });
  });

  it('refuses what is under way when it closes, and everything after', async () => {
    const { page } = pair();
    const waiting = rejection(page.call('slow', []));
    page.close(abortError('closed'));
    expect((await waiting) as DOMException).to.include({ name: 'AbortError' });
    expect((await rejection(page.call('double', [1]))) as DOMException).to.include({ name: 'AbortError' });
    page.tell('note', ['into the void']);
  });
});
