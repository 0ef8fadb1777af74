/** MSF catalogs of draft-00 and draft-01, with the drafts' own examples. */
import { expect } from '@open-wc/testing';
import {
  catalogReader,
  parseEventTimeline,
  parseMediaTimeline,
  timedEvent,
  wallOf,
} from '../../../../src/transports/moq/catalog/index.js';
import { bytes, json, rejection } from './support.js';

const read = (value: unknown, base = 'venue') => catalogReader('catalog', base).read(json(value), 0);

const picture = {
  name: '1080p-video',
  namespace: 'conference.example.com/conference123/alice',
  packaging: 'loc',
  isLive: true,
  targetLatency: 2000,
  role: 'video',
  renderGroup: 1,
  codec: 'av01.0.08M.10.0.110.09',
  width: 1920,
  height: 1080,
  framerate: 30,
  bitrate: 1_500_000,
};
const sound = {
  name: 'audio',
  namespace: 'conference.example.com/conference123/alice',
  packaging: 'loc',
  isLive: true,
  targetLatency: 2000,
  role: 'audio',
  renderGroup: 1,
  codec: 'opus',
  samplerate: 48_000,
  channelConfig: '2',
  bitrate: 32_000,
};

describe('an MSF catalog', () => {
  it('of draft-00: one quality with sound (its first example)', async () => {
    const { format, video, audio } = await read({
      version: 1,
      generatedAt: 1_746_104_606_044,
      tracks: [picture, sound],
    });
    expect(format).to.equal('msf-00');
    expect(video[0]).to.include({
      id: 'conference.example.com/conference123/alice#1080p-video',
      broadcast: 'conference.example.com/conference123/alice',
      track: '1080p-video',
      packaging: 'loc',
      targetLatencyMs: 2000,
      renderGroup: 1,
      width: 1920,
      framerate: 30,
    });
    expect(audio[0]).to.include({ codec: 'opus', sampleRate: 48_000, channels: 2 });
  });

  it('of draft-01: init data in a list, buffers instead of a latency', async () => {
    const { format, video, audio } = await read({
      version: 'draft-01',
      tracks: [
        {
          name: 'v',
          packaging: 'cmaf',
          isLive: true,
          role: 'video',
          codec: 'avc1.64001f',
          initRef: 'a',
          buffers: { target: 400, min: 100 },
        },
        {
          name: 's',
          packaging: 'loc',
          isLive: true,
          role: 'audio',
          codec: 'mp4a.40.2',
          samplerate: 44_100,
          channelConfig: '5.1',
          initRef: 'b',
        },
      ],
      initDataList: [
        { id: 'a', type: 'inline', data: btoa('moov') },
        { id: 'b', type: 'inline', data: btoa('\u0012\u0010') },
        { id: 'c', type: 'object-property', data: '0x1f' },
      ],
    });
    expect(format).to.equal('msf-01');
    expect(video[0]?.targetLatencyMs).to.equal(400);
    expect([...(video[0]?.init ?? [])]).to.deep.equal([...bytes('moov')]);
    expect(video[0]?.description).to.equal(undefined);
    expect([...(audio[0]?.description ?? [])]).to.deep.equal([0x12, 0x10]);
    expect(audio[0]?.channels).to.equal(6);
  });

  it('tells pictures from sound by their codecs where no role is given (the VOD example)', async () => {
    const plainPicture = { ...picture, role: undefined };
    const plainSound = { ...sound, role: undefined };
    const { video, audio } = await read({
      version: 1,
      tracks: [{ ...plainPicture, isLive: false }, plainSound],
    });
    expect([video.length, audio.length]).to.deep.equal([1, 1]);
    expect(video[0]?.live).to.equal(false);
    expect(video[0]?.targetLatencyMs).to.equal(undefined);
  });

  it('knows alternate groups, labels and languages', async () => {
    const { video } = await read({
      version: 'draft-01',
      tracks: [
        { ...picture, name: 'hd', altGroup: 1, label: 'Overhead camera view' },
        { ...picture, name: 'sd', altGroup: 1, lang: 'de' },
      ],
    });
    expect(video.map(({ altGroup }) => altGroup)).to.deep.equal([1, 1]);
    expect(video[0]?.label).to.equal('Overhead camera view');
    expect(video[1]?.language).to.equal('de');
  });

  it('changes by delta updates of draft-00 (its examples)', async () => {
    const reader = catalogReader('catalog', 'room');
    await reader.read(
      json({
        version: 1,
        tracks: [
          { ...picture, name: 'video-1080', namespace: undefined },
          { ...picture, name: 'video', namespace: undefined },
        ],
      }),
      0,
    );
    const added = await reader.read(
      json({
        deltaUpdate: true,
        addTracks: [{ ...picture, name: 'slides', namespace: undefined }],
        cloneTracks: [
          { parentName: 'video-1080', name: 'video-720', width: 1280, height: 720, bitrate: 600_000 },
        ],
      }),
      1,
    );
    expect(added.video.map(({ id, width }) => [id, width])).to.deep.equal([
      ['video-1080', 1920],
      ['video', 1920],
      ['slides', 1920],
      ['video-720', 1280],
    ]);
    const removed = await reader.read(
      json({ deltaUpdate: true, removeTracks: [{ name: 'video' }, { name: 'slides' }] }),
      2,
    );
    expect(removed.video.map(({ id }) => id)).to.deep.equal(['video-1080', 'video-720']);
  });

  it('changes by the ordered operations of draft-01', async () => {
    const reader = catalogReader('catalog', '');
    await reader.read(
      json({ version: 'draft-01', tracks: [{ ...picture, name: 'a', namespace: undefined }] }),
      0,
    );
    const changed = await reader.read(
      json({
        deltaUpdate: [
          { op: 'clone', tracks: [{ parentName: 'a', name: 'b', bitrate: 9 }] },
          { op: 'remove', tracks: [{ name: 'a' }] },
          { op: 'update', tracks: [{ parentName: 'b', isLive: false }] },
          { op: 'polish', tracks: [{ name: 'b' }] },
        ],
      }),
      1,
    );
    expect(changed.video.map(({ id, bitrate, live }) => [id, bitrate, live])).to.deep.equal([
      ['b', 9, false],
    ]);
  });

  it('does not hang on tracks that are cloned from each other', async () => {
    const reader = catalogReader('catalog', '');
    await reader.read(json({ version: 'draft-01', tracks: [{ ...picture, name: 'a', parentName: 'b' }] }), 0);
    const cyclic = await reader.read(
      json({
        deltaUpdate: [
          {
            op: 'clone',
            tracks: [
              { parentName: 'b', name: 'a' },
              { parentName: 'a', name: 'b' },
              { parentName: 'b', name: 'a' },
            ],
          },
        ],
      }),
      1,
    );
    expect(cyclic.video.length).to.be.below(4);
  });

  it('says that encrypted tracks are', async () => {
    const { video } = await read({
      version: 'draft-01',
      tracks: [
        { ...picture, name: 'cmsf', packaging: 'cmaf', contentProtectionRefIDs: ['1'] },
        { ...picture, name: 'secure', encryptionScheme: 'moq-secure-objects' },
        { ...picture, name: 'clear' },
      ],
      contentProtections: [{ refID: '1', defaultKID: ['a'], scheme: 'cbcs', drmSystem: { systemID: 'x' } }],
    });
    expect(video.map(({ encrypted }) => encrypted)).to.deep.equal([true, true, false]);
  });

  it('says when nothing will follow (the example of a terminated broadcast)', async () => {
    const { complete, video } = await read({
      version: 1,
      generatedAt: 1_746_104_606_044,
      isComplete: true,
      tracks: [],
    });
    expect(complete).to.equal(true);
    expect(video).to.deep.equal([]);
  });

  it('gives the wall clock of a template', async () => {
    const { video } = await read({
      version: 'draft-01',
      tracks: [
        {
          name: 'timeline',
          packaging: 'mediatimeline',
          depends: ['v'],
          template: [0, 2002, [0, 0], [1, 0], 1_759_924_158_381, 2002],
        },
        { ...picture, name: 'v', namespace: undefined },
      ],
    });
    expect(video[0]?.wall).to.equal(1_759_924_158_381);
  });

  it('knows the tracks of timed data (the drafts example)', async () => {
    const { events, video } = await read({
      version: 1,
      tracks: [
        {
          name: 'history',
          namespace: 'conference.example.com/conference123/alice',
          packaging: 'mediatimeline',
          mimetype: 'application/json',
          depends: ['1080p-video', 'audio'],
        },
        {
          name: 'identified-objects',
          namespace: 'another-provider/time-synchronized-data',
          packaging: 'eventtimeline',
          eventType: 'com.ai-extraction/appID/v3',
          depends: ['1080p-video'],
        },
        picture,
        sound,
      ],
    });
    expect(events).to.deep.equal([
      {
        broadcast: 'another-provider/time-synchronized-data',
        name: 'identified-objects',
        type: 'com.ai-extraction/appID/v3',
      },
    ]);
    expect(video[0]?.timeline).to.include({ format: 'msf', name: 'history' });
  });

  it('refuses versions it does not know, by name', async () => {
    for (const version of ['draft-02', 2, null, undefined])
      expect(await rejection(read({ version, tracks: [] }))).to.include({ reason: 'moq/catalog-version' });
  });

  it('takes a hang catalog under the name of MSF for what it is', async () => {
    const { format } = await read({ video: { renditions: {} } });
    expect(format).to.equal('hang');
  });

  it('refuses more tracks than any event has', async () => {
    const tracks = Array.from({ length: 1000 }, (_, i) => ({ name: `t${i}` }));
    expect(await rejection(read({ version: 1, tracks }))).to.include({ reason: 'moq/catalog-too-large' });
  });
});

