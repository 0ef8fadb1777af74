import { expect } from '@open-wc/testing';
import { CaptionsView } from '../../../../src/elements/captions/index.js';
import { parseWebVtt } from '../../../../src/media/captions/index.js';
import type { Cue, CueSpan, GridCue } from '../../../../src/media/captions/index.js';

const width = 640;
const height = 360;

interface Stand {
  readonly host: HTMLElement;
  readonly view: CaptionsView;
}

let stands: HTMLElement[] = [];

function stand(size: readonly [number, number] = [width, height]): Stand {
  const host = document.createElement('div');
  host.style.position = 'absolute';
  host.style.left = '0';
  host.style.top = '0';
  host.style.width = `${size[0]}px`;
  host.style.height = `${size[1]}px`;
  const shadow = host.attachShadow({ mode: 'open' });
  const view = new CaptionsView(shadow);
  shadow.append(view.root);
  document.body.append(host);
  stands.push(host);
  return { host, view };
}

afterEach(() => {
  for (const host of stands) host.remove();
  stands = [];
});

async function cuesOf(...blocks: string[]): Promise<readonly Cue[]> {
  const { cues } = await parseWebVtt(['WEBVTT', ...blocks].join('\n\n'));
  return cues;
}

const cueOf = (settings: string, text = 'x') => `00:00.000 --> 00:10.000 ${settings}\n${text}`;

const inks = ({ view }: Stand) => [...view.root.querySelectorAll<HTMLElement>('.ink')];

const rect = ({ view }: Stand, text: string): DOMRect => {
  const found = [...view.root.querySelectorAll<HTMLElement>('.ink')].find((ink) => ink.textContent === text);
  if (found === undefined) throw new Error(`"${text}" is not shown.`);
  return found.getBoundingClientRect();
};

/** 5 % of the height, and what the stylesheet makes a line. */
const letters = height * 0.05;
const line = letters * 1.3;

