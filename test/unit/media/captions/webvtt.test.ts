import { expect } from '@open-wc/testing';
import { parseWebVtt, timestampMapOf } from '../../../../src/media/captions/index.js';
import type { BoxCue } from '../../../../src/media/captions/index.js';

const file = (...blocks: string[]) => ['WEBVTT', ...blocks].join('\n\n');
const cueText = (text: string) => file(`00:01.000 --> 00:02.000\n${text}`);

async function only(text: string): Promise<BoxCue> {
  const { cues } = await parseWebVtt(text);
  expect(cues).to.have.length(1);
  return cues[0]!;
}

const plainText = (cue: BoxCue) => cue.lines.map((line) => line.map(({ text }) => text).join('')).join('\n');

describe('parseWebVtt', () => {
  it('reads times, texts and lines, and moves them by the offset', async () => {
    const text = file(
      'one\n00:01.000 --> 00:02.500\nFirst\nline two',
      'NOTE not shown',
      '01:00:00.000 --> 01:00:01.000\nLater &amp; &lt;last&gt;',
    );
    const { cues, truncated } = await parseWebVtt(text, 500);
    expect(truncated).to.equal(false);
    expect(cues.map(({ from, to }) => [from, to])).to.deep.equal([
      [1500, 3000],
      [3_600_500, 3_601_500],
    ]);
    expect(cues.map(plainText)).to.deep.equal(['First\nline two', 'Later & <last>']);
  });

  it('reads settings, with the defaults of the standard', async () => {
    const { cues } = await parseWebVtt(
      file(
        '00:01.000 --> 00:02.000\nplain',
        '00:02.000 --> 00:03.000 line:-2 position:10%,line-left size:35% align:left\nsnapped',
        '00:03.000 --> 00:04.000 line:85%,end vertical:rl align:end\nvertical',
      ),
    );
    expect(cues.map(({ box }) => box)).to.deep.equal([
      {
        vertical: '',
        line: 'auto',
        snapToLines: true,
        lineAlign: 'start',
        position: 'auto',
        positionAlign: 'auto',
        size: 100,
        align: 'center',
        region: undefined,
      },
      {
        vertical: '',
        line: -2,
        snapToLines: true,
        lineAlign: 'start',
        position: 10,
        positionAlign: 'line-left',
        size: 35,
        align: 'left',
        region: undefined,
      },
      {
        vertical: 'rl',
        line: 85,
        snapToLines: false,
        lineAlign: 'end',
        position: 'auto',
        positionAlign: 'auto',
        size: 100,
        align: 'end',
        region: undefined,
      },
    ]);
  });

  it('reads regions', async () => {
    const cue = await only(
      file(
        'REGION\nid:fred\nwidth:40%\nlines:3\nregionanchor:0%,100%\nviewportanchor:10%,90%\nscroll:up',
        '00:01.000 --> 00:02.000 region:fred\nin the region',
      ),
    );
    expect(cue.box.region).to.deep.equal({
      id: 'fred',
      width: 40,
      lines: 3,
      regionAnchor: [0, 100],
      viewportAnchor: [10, 90],
      scroll: true,
    });
  });

  it('turns markup into looks', async () => {
    const cue = await only(
      cueText(
        '<v Ada Lovelace><b>bold <i>both</i></b> <u>line</u></v> <c.yellow.bg_blue>colours</c> <lang fr-CA>oui</lang> <ruby>漢<rt>kan</rt></ruby>',
      ),
    );
    const [line] = cue.lines;
    const at = (text: string) => line!.find((span) => span.text === text);
    expect(at('bold ')).to.deep.equal({ text: 'bold ', bold: true, voice: 'Ada Lovelace' });
    expect(at('both')).to.include({ bold: true, italic: true });
    expect(at('line')).to.include({ underline: true });
    expect(at('colours')).to.deep.equal({ text: 'colours', colour: 'yellow', background: 'blue' });
    expect(at('oui')).to.include({ lang: 'fr-CA' });
    expect(at('漢')).to.include({ ruby: 'base' });
    expect(at('kan')).to.include({ ruby: 'text' });
  });

  it('gives the same cue the same id in every segment, and different cues different ones', async () => {
    const one = '00:01.000 --> 00:02.000\nsame';
    const first = await parseWebVtt(file(one, '00:01.000 --> 00:02.000\nother'));
    const second = await parseWebVtt(file(one));
    expect(second.cues[0]?.id).to.equal(first.cues[0]?.id);
    expect(first.cues[1]?.id).not.to.equal(first.cues[0]?.id);
  });

  it('reads hours beyond two digits, as long live streams have them', async () => {
    const { cues } = await parseWebVtt(
      file('1234:00:00.000 --> 1234:00:01.000\na', '1235:00:00.500 --> 1235:00:02.000\nb'),
    );
    expect(cues.map(({ from, to }) => [from, to])).to.deep.equal([
      [1234 * 3_600_000, 1234 * 3_600_000 + 1000],
      [1235 * 3_600_000 + 500, 1235 * 3_600_000 + 2000],
    ]);
  });

  it('reads files with a byte order mark, with any line ends, and without a last empty line', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = `\ufeffWEBVTT${end}${end}00:01.000 --> 00:02.000${end}text`;
      expect(plainText(await only(text))).to.equal('text');
    }
  });

  it('finds where a segment of HLS lies', () => {
    const header = (line: string) =>
      `WEBVTT\n${line}\n\n00:01.000 --> 00:02.000\nX-TIMESTAMP-MAP=MPEGTS:1,LOCAL:00:00:01.000`;
    for (const line of [
      'X-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:10.500',
      'X-TIMESTAMP-MAP=LOCAL:00:00:10.500,MPEGTS:900000',
    ])
      expect(timestampMapOf(header(line))).to.deep.equal({ mpegts: 900_000, localMs: 10_500 });
    expect(timestampMapOf(header('Kind: captions'))).to.equal(undefined);
    expect(timestampMapOf(header('X-TIMESTAMP-MAP=MPEGTS:abc,LOCAL:1'))).to.equal(undefined);
  });
});

