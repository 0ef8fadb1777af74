import { expect } from '@open-wc/testing';
import { Board } from '../../../src/session/board.js';
import { negotiate } from '../../../src/session/negotiate.js';
import type { Wishes } from '../../../src/session/negotiate.js';
import { allCapable } from '../../fixtures/connect-context.js';
import { FakeTransport } from '../../fixtures/fake-transport.js';

const transport = new FakeTransport(['whep', 'll-hls', 'dash']);
const options = (angle: string, allowed?: Wishes['allowed']) =>
  negotiate({
    angle,
    sources: (['whep', 'll-hls', 'dash'] as const).map((type) => ({
      type,
      url: `https://a.example/${angle}/${type}`,
    })),
    allowed,
    decoder: 'auto',
    transports: [transport],
    capabilities: allCapable,
  });

const verdicts = (board: Board) => board.negotiation.value.candidates.map(({ verdict }) => verdict);

describe('Board', () => {
  it('opens with every candidate and nothing chosen', () => {
    const board = new Board();
    board.open(options('main', ['whep', 'dash']), 123);
    expect(board.negotiation.value).to.include({ chosen: null, startedAt: 123 });
    expect(verdicts(board)).to.deep.equal(['untried', 'untried', 'refused']);
  });

  it('records why one failed, which one plays, and that the others stand by', () => {
    const board = new Board();
    const [first, second, third] = options('main');
    board.open([first!, second!, third!], 0);
    board.failed(first!.key, 'whep/network', 40);
    board.chosen(second!.key, 'after whep/network', 300, 'parts');
    const { chosen, candidates } = board.negotiation.value;
    expect(chosen).to.equal(candidates[1]);
    expect(
      candidates.map(({ verdict, reason, elapsedMs, agreed }) => [verdict, reason, elapsedMs, agreed]),
    ).to.deep.equal([
      ['failed', 'whep/network', 40, null],
      ['chosen', 'after whep/network', 300, 'parts'],
      ['standby', 'ranked-behind-chosen', null, null],
    ]);
  });

  it('has nothing chosen once the chosen one failed', () => {
    const board = new Board();
    const [first] = options('main');
    board.open(options('main'), 0);
    board.chosen(first!.key, 'best-ranked', 100, '');
    board.failed(first!.key, 'session/stalled', 9000);
    expect(board.negotiation.value.chosen).to.equal(null);
    expect(verdicts(board)).to.deep.equal(['failed', 'standby', 'standby']);
  });

  it('keeps what it learnt of the same candidates for the next decision', () => {
    const board = new Board();
    const [first] = options('main');
    board.open(options('main'), 0);
    board.failed(first!.key, 'whep/network', 40);
    board.open(options('main'), 1);
    expect(board.candidate(first!.key)).to.include({ verdict: 'failed', reason: 'whep/network' });
  });

  it('shows the page’s new wishes, not those of the last decision', () => {
    const board = new Board();
    board.open(options('main', ['whep']), 0);
    expect(verdicts(board)).to.deep.equal(['untried', 'refused', 'refused']);
    board.open(options('main', ['dash', 'll-hls']), 1);
    expect(
      board.negotiation.value.candidates.map(({ type, verdict, reason }) => [type, verdict, reason]),
    ).to.deep.equal([
      ['dash', 'untried', 'not-needed-yet'],
      ['ll-hls', 'untried', 'not-needed-yet'],
      ['whep', 'refused', 'not-allowed-by-page'],
    ]);
  });

  it('says chosen of one candidate at most', () => {
    const board = new Board();
    const [first] = options('main');
    board.open(options('main'), 0);
    board.chosen(first!.key, 'best-ranked', 100, '');
    board.open(options('main'), 1);
    expect(board.negotiation.value.chosen).to.equal(null);
    expect(verdicts(board)).to.not.include('chosen');
  });

  it('adds the candidates of a fallback angle to the decision under way', () => {
    const board = new Board();
    board.open(options('pole'), 0);
    board.extend(options('main'));
    board.extend(options('main'));
    expect(board.negotiation.value.candidates.map(({ angle }) => angle)).to.deep.equal([
      ...Array<string>(3).fill('pole'),
      ...Array<string>(3).fill('main'),
    ]);
  });

  it('ignores candidates it never heard of', () => {
    const board = new Board();
    board.open(options('main'), 0);
    board.failed('who', 'a/b', 1);
    expect(verdicts(board)).to.deep.equal(['untried', 'untried', 'untried']);
  });

  it('is plain data', () => {
    const board = new Board();
    board.open(options('main'), 5);
    board.chosen(options('main')[0]!.key, 'best-ranked', 100, 'x');
    const value = board.negotiation.value;
    expect(JSON.parse(JSON.stringify(value))).to.deep.equal(value);
  });
});