describe('CaptionsView with WebVTT', () => {
  it('shows a plain cue in the middle of the last line', async () => {
    const place = stand();
    place.view.show(await cuesOf(cueOf('', 'Hello')));
    const { left, right, bottom, top } = rect(place, 'Hello');
    expect((left + right) / 2).to.be.closeTo(width / 2, 1);
    expect(bottom).to.be.within(height - 2 * line, height);
    expect(bottom - top).to.be.closeTo(letters * 1.17, letters * 0.35);
  });

  it('keeps lines, and stacks cues of one moment without covering any, the first lowest', async () => {
    const place = stand();
    place.view.show(await cuesOf(cueOf('', 'one\ntwo'), cueOf('', 'above')));
    expect(rect(place, 'two').top).to.be.at.least(rect(place, 'one').top + line - 1);
    expect(rect(place, 'above').top).to.be.below(rect(place, 'one').top - line + 1);
  });

  it('counts lines from the top and from the bottom', async () => {
    const place = stand();
    place.view.show(
      await cuesOf(
        cueOf('line:0', 'first'),
        cueOf('line:2', 'third'),
        cueOf('line:-1', 'last'),
        cueOf('line:-3', 'before'),
      ),
    );
    expect(rect(place, 'third').top - rect(place, 'first').top).to.be.closeTo(2 * line, 1);
    expect(rect(place, 'last').top - rect(place, 'before').top).to.be.closeTo(2 * line, 1);
    expect(rect(place, 'first').top).to.be.within(0, line);
    expect(rect(place, 'last').bottom).to.be.within(height - line, height);
  });

  it('puts percentages where they are, by their alignment', async () => {
    const place = stand();
    place.view.show(
      await cuesOf(
        cueOf('line:50%', 'start'),
        cueOf('line:50%,center position:20%', 'mid'),
        cueOf('line:50%,end position:80%', 'end'),
      ),
    );
    const boxes = [...place.view.root.querySelectorAll('.cue')].map((cue) => cue.getBoundingClientRect());
    expect(boxes[0]!.top).to.be.closeTo(height / 2, 1);
    expect((boxes[1]!.top + boxes[1]!.bottom) / 2).to.be.closeTo(height / 2, 1);
    expect(boxes[2]!.bottom).to.be.closeTo(height / 2, 1);
  });

  it('puts cues where their position, size and alignment want them', async () => {
    const place = stand();
    place.view.show(
      await cuesOf(
        cueOf('line:0 position:25% align:left size:40%', 'a'),
        cueOf('line:2 position:75%,line-right align:right size:40%', 'b'),
        cueOf('line:4 position:30% size:90%', 'c'),
      ),
    );
    const boxes = [...place.view.root.querySelectorAll('.cue')].map((cue) => cue.getBoundingClientRect());
    // Browsers lay out in 60ths or 64ths of a pixel.
    expect(boxes[0]!.left).to.be.closeTo(160, 0.1);
    expect(boxes[0]!.width).to.be.closeTo(256, 0.1);
    expect(boxes[1]!.right).to.be.closeTo(480, 0.1);
    expect(boxes[1]!.width).to.be.closeTo(256, 0.1);
    // Around 30 % there is room for 60 %, not for 90 %.
    expect(boxes[2]!.left).to.be.closeTo(0, 0.1);
    expect(boxes[2]!.width).to.be.closeTo(384, 0.1);
    expect(rect(place, 'a').left).to.be.closeTo(160, 1);
    expect(rect(place, 'b').right).to.be.closeTo(480, 1);
  });

  it('writes vertically, from the right or from the left', async () => {
    const place = stand();
    place.view.show(
      await cuesOf(cueOf('vertical:rl line:0', '右から左'), cueOf('vertical:lr line:0', '左から右')),
    );
    const right = rect(place, '右から左');
    const left = rect(place, '左から右');
    expect(right.height).to.be.above(right.width * 2);
    expect(right.right).to.be.within(width - 2 * line, width);
    expect(left.left).to.be.within(0, 2 * line);
  });

  it('gathers the cues of a region, newest lowest', async () => {
    const place = stand();
    place.view.show(
      await cuesOf(
        'REGION\nid:r\nwidth:40%\nlines:3\nregionanchor:0%,0%\nviewportanchor:10%,20%',
        cueOf('region:r align:left', 'older'),
        cueOf('region:r align:left', 'newer'),
      ),
    );
    const region = place.view.root.querySelector('.region')!.getBoundingClientRect();
    expect(region.left).to.be.closeTo(64, 0.1);
    expect(region.width).to.be.closeTo(256, 0.1);
    expect(region.top).to.be.closeTo(72, 0.1);
    expect(region.height).to.be.closeTo(3 * line, 0.5);
    expect(rect(place, 'newer').top).to.be.above(rect(place, 'older').top);
    expect(rect(place, 'newer').bottom).to.be.at.most(region.bottom + 1);
  });

  it('stays in the picture where the player is wider', async () => {
    const place = stand([1000, 360]);
    place.view.aspect = 4 / 3;
    place.view.show(await cuesOf(cueOf('position:0% align:left', 'edge')));
    expect(rect(place, 'edge').left).to.be.closeTo((1000 - 480) / 2, 1);
    place.view.aspect = NaN;
    expect(rect(place, 'edge').left).to.be.closeTo((1000 - 480) / 2, 1);
  });

  it('respects the wishes of the viewer', async () => {
    const place = stand();
    place.view.show(await cuesOf(cueOf('', 'wish')));
    const before = rect(place, 'wish');
    place.host.style.setProperty('--olympic-captions-size', '1.5');
    place.host.style.setProperty('--olympic-captions-color', 'rgb(255, 255, 0)');
    place.host.style.setProperty('--olympic-captions-background', 'rgb(0, 0, 64)');
    place.host.style.setProperty('--olympic-captions-clear', '90px');
    const after = rect(place, 'wish');
    expect(after.height / before.height).to.be.closeTo(1.5, 0.06);
    expect(after.bottom).to.be.at.most(height - 90 + 1);
    const style = getComputedStyle(inks(place)[0]!);
    expect([style.color, style.backgroundColor]).to.deep.equal(['rgb(255, 255, 0)', 'rgb(0, 0, 64)']);
  });

  it('draws looks, languages and ruby', async () => {
    const place = stand();
    place.view.show(
      await cuesOf(
        cueOf(
          '',
          '<b>bold</b><i>it</i><u>un</u><c.yellow.bg_blue>col</c><lang ja>日</lang><ruby>漢<rt>kan</rt></ruby>',
        ),
      ),
    );
    const styleOf = (text: string) => getComputedStyle(inks(place).find((ink) => ink.textContent === text)!);
    expect(Number(styleOf('bold').fontWeight)).to.be.at.least(700);
    expect(styleOf('it').fontStyle).to.equal('italic');
    expect(styleOf('un').textDecorationLine).to.equal('underline');
    expect([styleOf('col').color, styleOf('col').backgroundColor]).to.deep.equal([
      'rgb(255, 255, 0)',
      'rgb(0, 0, 255)',
    ]);
    expect(inks(place).find((ink) => ink.textContent === '日')!.lang).to.equal('ja');
    expect(rect(place, 'kan').top).to.be.below(rect(place, '漢').top);
  });

  it('builds nothing anew for what is on already, and takes off what is not', async () => {
    const place = stand();
    const cues = await cuesOf(cueOf('', 'stays'));
    place.view.show(cues);
    const [ink] = inks(place);
    place.view.show([...cues]);
    expect(inks(place)[0]).to.equal(ink);
    place.view.clear();
    expect(inks(place)).to.deep.equal([]);
  });
});

