import { expect } from '@open-wc/testing';
import { limits, parseEvent, validateEvent } from '../../../src/event/index.js';
import type { DescriptorIssueCode } from '../../../src/event/index.js';
import { small } from '../../fixtures/descriptors/small.js';

const baseUrl = 'https://live.example/event.json';
const codes = (input: unknown): DescriptorIssueCode[] =>
  parseEvent(input, { baseUrl }).errors.map((issue) => issue.code);
const withUrl = (url: string) => ({
  version: '1.0',
  id: 'x',
  angles: [{ id: 'a', sources: [{ type: 'hls', url }] }],
});
const minimal = withUrl('a.m3u8');

/** Refusing takes a few milliseconds; the rest is room for a busy machine. */
const mostMs = 1000;

function timed<T>(work: () => T): T {
  const begin = performance.now();
  const result = work();
  expect(performance.now() - begin).to.be.lessThan(mostMs);
  return result;
}

describe('a hostile descriptor', () => {
  it('of 100 MB is refused at once', () => {
    for (const text of [' '.repeat(1e8), '['.repeat(1e8)])
      expect(timed(() => codes(text))).to.deep.equal(['event/too-large']);
  });

  it('that nests deeply is refused before anything recurses', () => {
    for (const opening of ['[', '{"a":', '[{"a":'])
      expect(timed(() => codes(opening.repeat(1e6)))).to.deep.equal(['event/too-deep']);
    expect(codes({ ...minimal, 'com.example.x': JSON.parse('['.repeat(70) + ']'.repeat(70)) })).to.deep.equal(
      ['event/too-deep'],
    );
  });

  it('may nest to the limit and not further, whether text or object', () => {
    const nested = (levels: number) => `{"com.example.x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    for (const of of [(text: string) => text, (text: string): unknown => JSON.parse(text)]) {
      expect(codes(of(nested(limits.depth)))).to.not.include('event/too-deep');
      expect(codes(of(nested(limits.depth + 1)))).to.deep.equal(['event/too-deep']);
    }
  });

  it('does not mistake brackets and commas in text for structure', () => {
    const label = `${'[{,'.repeat(200)}\\" \\\\`;
    const text = JSON.stringify({ ...minimal, event: { name: { en: label } } });
    expect(parseEvent(text, { baseUrl }).event?.event?.name).to.deep.equal({ en: label });
  });

  it('with millions of values is refused in bounded time', () => {
    const many = [
      `[${'1,'.repeat(3e6)}1]`,
      `{"version":"1.0","id":"x","angles":[${'{},'.repeat(2e6)}{}]}`,
      `{${Array.from({ length: 400_000 }, (_, index) => `"k${index}":1`).join()}}`,
    ];
    for (const text of many) expect(timed(() => codes(text))).to.deep.equal(['event/too-many-values']);
    const shared = Array.from({ length: 1000 }, () => 1);
    const wide: unknown = Array.from({ length: 1000 }, () => shared);
    expect(timed(() => codes({ ...minimal, 'com.example.x': wide }))).to.deep.equal([
      'event/too-many-values',
    ]);
    const sparse: unknown[] = [];
    sparse.length = 4e9;
    expect(timed(() => codes(sparse))).to.deep.equal(['event/too-many-values']);
  });

  it('with everything wrong within the limits is answered with a bounded list', function () {
    // The parser of JSON itself takes most of a second here on a busy machine; work that grew with the square of the
    // input would take minutes.
    this.timeout(20_000);
    const keys = Array.from({ length: 190_000 }, (_, index) => `"k${index}":1`).join();
    const texts = [
      `{"version":"1.0","id":"x",${keys}}`,
      `{"version":"1.0","id":"x","angles":[{"id":"a","sources":[],"label":{${keys}}}]}`,
      `{"version":"1.0","id":"x","angles":[${'{"id":"a","fallback":"b","sources":[{}]},'.repeat(511)}{}]}`,
      `{"version":"1.0","id":"x","moments":[${'{"id":"a","T":"","preferredAngle":"b"},'.repeat(9999)}{}]}`,
    ];
    for (const text of texts) {
      const { errors, warnings } = parseEvent(text, { baseUrl });
      expect(errors.length).to.be.within(1, limits.issues + 1);
      expect(warnings.length).to.be.at.most(limits.issues + 1);
    }
  });

  it('says when there were more problems than it lists', () => {
    const angles = Array.from({ length: 200 }, (_, index) => ({ id: `a${index}` }));
    const { errors } = validateEvent({ version: '1.0', id: 'x', angles });
    expect(errors).to.have.length(limits.issues + 1);
    expect(errors.at(-1)?.code).to.equal('event/too-many-issues');
  });

  it('cannot reach a prototype', () => {
    for (const text of [
      '{"version":"1.0","id":"x","__proto__":{"polluted":true},"angles":[]}',
      '{"version":"1.0","id":"x","com.example.x":{"__proto__":{"polluted":true}},"angles":[]}',
      '{"version":"1.0","id":"x","angles":[{"id":"a","label":{"__proto__":"x"},"sources":[]}]}',
    ])
      expect(codes(text), text).to.deep.equal(['event/unsafe-key']);
    expect(codes({ ...minimal, id: '__proto__' })).to.deep.equal(['event/wrong-format']);
    expect('polluted' in {}).to.equal(false);
  });

  it('may name keys like those of every object, and means only its own', () => {
    const own = { constructor: 'Team', toString: 'x', hasOwnProperty: null, valueOf: [], prototype: {} };
    const { event, errors } = parseEvent({ ...minimal, 'com.example.x': own }, { baseUrl });
    expect(errors).to.deep.equal([]);
    expect(event?.['com.example.x']).to.deep.equal(own);
    const warned = validateEvent({ ...minimal, ...own }).warnings.map((issue) => issue.path);
    expect(warned).to.have.members(Object.keys(own).map((key) => `$.${key}`));
    // Inherited keys are not the descriptor's.
    const inherited: unknown = Object.create({ version: '1.0', id: 'x', angles: minimal.angles });
    expect(codes(inherited)).to.deep.equal(['event/wrong-type']);
    const bare: unknown = Object.assign(Object.create(null), minimal);
    expect(codes(bare)).to.deep.equal([]);
  });

  it('cannot make a source, an asset or a clock lead anywhere but http and https', () => {
    for (const url of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      ' javascript:alert(1)',
      'java\nscript:alert(1)',
      '\u0001javascript:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      'blob:https://live.example/1',
      'file:///etc/passwd',
      'ftp://live.example/x',
      'vbscript:x',
      'about:blank',
      'filesystem:https://live.example/x',
    ])
      expect(codes(withUrl(url)), JSON.stringify(url)).to.deep.equal(['event/url-scheme']);
    expect(codes({ ...minimal, clock: { url: 'javascript:1' } })).to.deep.equal(['event/url-scheme']);
    const replays = [{ id: 'r', kind: 'mesh', assets: [{ uri: 'javascript:1' }] }];
    expect(codes({ ...minimal, replays })).to.deep.equal(['event/url-scheme']);
    const telemetry = { cmcd: { targets: ['javascript:1'] } };
    expect(codes({ ...minimal, telemetry })).to.deep.equal(['event/url-scheme']);
  });

  it('cannot carry passwords in URLs, nor have them or tokens printed', () => {
    for (const url of [
      'https://user:secret@live.example/x',
      '//user@live.example/x',
      'https://:secret@live.example/',
    ]) {
      const { errors } = parseEvent(withUrl(url), { baseUrl });
      expect(
        errors.map((issue) => issue.code),
        url,
      ).to.deep.equal(['event/url-credentials']);
      expect(JSON.stringify(errors)).to.not.contain('secret');
    }
    const { errors } = parseEvent(withUrl('ftp://live.example/x?token=secret#secret'), { baseUrl });
    expect(JSON.stringify(errors)).to.not.contain('secret');
  });

  it('with malformed URLs is refused', () => {
    for (const url of ['https://', 'http://[::1', 'https://x:99999/'])
      expect(codes(withUrl(url)), url).to.deep.equal(['event/invalid-url']);
  });

  it('cannot smuggle NUL or half surrogate pairs into text or keys', () => {
    for (const text of ['a\u0000b', '\ud800', 'x\udc00']) {
      expect(codes({ ...minimal, event: { name: { en: text } } })).to.deep.equal(['event/invalid-text']);
      expect(codes({ ...minimal, [`com.example.${text}`]: 1 })).to.deep.equal(['event/invalid-text']);
    }
    expect(codes({ ...minimal, event: { name: { en: 'whole pairs 😀 are fine' } } })).to.deep.equal([]);
    expect(codes({ ...minimal, event: { sport: 'x'.repeat(limits.stringLength + 1) } })).to.deep.equal([
      'event/invalid-text',
    ]);
  });

  it('cannot bring numbers that are not finite', () => {
    expect(codes(JSON.stringify(minimal).replace('{', '{"ttl":1e999,'))).to.deep.equal(['event/not-finite']);
    for (const ttl of [NaN, Infinity, -Infinity])
      expect(codes({ ...minimal, ttl })).to.deep.equal(['event/not-finite']);
  });

  it('may be any JavaScript value without making the reader throw', () => {
    const cyclic: Record<string, unknown> = { ...minimal };
    cyclic['com.example.self'] = cyclic;
    expect(codes(cyclic)).to.deep.equal(['event/too-deep']);
    const throwing = {
      get version(): string {
        throw new Error('read me not');
      },
    };
    expect(codes(throwing)).to.deep.equal(['event/unreadable']);
    expect(codes(new Proxy({}, { ownKeys: () => [][1] as never }))).to.deep.equal(['event/unreadable']);
    for (const value of [new Date(0), new Map(), () => 1, Symbol('x'), 1n, document.body])
      expect(codes(value), String(value)).to.deep.equal(['event/wrong-type']);
    expect(codes({ ...minimal, event: new Date(0) })).to.deep.equal(['event/wrong-type']);
  });

  it('cannot forge lines in a terminal or a log', () => {
    const { errors, warnings } = validateEvent({ ...small(), id: 'a\u001b[2J\n b', 'x\u009b31m\u202e': 1 });
    const printed = [...errors, ...warnings].map(({ path, found, hint }) => path + found + hint).join('');
    expect(printed).to.not.match(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    expect(printed).to.contain('\\u001b[2J');
  });
});
