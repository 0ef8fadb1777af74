import { expect } from '@open-wc/testing';
import { describeIssue, validateEvent } from '../../../src/event/index.js';
import type { DescriptorIssue } from '../../../src/event/index.js';
import { small } from '../../fixtures/descriptors/small.js';

/** A valid descriptor with some keys of its root replaced. */
const withRoot = (changes: Record<string, unknown>): unknown => ({ ...small(), ...changes });

/** A valid descriptor whose only angle has some keys replaced. */
const withAngle = (changes: Record<string, unknown>): unknown => ({
  version: '1.0',
  id: 'x',
  angles: [{ id: 'a', sources: [{ type: 'hls', url: 'a.m3u8' }], ...changes }],
});

const withSource = (changes: Record<string, unknown>): unknown =>
  withAngle({ sources: [{ type: 'hls', url: 'a.m3u8', ...changes }] });

function onlyError(input: unknown): DescriptorIssue {
  const { errors } = validateEvent(input);
  expect(errors.map((issue) => `${issue.code} ${issue.path}`)).to.have.length(1);
  return errors[0]!;
}

function onlyWarning(input: unknown): DescriptorIssue {
  const { errors, warnings } = validateEvent(input);
  expect(errors).to.deep.equal([]);
  expect(warnings.map((issue) => `${issue.code} ${issue.path}`)).to.have.length(1);
  return warnings[0]!;
}