describe('hostile WebVTT', () => {
  it('has no markup but its own: everything else is dropped or is text', async () => {
    for (const text of [
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>safe',
      '<b onmouseover=alert(1)>safe</b>',
      '<c.constructor.__proto__.bg_url(javascript:alert)>safe</c>',
      '<lang "><script>alert(1)</script>>safe</lang>',
      '<v "><img src=x onerror=alert(1)>>safe',
      '&lt;img src=x onerror=alert(1)&gt;',
    ]) {
      const { cues } = await parseWebVtt(cueText(text));
      for (const span of cues.flatMap(({ lines }) => lines.flat())) {
        const allowed = ['text', 'bold', 'voice', 'lang'];
        expect(
          Object.keys(span).every((key) => allowed.includes(key)),
          text,
        ).to.equal(true);
        expect(span.lang ?? 'en').to.match(/^[a-z-]+$/);
      }
    }
  });

  it('does not let settings through that are not on the list', async () => {
    const cue = await only(
      file(
        'REGION id:__proto__ width:50%',
        '00:01.000 --> 00:02.000 region:constructor align:xstart;color:red position:50%,xcenter line:1e999,xend size:-5% vertical:url(x)\ntext',
      ),
    );
    expect(cue.box).to.deep.equal({
      vertical: '',
      line: 0,
      snapToLines: true,
      lineAlign: 'start',
      position: 50,
      positionAlign: 'auto',
      size: 100,
      align: 'center',
      region: undefined,
    });
    expect(Object.hasOwn(Object.prototype, 'width')).to.equal(false);
  });

  it('stays within its limits, and says when something is missing', async () => {
    const many = file(...Array.from({ length: 11_000 }, (_, n) => `00:01.000 --> 00:02.000\ncue ${n}`));
    const parsed = await parseWebVtt(many);
    expect(parsed.cues).to.have.length(10_000);
    expect(parsed.truncated).to.equal(true);

    const long = await only(cueText('a'.repeat(100_000)));
    expect(plainText(long)).to.have.length(2_000);

    const deep = await only(cueText('<b>'.repeat(600) + 'deep'));
    expect(plainText(deep)).to.equal('deep');

    const tall = await only(cueText(Array.from({ length: 500 }, () => 'x').join('\n')));
    expect(tall.lines).to.have.length(15);

    const huge = await parseWebVtt(`WEBVTT\n\n${'x\n'.repeat(2_000_000)}`);
    expect(huge.truncated).to.equal(true);
    expect(huge.cues).to.have.length(0);
  });

  it('leaves out what makes no sense', async () => {
    for (const text of [
      '',
      'not a caption file',
      '\0\0\0',
      file('00:02.000 --> 00:01.000\nbackwards'),
      file('99:99.000 --> 00:01.000\nno such minute'),
      file('00:01.000 --> 00:02.000\n<b></b>'),
      file('-->'),
    ])
      expect((await parseWebVtt(text)).cues, JSON.stringify(text)).to.deep.equal([]);
  });

  it('drops control characters', async () => {
    expect(plainText(await only(cueText('a\u0007b\u001bc')))).to.equal('a b c');
  });
});