describe('CaptionsView with CEA-608', () => {
  const screen = (...rows: [row: number, column: number, spans: CueSpan[]][]): GridCue => ({
    kind: 'grid',
    id: JSON.stringify(rows),
    from: 0,
    to: 1,
    rows: rows.map(([row, column, spans]) => ({ row, column, spans })),
  });

  it('puts rows and columns into the middle 4:3, a tenth from the edges', () => {
    const place = stand();
    place.view.show([screen([0, 0, [{ text: 'T' }]], [7, 8, [{ text: 'M' }]], [14, 16, [{ text: 'B' }]])]);
    const row = height * 0.05333;
    const cell = height * 0.03333;
    // A row pads its first span, as it does for WebVTT.
    expect(rect(place, 'T').left).to.be.closeTo(width / 2 - 16 * cell, 2);
    expect(rect(place, 'M').left).to.be.closeTo(width / 2 - 8 * cell, 2);
    expect(rect(place, 'B').left).to.be.closeTo(width / 2, 2);
    const tops = [...place.view.root.querySelectorAll('.grid-row')].map((element) =>
      element.getBoundingClientRect(),
    );
    expect(tops[0]!.top).to.be.closeTo(height * 0.1, 1);
    expect(tops[1]!.top).to.be.closeTo(height * 0.1 + 7 * row, 1);
    expect(tops[2]!.bottom).to.be.closeTo(height * 0.9, 1);
  });

  it('keeps 32 columns on the picture, also of a larger size', () => {
    const place = stand();
    place.view.show([screen([14, 0, [{ text: 'M'.repeat(32) }]])]);
    for (const size of ['1', '1.5']) {
      place.host.style.setProperty('--olympic-captions-size', size);
      expect(rect(place, 'M'.repeat(32)).left).to.be.at.least(0);
      expect(rect(place, 'M'.repeat(32)).right).to.be.at.most(width);
    }
  });

  it('keeps rows apart at any size', () => {
    const place = stand();
    place.host.style.setProperty('--olympic-captions-size', '2');
    place.view.show([screen([13, 0, [{ text: 'upper' }]], [14, 0, [{ text: 'lower' }]])]);
    const [upper, lower] = [...place.view.root.querySelectorAll('.grid-row')].map((element) =>
      element.getBoundingClientRect(),
    );
    expect(upper!.bottom).to.be.at.most(lower!.top + 0.5);
    expect(lower!.bottom).to.be.at.most(height);
  });

  it('draws colours, with backgrounds that let the picture through', () => {
    const place = stand();
    place.view.show([
      screen([
        14,
        0,
        [
          { text: 'a', colour: 'lime', background: 'red', translucent: true },
          { text: 'b', background: 'transparent' },
        ],
      ]),
    ]);
    const [a, b] = inks(place).map((ink) => getComputedStyle(ink));
    expect(a!.color).to.equal('rgb(0, 255, 0)');
    expect(a!.backgroundColor).to.equal('rgba(255, 0, 0, 0.5)');
    expect(b!.backgroundColor).to.equal('rgba(0, 0, 0, 0)');
  });
});

