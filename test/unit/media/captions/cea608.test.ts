import { expect } from '@open-wc/testing';
import { CueList, createCea608Decoder } from '../../../../src/media/captions/index.js';
import type {
  Cea608Channel,
  Cea608Decoder,
  Cea608Sample,
  GridCue,
} from '../../../../src/media/captions/index.js';
import { seededRandom } from '../../../fixtures/fake-environment.js';

const frameMs = 1001 / 30;

/** Control codes of channel 1 (CEA-608-E, table 52): each is sent twice. */
const code = {
  resumeLoading: [0x14, 0x20],
  rollUp2: [0x14, 0x25],
  paintOn: [0x14, 0x29],
  erase: [0x14, 0x2c],
  carriageReturn: [0x14, 0x2d],
  eraseHidden: [0x14, 0x2e],
  endOfCaption: [0x14, 0x2f],
  /** Row 15, column 0; row 1, indent 4; row 15, yellow underlined. */
  row15: [0x14, 0x70],
  row1indent4: [0x11, 0x52],
  row15yellowUnderlined: [0x14, 0x6b],
} as const;

type Pair = readonly [number, number];

const twice = (pair: readonly number[]): Pair[] => [
  [pair[0]!, pair[1]!],
  [pair[0]!, pair[1]!],
];

const text = (words: string): Pair[] => {
  const bytes = Array.from(words, (letter) => letter.charCodeAt(0));
  return Array.from({ length: Math.ceil(bytes.length / 2) }, (_, n) => [
    bytes[2 * n]!,
    bytes[2 * n + 1] ?? 0,
  ]);
};

/** With the odd parity that the line has. */
const parity = (byte: number) => {
  const ones = byte.toString(2).replaceAll('0', '').length;
  return ones % 2 === 0 ? byte | 0x80 : byte;
};

/** One pair in each picture, from a picture number on. */
function samples(pairs: readonly (Pair | undefined)[], from = 0, kind: 0 | 1 = 0): Cea608Sample[] {
  return pairs.map((pair, n) => ({
    time: (from + n) * frameMs,
    decodeTime: (from + n) * frameMs,
    duration: frameMs,
    pairs: [{ kind, first: parity(pair?.[0] ?? 0), second: parity(pair?.[1] ?? 0) }],
  }));
}

const nothing = (pictures: number) => Array.from({ length: pictures }, () => undefined);

async function decoding(): Promise<{
  decoder: Cea608Decoder;
  list: CueList;
  all: GridCue[];
  channels: Set<Cea608Channel>;
}> {
  const list = new CueList();
  const all: GridCue[] = [];
  const channels = new Set<Cea608Channel>();
  const decoder = await createCea608Decoder((channel, cues) => {
    channels.add(channel);
    list.add(cues);
    all.push(...cues);
  });
  return { decoder, list, all, channels };
}

const shown = (list: CueList, picture: number) =>
  list
    .at((picture + 0.5) * frameMs)
    .flatMap((cue) => (cue.kind === 'grid' ? cue.rows : []))
    .map(({ row, column, spans }) => `${row},${column}: ${spans.map(({ text: words }) => words).join('')}`);

const popOn = [
  ...twice(code.resumeLoading),
  ...twice(code.eraseHidden),
  ...twice(code.row15),
  ...text('HELLO WORLD'),
  ...twice(code.endOfCaption),
];
/** The picture whose pair is the first end of caption. */
const popsAt = popOn.length - 2;

