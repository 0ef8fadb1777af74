import { expect } from '@open-wc/testing';
import { OlympicPlayerError } from '../../../../src/base/index.js';
import { Mp4Reader, readInit, toTrackConfig } from '../../../../src/media/mp4/index.js';
import type { InitSegment, ReadResult, Track } from '../../../../src/media/mp4/index.js';
import * as build from '../../../fixtures/media/build-mp4.js';
import { mediaFile } from '../../../fixtures/media/files.js';
import type { MediaName } from '../../../fixtures/media/files.js';

const trackOf = async (name: MediaName, index = 0): Promise<Track> =>
  readInit(await mediaFile(name)).tracks[index]!;
const configOf = async (name: MediaName, index = 0): Promise<object> => ({
  ...toTrackConfig(await trackOf(name, index)),
});

describe('the init segment', () => {
  it('names every codec as WebCodecs wants it', async () => {
    const names: Partial<Record<MediaName, string>> = {
      bframes: 'avc1.640015',
      hevc: 'hvc1.1.6.L60.90',
      vp9: 'vp09.00.11.08.01.02.02.02.00',
      av1: 'av01.0.00M.08',
      aac: 'mp4a.40.2',
      opus: 'opus',
      flac: 'flac',
      ac3: 'ac-3',
      eac3: 'ec-3',
    };
    for (const [name, codec] of Object.entries(names))
      expect((await trackOf(name as MediaName)).entries[0].codec, name).to.equal(codec);
  });

  it('gives configurations that this browser’s decoders take', async () => {
    for (const name of ['bframes', 'vp9', 'av1'] as const) {
      const config = await configOf(name);
      const answer = await VideoDecoder.isConfigSupported(config as VideoDecoderConfig);
      expect(answer.supported, name).to.equal(true);
    }
    for (const name of ['aac', 'opus', 'flac'] as const) {
      const { channels, ...config } = (await configOf(name)) as { channels: number };
      const audio = { ...config, numberOfChannels: channels } as unknown as AudioDecoderConfig;
      const answer = await AudioDecoder.isConfigSupported(audio);
      expect(answer.supported, name).to.equal(true);
    }
  });

  it('says how the picture is to be shown', async () => {
    expect(await configOf('anamorphic')).to.include({ codedWidth: 320, codedHeight: 180, rotation: 0 });
    expect((await configOf('anamorphic')) as { pixelAspect: number })
      .property('pixelAspect')
      .to.be.closeTo(4 / 3, 1e-9);
    expect(await configOf('rotation-90')).to.include({ rotation: 90, pixelAspect: 1 });
    expect(await configOf('odd-size')).to.include({ codedWidth: 322, codedHeight: 182 });
    const turned = (matrix: number[]): unknown =>
      readInit(build.init({ id: 1, timescale: 1, matrix: [...matrix.map((n) => n * 0x10000)] })).tracks[0]
        ?.rotation;
    expect(turned([-1, 0, 0, 0, -1, 0, 0, 0, 0x4000])).to.equal(180);
    expect(turned([0, -1, 0, 1, 0, 0, 0, 0, 0x4000])).to.equal(270);
    expect(turned([-1, 0, 0, 0, 1, 0, 0, 0, 0x4000]), 'mirrored').to.equal(0);
  });

  it('says which colours the numbers are', async () => {
    const limited = { fullRange: false };
    const colors: Partial<Record<MediaName, VideoColorSpaceInit>> = {
      'bars-601': { primaries: 'smpte170m', transfer: 'smpte170m', matrix: 'smpte170m', ...limited },
      'bars-709': { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', ...limited },
    };
    for (const [name, colorSpace] of Object.entries(colors))
      expect(await configOf(name as MediaName)).to.deep.include({ colorSpace });
    const { primaries, matrix } = ((await configOf('bars-2020')) as { colorSpace: Record<string, unknown> })
      .colorSpace;
    expect({ primaries, matrix }).to.deep.equal({ primaries: 'bt2020', matrix: 'bt2020-ncl' });
    expect(await configOf('bframes')).not.to.have.property('colorSpace');
  });

  it('says what the sound is, and the decoder agrees', async () => {
    expect(await configOf('aac')).to.include({ sampleRate: 48_000, channels: 2 });
    expect(await configOf('opus')).to.include({ sampleRate: 48_000, channels: 2 });
    expect(await configOf('flac')).to.include({ sampleRate: 8000, channels: 1 });
  });

  it('tells protected tracks by name, so that they can be refused', async () => {
    for (const [index, originalFormat] of ['avc1', 'mp4a'].entries()) {
      const [entry] = (await trackOf('encrypted', index)).entries;
      expect(entry.protection).to.deep.equal({
        ...{ scheme: 'cenc', originalFormat },
        defaultKeyId: '0123456789abcdef0123456789abcdef',
      });
      expect((await trackOf('muxed', index)).entries[0]).not.to.have.property('protection');
    }
  });

  it('keeps its own bytes and whole pssh boxes', () => {
    const pssh = build.fullBox('pssh', 0, 0, new Uint8Array(16).fill(7), build.u32(0));
    const plain = build.init({ id: 1, timescale: 1 });
    const moovAt = 16;
    const moov = build.box('moov', plain.subarray(moovAt + 8), pssh);
    const whole = build.bytesOf(plain.subarray(0, moovAt), moov);
    const init: InitSegment = readInit(whole);
    expect([...init.bytes]).to.deep.equal([...whole]);
    expect(init.protectionSystems.map((box) => [...box])).to.deep.equal([[...pssh]]);
    expect(init.fragmented).to.equal(true);
    expect(init.durationMs).to.equal(undefined);
  });

  it('has tracks that are neither pictures nor sound, and no configuration for them', () => {
    const text = { id: 1, timescale: 1, handler: 'text', entries: [build.box('wvtt', new Uint8Array(8))] };
    const [track] = readInit(build.init(text)).tracks;
    expect(track?.entries[0]).to.deep.equal({ kind: 'other', format: 'wvtt', codec: 'wvtt' });
    expect(toTrackConfig(track!)).to.equal(undefined);
  });

  it('says how many samples a decoder has to hear before the one that counts', () => {
    const { fullBox, u16, u32, ascii } = build;
    const groups = {
      fixed: fullBox('sgpd', 1, 0, ascii('roll'), u32(2, 1), u16(-4)),
      varying: fullBox('sgpd', 1, 0, ascii('roll'), u32(0, 1, 2), u16(-1)),
      other: fullBox('sgpd', 1, 0, ascii('rap '), u32(1, 1), new Uint8Array(1)),
    };
    const preroll = (group: Uint8Array): unknown =>
      readInit(build.init({ id: 1, timescale: 1, sampleTable: [group] })).tracks[0]?.preroll;
    expect(preroll(groups.fixed)).to.equal(4);
    expect(preroll(groups.varying)).to.equal(1);
    expect(preroll(groups.other)).to.equal(0);
  });

  it('is refused in a word where it is no init segment', () => {
    for (const bytes of [new Uint8Array(), build.fragment(0n, build.u8(1)), build.box('ftyp')])
      expect(() => readInit(bytes))
        .to.throw(OlympicPlayerError)
        .with.property('reason', 'media/container-malformed');
    for (const entry of ['avc1', 'hvc1', 'vp09', 'av01'])
      expect(() =>
        readInit(build.init({ id: 1, timescale: 1, entries: [build.videoEntry(entry)] })),
      ).to.throw(/its video has no/);
    for (const entry of ['mp4a', 'Opus', 'fLaC'])
      expect(() =>
        readInit(build.init({ id: 1, timescale: 1, handler: 'soun', entries: [build.audioEntry(entry)] })),
      ).to.throw(/configuration/);
  });
});

describe('event messages', () => {
  const { fullBox, u32, u64, ascii } = build;
  const strings = ascii('urn:scheme\0value\0');
  const version1 = fullBox('emsg', 1, 0, u32(1000), u64(12_345n), u32(500, 9), strings, ascii('payload'));
  const version0 = fullBox('emsg', 0, 0, strings, u32(1000, 250, 0xffffffff, 3), ascii('x'));
  const head = build.init({ id: 1, timescale: 1000 });
  const read = (...parts: Uint8Array[]): ReadResult => new Mp4Reader().push(build.bytesOf(head, ...parts));

  it('of version 1 have a time of their own', () => {
    const [event, ...others] = read(version1).events;
    expect(others).to.deep.equal([]);
    expect(event).to.deep.include({
      scheme: 'urn:scheme',
      value: 'value',
      timeMs: 12_345,
      durationMs: 500,
      id: 9,
    });
    expect(new TextDecoder().decode(event?.data)).to.equal('payload');
  });

  it('of version 0 wait for the fragment they count from', () => {
    expect(read(version0).events).to.deep.equal([]);
    const [event] = read(version0, build.fragment(7000n, build.u8(1))).events;
    expect(event).to.deep.include({ timeMs: 7250, durationMs: undefined, id: 3 });
  });

  it('do not pile up', () => {
    const { failure } = read(...Array.from({ length: 300 }, () => version0));
    expect(failure?.message).to.match(/too many events/);
  });
});

describe('producer reference times', () => {
  const { fullBox, u32, u64 } = build;
  const head = build.init({ id: 1, timescale: 1000, edits: [[0n, 40n]] });

  it('are Unix time, before and after the NTP era ends in 2036', () => {
    const ntp = (seconds: number, half: boolean): Uint8Array =>
      fullBox('prft', 1, 24, u32(1, seconds, half ? 0x80000000 : 0), u64(1040n));
    const times = [ntp(3_990_000_000, true), ntp(5, false)].map(
      (box) => new Mp4Reader().push(build.bytesOf(head, box)).producerTimes[0],
    );
    expect(times.map((time) => time?.epochMs)).to.deep.equal([
      (3_990_000_000 - 2_208_988_800) * 1000 + 500,
      Date.UTC(2036, 1, 7, 6, 28, 16) + 5000,
    ]);
    expect(times[0]).to.include({ timeMs: 1000, flags: 24 });
  });
});
