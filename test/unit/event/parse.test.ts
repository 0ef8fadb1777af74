import { expect } from '@open-wc/testing';
import { parseEvent } from '../../../src/event/index.js';
import type { EventDescriptor, EventDocument } from '../../../src/event/index.js';
import { small } from '../../fixtures/descriptors/small.js';

const baseUrl = 'https://live.example/events/final/event.json';

function parsed(input: unknown): EventDescriptor {
  const { event, errors } = parseEvent(input, { baseUrl });
  expect(errors).to.deep.equal([]);
  return event!;
}

async function example(name: string): Promise<string> {
  const response = await fetch(new URL(`../../../examples/descriptors/${name}.json`, import.meta.url));
  return response.text();
}

describe('parseEvent', () => {
  it('reads text and the object it stands for alike', () => {
    expect(parsed(JSON.stringify(small()))).to.deep.equal(parsed(small()));
  });

  it('accepts every example', async () => {
    for (const name of ['minimal', 'two-cameras', 'on-demand', 'full']) {
      const { errors, warnings } = parseEvent(await example(name), { baseUrl });
      expect({ name, errors, warnings }).to.deep.equal({ name, errors: [], warnings: [] });
    }
  });

  it('resolves every URL against the place the descriptor came from', async () => {
    const [, wide] = parsed(small()).angles;
    expect(wide?.sources.map((source) => source.url)).to.deep.equal([
      'https://live.example/events/final/whep/wide',
      'https://live.example/ll/wide.m3u8',
      'https://live.example/events/hls/wide.m3u8',
    ]);
    expect(parsed(small()).clock?.url).to.equal('https://live.example/events/final/time');
    const full = parsed(await example('full'));
    const urls = JSON.stringify(full).match(/"(url|uri|licenseUrl)":"[^"]*"/g) ?? [];
    expect(urls.length).to.be.greaterThan(10);
    for (const url of urls) expect(url).to.match(/":"https:\/\//);
    expect(full.text[1]?.sources[0]?.url).to.equal('https://live.example/events/final/text/fr.vtt');
    expect(full.replays[1]?.assets[0]?.uri).to.equal(
      'https://live.example/events/final/replays/dismount.glb',
    );
  });

  it('takes absolute URLs where the page itself has no address to resolve against', () => {
    const document = { ...small(), clock: undefined, angles: [small().angles[1]] };
    const { event } = parseEvent({ ...document, rig: undefined }, { baseUrl: 'about:srcdoc' });
    expect(event?.angles[0]?.sources[0]?.url).to.equal('https://other.example/whep/main');
    const { errors } = parseEvent(small(), { baseUrl: 'about:srcdoc' });
    expect(errors.map((issue) => issue.code)).to.include('event/invalid-url');
  });

  it('says so when the base is not a URL', () => {
    const { errors } = parseEvent(small(), { baseUrl: 'event.json' });
    expect(errors.map((issue) => issue.code)).to.deep.equal(['event/invalid-url']);
    expect(errors[0]?.hint).to.contain('baseUrl');
  });

  it('fills in the defaults of the schema', () => {
    const event = parsed(small());
    expect(event.isComplete).to.equal(false);
    expect(event.audio).to.deep.equal([]);
    expect(event.angles[1]?.role).to.equal('alternate');
    expect(event.clock?.skewToleranceMs).to.equal(40);
    expect(event.rig?.up).to.deep.equal([0, 1, 0]);
    expect(event.rig?.front).to.deep.equal([0, 0, 1]);
    expect(event.moments[0]).to.include({ duration: 0, importance: 0.5 });
  });

  it('gives each descriptor defaults of its own', () => {
    expect(parsed(small()).rig?.up).to.not.equal(parsed(small()).rig?.up);
  });

  it('puts the first main angle in front and leaves the others in order', () => {
    const source = [{ type: 'hls', url: 'x.m3u8' }];
    const angles = ['a', 'b', 'c', 'd'].map((id) => ({
      id,
      sources: source,
      role: 'cd'.includes(id) ? 'main' : 'pov',
    }));
    expect(parsed({ version: '1.0', id: 'x', angles }).angles.map((angle) => angle.id)).to.deep.equal([
      'c',
      'a',
      'b',
      'd',
    ]);
  });

  it('orders sources by priority, those without one last, in the order written', () => {
    const sources = [undefined, 2, 0, undefined, 2, 1].map((priority, index) => ({
      type: 'hls',
      url: `${index}`,
      priority,
    }));
    const event = parsed({ version: '1.0', id: 'x', angles: [{ id: 'a', sources }] });
    expect(event.angles[0]?.sources.map((source) => source.url.at(-1)).join('')).to.equal('251403');
  });

  it('works out the event time of a moment from its media time', () => {
    const event = parsed({
      ...small(),
      clock: { type: 'media', epoch: 1848599400000 },
      moments: [
        { id: 'm', M: 2500.5 },
        { id: 't', T: 7, M: 1 },
      ],
    });
    expect(event.moments.map((moment) => moment.T)).to.deep.equal([1848599402500.5, 7]);
  });

  it('gives rotations length 1 and leaves exact ones as written', () => {
    const document = small();
    document.rig.cameras[0]!.rotation = [0, 0, 0, 1.0005];
    expect(parsed(document).rig?.cameras[0]?.rotation).to.deep.equal([0, 0, 0, 1]);
    const exact = [Math.sin(0.1), 0, 0, Math.cos(0.1)];
    document.rig.cameras[0]!.rotation = exact;
    expect(parsed(document).rig?.cameras[0]?.rotation).to.deep.equal(exact);
  });

  it('changes nothing when it reads its own result again', async () => {
    const once = parsed(await example('full'));
    expect(parsed(once)).to.deep.equal(once);
    expect(parsed(JSON.stringify(once))).to.deep.equal(once);
  });

  it('leaves its input as it was', () => {
    const input = small();
    parsed(input);
    expect(input).to.deep.equal(small());
  });

  it('keeps keys in reverse-DNS form silently, and unknown ones with a warning', () => {
    const input = { ...small(), 'com.example.id': { constructor: 'Team' }, colour: 'red' };
    const { event, warnings } = parseEvent(input, { baseUrl });
    expect(event?.['com.example.id']).to.deep.equal({ constructor: 'Team' });
    expect(Object.entries(event ?? {})).to.deep.include(['colour', 'red']);
    expect(warnings.map((issue) => issue.path)).to.deep.equal(['$.colour']);
  });

  it('returns labels as the text they are', () => {
    const markup = '<img src=x onerror=alert(1)>\u202e&amp;';
    const input = { ...small(), event: { name: { en: markup } } };
    expect(parsed(input).event?.name?.['en']).to.equal(markup);
  });

  it('accepts what the type of a document allows', () => {
    const document: EventDocument = {
      version: '1.0',
      id: 'typed',
      angles: [{ id: 'main', sources: [{ type: 'whep', url: '/whep' }] }],
      'com.example.note': 'kept',
    };
    expect(parsed(document).angles[0]?.sources[0]?.type).to.equal('whep');
  });
});