describe('CEA-608', () => {
  it('pops a caption on, and takes it off', async () => {
    const { decoder, list, channels } = await decoding();
    decoder.push(samples([...popOn, ...nothing(10), ...twice(code.erase), ...nothing(3)]));
    const erasedAt = popOn.length + 10;
    expect(shown(list, popsAt - 1)).to.deep.equal([]);
    expect(shown(list, popsAt)).to.deep.equal(['14,0: HELLO WORLD']);
    expect(shown(list, erasedAt - 1)).to.deep.equal(['14,0: HELLO WORLD']);
    expect(shown(list, erasedAt)).to.deep.equal([]);
    expect([...channels]).to.deep.equal(['CC1']);
  });

  it('hands on a caption while it is still on, with a later end each time, under one id', async () => {
    const { decoder, list, all } = await decoding();
    decoder.push(samples(popOn));
    expect(shown(list, popsAt)).to.deep.equal(['14,0: HELLO WORLD']);
    for (let part = 0; part < 5; part++) {
      decoder.push(samples(nothing(6), popOn.length + part * 6));
      expect(shown(list, popOn.length + part * 6 + 5)).to.deep.equal(['14,0: HELLO WORLD']);
    }
    expect(list.length).to.equal(1);
    expect(new Set(all.map(({ id }) => id)).size).to.equal(1);
  });

  it('says the same however the samples are cut', async () => {
    const stream = samples([...popOn, ...nothing(9), ...twice(code.erase), ...nothing(4)]);
    const whole = await decoding();
    whole.decoder.push(stream);
    const single = await decoding();
    for (const sample of stream) single.decoder.push([sample]);
    const times = (list: CueList) =>
      stream.map(({ time }) => list.at(time + 1).flatMap((cue) => (cue.kind === 'grid' ? cue.rows : [])));
    expect(times(single.list)).to.deep.equal(times(whole.list));
  });

  it('rolls lines up', async () => {
    const { decoder, list } = await decoding();
    const stream = [
      ...twice(code.rollUp2),
      ...twice(code.carriageReturn),
      ...text('LINE ONE'),
      ...twice(code.carriageReturn),
      ...text('LINE TWO'),
      ...twice(code.carriageReturn),
      ...text('LINE THREE'),
    ];
    decoder.push(samples([...stream, ...nothing(3)]));
    expect(shown(list, 2 + 2 + 3)).to.deep.equal(['14,0: LINE ONE']);
    expect(shown(list, stream.length)).to.deep.equal(['13,0: LINE TWO', '14,0: LINE THREE']);
  });

  it('keeps rows, columns and looks', async () => {
    const { decoder, list } = await decoding();
    decoder.push(
      samples([
        ...twice(code.resumeLoading),
        ...twice(code.row1indent4),
        ...text('TOP'),
        ...twice(code.row15yellowUnderlined),
        ...text('LOW'),
        ...twice(code.endOfCaption),
        ...nothing(2),
      ]),
    );
    const [cue] = list.at(12 * frameMs);
    expect(cue?.kind === 'grid' && cue.rows).to.deep.equal([
      { row: 0, column: 4, spans: [{ text: 'TOP' }] },
      { row: 14, column: 0, spans: [{ text: 'LOW', underline: true, colour: 'yellow' }] },
    ]);
  });

  it('puts pictures that were reordered for coding back in order', async () => {
    const inOrder = samples([...popOn, ...nothing(4)]);
    // Decoding order of I P B B P B B: the pictures carry their bytes, shown in another order.
    const reordered: Cea608Sample[] = [];
    for (let n = 0; n < inOrder.length; n += 3) {
      const [a, b, c] = inOrder.slice(n, n + 3);
      reordered.push(...[c, a, b].filter((sample) => sample !== undefined));
    }
    const sent = reordered.map((sample, n) => ({ ...sample, decodeTime: (n - 2) * frameMs }));
    const { decoder, list } = await decoding();
    for (const sample of sent) decoder.push([sample]);
    decoder.flush();
    expect(shown(list, popsAt)).to.deep.equal(['14,0: HELLO WORLD']);
  });

  it('reads the second field apart from the first', async () => {
    const { decoder, list, channels } = await decoding();
    // The second field's commands have another first byte (CEA-608-E, table 49).
    const second = popOn.map(([a, b]): Pair => [a === 0x14 && b < 0x40 ? 0x15 : a, b]);
    decoder.push(samples([...second, ...nothing(2)], 0, 1));
    expect([...channels]).to.deep.equal(['CC3']);
    expect(shown(list, popsAt)).to.deep.equal(['14,0: HELLO WORLD']);
  });

  it('forgets the screen on reset, on time that goes back, and after 16 s of nothing', async () => {
    const reset = await decoding();
    reset.decoder.push(samples(popOn));
    reset.decoder.reset();
    reset.decoder.push(samples(nothing(3), popOn.length));
    expect(shown(reset.list, popOn.length + 1)).to.deep.equal([]);

    const back = await decoding();
    back.decoder.push(samples(popOn, 1000));
    back.decoder.push(samples(nothing(3), 10));
    expect(shown(back.list, 11)).to.deep.equal([]);
    expect(shown(back.list, 1000 + popsAt)).to.deep.equal(['14,0: HELLO WORLD']);

    const silent = await decoding();
    silent.decoder.push(samples(popOn));
    silent.decoder.push(samples(nothing(3), popOn.length + 600));
    expect(shown(silent.list, popOn.length + 601)).to.deep.equal([]);
  });

  it('survives garbage, and reads what comes after it', async () => {
    const random = seededRandom(608);
    const { decoder, list } = await decoding();
    const garbage = Array.from({ length: 50_000 }, (): Pair => [
      Math.floor(random() * 128),
      Math.floor(random() * 128),
    ]);
    for (let n = 0; n < garbage.length; n += 500) decoder.push(samples(garbage.slice(n, n + 500), n));
    decoder.reset();
    const at = garbage.length + 100;
    decoder.push(samples([...popOn, ...nothing(3)], at));
    expect(shown(list, at + popsAt)).to.deep.equal(['14,0: HELLO WORLD']);
    decoder.push([{ time: NaN, decodeTime: 0, duration: 1, pairs: [] }]);
  });

  it('shows 32 columns, and goes on after writing has run off the row, which throws inside the parser', async () => {
    const { decoder, list } = await decoding();
    const overrun: Pair[] = [...twice(code.paintOn), ...twice(code.row15), ...text('A'.repeat(120))];
    decoder.push(samples(overrun));
    expect(shown(list, overrun.length - 1)).to.deep.equal([`14,0: ${'A'.repeat(32)}`]);
    const tab = twice([0x17, 0x23]);
    decoder.push(samples(tab, overrun.length));
    const at = overrun.length + tab.length;
    decoder.push(samples([...popOn, ...nothing(2)], at));
    expect(shown(list, at + popsAt)).to.deep.equal(['14,0: HELLO WORLD']);
  });
});