describe('validateEvent against the schema', () => {
  it('accepts a valid descriptor, as object and as text', () => {
    const clean = { valid: true, errors: [], warnings: [] };
    expect(validateEvent(small())).to.deep.equal(clean);
    expect(validateEvent(JSON.stringify(small()))).to.deep.equal(clean);
  });

  it('names what is missing, and the misspelt key that was meant', () => {
    const { errors } = validateEvent({ version: '1.0' });
    expect(errors.map((issue) => issue.path)).to.deep.equal(['$.id', '$.angles']);
    expect(errors.every((issue) => issue.code === 'event/missing' && issue.found === 'nothing')).to.equal(
      true,
    );
    const source = { type: 'hls', ulr: 'a.m3u8' };
    const issue = onlyError(withAngle({ sources: [source] }));
    expect(issue.path).to.equal('$.angles[0].sources[0].url');
    expect(issue.hint).to.equal('Rename "ulr" to "url".');
  });

  it('says what kind of value was expected and found', () => {
    const issue = onlyError(withRoot({ ttl: 'ten' }));
    expect(issue).to.include({
      code: 'event/wrong-type',
      path: '$.ttl',
      found: '"ten"',
      expected: 'a number',
    });
    expect(describeIssue(issue)).to.equal('expected a number, found "ten"');
    expect(issue.segments).to.deep.equal(['ttl']);
  });

  it('hints at the usual mistakes of kind', () => {
    expect(onlyError(withRoot({ ttl: '10' })).hint).to.equal('Write 10 without quotes.');
    expect(onlyError(withRoot({ version: 1 })).hint).to.equal('Put it in quotes: "1".');
    expect(onlyError(withRoot({ isLive: 'true' })).hint).to.equal('Write true without quotes.');
    expect(onlyError(withRoot({ ttl: null })).hint).to.equal(
      'Leave the key out where there is nothing to say.',
    );
    expect(onlyError(withSource({ maxWidth: 1.5 })).hint).to.equal('Round it: 2.');
    expect(onlyError(withAngle({ label: 'Main' })).hint).to.equal(
      'Say which language it is: { "en": "Main" }.',
    );
    expect(onlyError(withSource({ codecs: 'avc1.42c01e' })).hint).to.equal(
      'Put it in square brackets: [ … ].',
    );
  });

  it('asks for vectors by their length', () => {
    const cameras = [{ ...small().rig.cameras[0], translation: { x: 1, y: 2, z: 3 } }];
    expect(onlyError(withRoot({ rig: { cameras } })).expected).to.equal('a list of 3 numbers');
    const short = [{ ...small().rig.cameras[0], translation: [1, 2] }];
    const issue = onlyError(withRoot({ rig: { cameras: short } }));
    expect(issue).to.include({
      code: 'event/wrong-length',
      found: '2 entries',
      expected: 'exactly 3 entries',
    });
  });

  it('offers the choice that was meant', () => {
    const hints = Object.fromEntries(
      ['webrtc', 'll-hsl', 'HLS', 'mpd', 'smoke'].map((type) => [type, onlyError(withSource({ type })).hint]),
    );
    expect(hints).to.deep.equal({
      webrtc: 'Did you mean "whep"?',
      'll-hsl': 'Did you mean "ll-hls"?',
      HLS: 'Did you mean "hls"?',
      mpd: 'Did you mean "dash"?',
      smoke: 'Choose one of these.',
    });
    expect(onlyError(withSource({ type: 'webrtc' })).code).to.equal('event/not-a-choice');
  });

  it('states the bounds of numbers', () => {
    const issue = onlyError(withRoot({ ttl: 0 }));
    expect(issue).to.include({ code: 'event/out-of-range', found: '0' });
    expect(issue.expected).to.equal('a number of at least 1 and at most 86400');
    const cameras = structuredClone(small().rig.cameras);
    cameras[0]!.intrinsics.fx = 0;
    expect(onlyError(withRoot({ rig: { cameras } })).path).to.equal('$.rig.cameras[0].intrinsics.fx');
  });

  it('states the bounds of lists', () => {
    expect(onlyError(withRoot({ angles: [], rig: undefined, moments: [] }))).to.include({
      code: 'event/wrong-length',
      path: '$.angles',
      expected: 'at least 1 entry',
    });
    const angles = Array.from({ length: 513 }, (_, index) => ({
      id: `a${index}`,
      sources: [{ type: 'hls', url: 'x' }],
    }));
    expect(onlyError(withRoot({ angles, rig: undefined, moments: [] })).expected).to.equal(
      'at most 512 entries',
    );
  });

  it('says the form of text in words', () => {
    expect(onlyError(withRoot({ id: 'two words' }))).to.include({
      code: 'event/wrong-format',
      expected: '1 to 128 characters without spaces or control characters',
    });
    expect(onlyError(withRoot({ rights: { territories: ['FR', 'france'] } }))).to.include({
      path: '$.rights.territories[1]',
      expected: 'an ISO 3166 code in capitals such as FR or US-CA',
    });
    expect(onlyError(withAngle({ label: { en_US: 'x' } })).expected).to.contain('BCP 47');
  });

  it('wants a moment to have T or M', () => {
    expect(onlyError(withRoot({ moments: [{ id: 'm' }] }))).to.include({
      code: 'event/missing',
      path: '$.moments[0]',
      hint: 'Add "T" or "M".',
    });
  });

  it('reads RFC 3339 dates only, of days that exist', () => {
    const code = (startDate: string) =>
      validateEvent(withRoot({ event: { startDate } })).errors.map((issue) => issue.code);
    for (const date of ['2028-07-30T19:50:00Z', '2028-02-29T00:00:00.25+02:00'])
      expect(code(date)).to.deep.equal([]);
    for (const date of [
      '2028-07-30',
      '30/07/2028',
      '2028-07-30T19:50:00',
      '2027-02-29T00:00:00Z',
      '2028-13-01T00:00:00Z',
    ])
      expect(code(date), date).to.deep.equal(['event/invalid-date']);
  });

  it('refuses another major version without saying more, and reads any minor one', () => {
    const issue = onlyError({ version: '2.0', cameras: 'in a way we do not know' });
    expect(issue).to.include({
      code: 'event/unsupported-version',
      path: '$.version',
      expected: 'version 1.x',
    });
    expect(validateEvent(withRoot({ version: '1.27' })).valid).to.equal(true);
    expect(onlyError(withRoot({ version: 'one' })).code).to.equal('event/wrong-format');
  });

  it('warns of unknown keys with the one that was meant, wherever they stand', () => {
    expect(onlyWarning(withSource({ prioritty: 1 }))).to.include({
      code: 'event/unknown-key',
      path: '$.angles[0].sources[0].prioritty',
      hint: 'Did you mean "priority"?',
    });
    expect(onlyWarning(withRoot({ colour: 'red' })).hint).to.contain('com.example.colour');
    expect(onlyWarning(withAngle({ 'strange key': 1 })).path).to.equal('$.angles[0]["strange key"]');
  });

  it('keeps reverse-DNS keys silently, with whatever they hold', () => {
    const extended = withAngle({ 'com.example.rig': { deep: [{ url: 'javascript:x', 'any key': null }] } });
    expect(validateEvent(extended)).to.deep.equal({ valid: true, errors: [], warnings: [] });
  });

  it('recognises what is not a descriptor at all', () => {
    const hint = (text: string) => onlyError(text).hint;
    expect(hint('')).to.equal('The file is empty.');
    expect(hint('<!DOCTYPE html><p>404')).to.contain('web page');
    expect(hint('#EXTM3U\n#EXT-X-VERSION:9')).to.contain('HLS playlist');
    expect(hint('<?xml version="1.0"?><MPD/>')).to.contain('DASH manifest');
    expect(onlyError('{"version": "1.0",}').code).to.equal('event/not-json');
    for (const other of ['[]', '"text"', 'null', '1'])
      expect(onlyError(other).expected, other).to.equal('an object');
    for (const other of [undefined, null, 1, [], true])
      expect(onlyError(other).code).to.equal('event/wrong-type');
  });

  it('reports everything in one pass', () => {
    const { errors } = validateEvent({
      version: '1.0',
      id: 1,
      angles: [
        { id: 'a', sources: [{ type: 'webrtc', url: 'javascript:alert(1)' }] },
        { id: 'a', sources: [], fallback: 'b' },
      ],
    });
    expect(errors.map((issue) => issue.code)).to.have.members([
      'event/wrong-type',
      'event/not-a-choice',
      'event/url-scheme',
      'event/wrong-length',
      'event/duplicate-id',
      'event/unknown-reference',
    ]);
  });
});