describe('timelines', () => {
  const example = [
    [0, [0, 0], 1_759_924_158_381],
    [2002, [1, 0], 1_759_924_160_383],
    [4004, [2, 0], 1_759_924_162_385],
  ];

  it('of media give the wall clock of media time 0 (the draft example)', () => {
    const entries = parseMediaTimeline(json(example));
    expect(entries[1]).to.deep.equal({ mediaMs: 2002, group: 1, object: 0, wallMs: 1_759_924_160_383 });
    expect(wallOf(entries)).to.equal(1_759_924_158_381);
    expect(wallOf(parseMediaTimeline(json([[0, [0, 0], 0]])))).to.equal(undefined);
  });

  it('of events are placed by wall clock, media time or location', () => {
    const records = parseEventTimeline(
      json([
        { T: 1_756_885_678_361, data: { homeScore: 0 } },
        { t: 1_756_885_981_542, data: { homeScore: 2 } },
        { M: 23_051, data: { object_id: 'obj_00123' } },
        { L: [1, 0], data: [47.1662, 8.5155] },
      ]),
    );
    const mapping = { wall: 1000, groupStart: (group: number) => (group === 1 ? 5000 : undefined) };
    const events = records.map((record) => timedEvent(record, 'score', mapping));
    expect(events.map((event) => event?.eventTime)).to.deep.equal([
      1_756_885_678_361, 1_756_885_981_542, 24_051, 5000,
    ]);
    expect(events[3]?.data).to.deep.equal({ value: [47.1662, 8.5155] });
    const unknown = { wall: undefined, groupStart: () => undefined };
    expect(records.map((record) => timedEvent(record, 'score', unknown)).filter(Boolean)).to.have.length(2);
  });

  it('that are none are refused', () => {
    for (const broken of ['{}', '[[0]]', '[[0,[0,0],"now"]]', '[null]'])
      expect(() => parseMediaTimeline(bytes(broken)))
        .to.throw()
        .with.property('reason', 'moq/catalog-malformed');
    expect(() => parseEventTimeline(json([{ data: {} }])))
      .to.throw()
      .with.property('reason', 'moq/catalog-malformed');
    const long = json(Array.from({ length: 30_000 }, () => [0, [0, 0], 0]));
    expect(() => parseMediaTimeline(long))
      .to.throw()
      .with.property('reason', 'moq/catalog-too-large');
  });
});