describe('captions from hostile files, on a page with Trusted Types and without inline styles', () => {
  const violations: string[] = [];
  const note = (event: SecurityPolicyViolationEvent) => violations.push(event.violatedDirective);

  before(() => {
    document.addEventListener('securitypolicyviolation', note);
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content =
      "require-trusted-types-for 'script'; trusted-types 'none'; style-src 'self'; img-src 'none'";
    document.head.append(policy);
  });

  after(() => document.removeEventListener('securitypolicyviolation', note));

  it('enforces that policy (or these tests would prove nothing)', async () => {
    const violation = new Promise((resolve) =>
      document.addEventListener('securitypolicyviolation', resolve, { once: true }),
    );
    expect(() => {
      document.createElement('div').insertAdjacentHTML('beforeend', '<b></b>');
    }).to.throw(TypeError);
    await violation;
    violations.length = 0;
  });

  const attacks = [
    '<img src=x onerror="globalThis.pwned=1">',
    '<script>globalThis.pwned=1</script>',
    '&lt;img src=x onerror=globalThis.pwned=1&gt;',
    '<lang "onmouseover=globalThis.pwned=1>text</lang>',
    '<lang en"><img src=x onerror=globalThis.pwned=1>text</lang>',
    '<v "><iframe srcdoc="<script>parent.pwned=1</script>">text</v>',
    '<c.on-red;background:url(https://attacker.example/)>text</c>',
    '<c.captions.stack>text</c>',
    '<style>*{display:none}</style><b>text</b>',
    '<a href="javascript:globalThis.pwned=1">text</a>',
  ];

  const settings = [
    'position:50%;background:url(https://attacker.example/)',
    'align:center"onclick="globalThis.pwned=1',
    'line:1;color:red size:calc(1px)',
    'region:"><img/src=x>',
  ];

  it('makes elements and attributes of its own kinds only, whatever text, language, class or setting says', async () => {
    const place = stand();
    for (const attack of attacks)
      for (const setting of ['', ...settings]) {
        const region = `REGION\nid:"><img/src=x>\nwidth:50%;background:red\nviewportanchor:0%,url(x)`;
        place.view.show(await cuesOf(region, cueOf(setting, `${attack} ${setting}`)));
        for (const element of place.view.root.querySelectorAll('*')) {
          expect(['div', 'span', 'ruby', 'rt'], attack).to.include(element.localName);
          for (const { name, value } of element.attributes) {
            expect(['class', 'lang', 'part', 'style'], attack).to.include(name);
            if (name === 'style') expect(value, attack).to.match(/^(--[a-z-]+: -?[\d.]+;? ?)*$/);
            if (name === 'class') expect(value, attack).to.match(/^[a-z0-9 -]+$/);
            if (name === 'lang') expect(value, attack).to.match(/^[a-z-]+$/i);
          }
        }
      }
    expect('pwned' in globalThis).to.equal(false);
    expect(violations).to.deep.equal([]);
  });

  it('is styled all the same', async () => {
    const place = stand();
    place.view.show(await cuesOf(cueOf('', 'styled')));
    expect(getComputedStyle(inks(place)[0]!).backgroundColor).to.equal('rgba(0, 0, 0, 0.8)');
    expect(violations).to.deep.equal([]);
  });

  it('is no live region, and is not hidden from who reads by braille', async () => {
    const place = stand();
    place.view.show(await cuesOf(cueOf('', 'words')));
    for (const element of [place.view.root, ...place.view.root.querySelectorAll('*')])
      expect(['aria-live', 'aria-hidden', 'role'].some((name) => element.hasAttribute(name))).to.equal(false);
  });
});
