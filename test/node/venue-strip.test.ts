import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  decodeStrip,
  drawStrip,
  encodeStrip,
  readStrip,
  stripCells,
  type Pixels,
  type StripContent,
} from '../../examples/venue/strip.js';

type Painted = Pixels & { data: Uint8ClampedArray };

/** A picture of one grey with the strip painted over its bottom, as a canvas would. */
function picture(content: StripContent, width: number, height: number, grey = 90): Painted {
  const data = new Uint8ClampedArray(width * height * 4).fill(grey);
  const context = {
    fillStyle: '' as CanvasRenderingContext2D['fillStyle'],
    fillRect(x: number, y: number, w: number, h: number) {
      const value = context.fillStyle === '#fff' ? 255 : 0;
      for (let row = y; row < y + h; row++) {
        data.fill(value, (row * width + x) * 4, (row * width + x + w) * 4);
      }
    },
  };
  drawStrip(context, encodeStrip(content), width, height);
  return { data, width, height };
}

/** Bilinear scaling, as drawing a video into a canvas of another size does. */
function scale(source: Painted, width: number, height: number): Painted {
  const data = new Uint8ClampedArray(width * height * 4);
  const sample = (x: number, y: number, channel: number) => {
    const clampedX = Math.max(0, Math.min(source.width - 1, x));
    const clampedY = Math.max(0, Math.min(source.height - 1, y));
    return source.data[(clampedY * source.width + clampedX) * 4 + channel]!;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = ((x + 0.5) * source.width) / width - 0.5;
      const v = ((y + 0.5) * source.height) / height - 0.5;
      const [i, j] = [Math.floor(u), Math.floor(v)];
      const [s, t] = [u - i, v - j];
      for (let channel = 0; channel < 4; channel++) {
        const top = sample(i, j, channel) * (1 - s) + sample(i + 1, j, channel) * s;
        const bottom = sample(i, j + 1, channel) * (1 - s) + sample(i + 1, j + 1, channel) * s;
        data[(y * width + x) * 4 + channel] = top * (1 - t) + bottom * t;
      }
    }
  }
  return { data, width, height };
}

const someContents: StripContent[] = [
  { camera: 0, version: 1, frame: 0 },
  { camera: 23, version: 1, frame: 239 },
  { camera: 255, version: 255, frame: 65535 },
  { camera: 170, version: 85, frame: 43690 },
];

describe('strip', () => {
  it('puts the fields where the contract says, most significant bit first', () => {
    const bits = encodeStrip({ camera: 24, version: 1, frame: 239 });
    const text = bits.map(Number).join('');
    assert.equal(text, '00011000' + '00000001' + '00000000' + '11101111' + '11110110');
  });

  it('refuses numbers that do not fit their field', () => {
    assert.throws(() => encodeStrip({ camera: 256, version: 1, frame: 0 }), /camera is 256.*0 to 255/);
    assert.throws(() => encodeStrip({ camera: 0, version: -1, frame: 0 }), RangeError);
    assert.throws(() => encodeStrip({ camera: 0, version: 1, frame: 0.5 }), RangeError);
  });

  it('decodes what it encoded, for every frame of every camera', () => {
    for (let camera = 0; camera < 27; camera++) {
      for (let frame = 0; frame < 240; frame++) {
        const content = { camera, version: 1, frame };
        assert.deepEqual(decodeStrip(encodeStrip(content)), content);
      }
    }
  });

  it('notices any single wrong cell', () => {
    const bits = encodeStrip({ camera: 12, version: 1, frame: 100 });
    for (let index = 0; index < bits.length; index++) {
      const wrong = bits.map((bit, at) => (at === index ? !bit : bit));
      assert.equal(decodeStrip(wrong), undefined);
    }
  });

  it('tiles the bottom of the picture with whole pixels, each cell 1/40 wide and 1/32 high', () => {
    for (const [width, height] of [
      [640, 360],
      [320, 180],
      [1920, 1080],
      [853, 480],
    ] as const) {
      const cells = stripCells(encodeStrip(someContents[3]!), width, height);
      assert.equal(cells.length, 40);
      let x = 0;
      for (const cell of cells) {
        assert.equal(cell.x, x);
        assert.ok(Math.abs(cell.width - width / 40) <= 1);
        assert.ok(Math.abs(cell.height - height / 32) <= 0.5);
        assert.equal(cell.y + cell.height, height);
        x += cell.width;
      }
      assert.equal(x, width);
    }
  });

  it('reads what it drew, whatever the size', () => {
    for (const content of someContents) {
      for (const [width, height] of [
        [640, 360],
        [320, 180],
        [160, 90],
        [1280, 720],
        [853, 480],
      ] as const) {
        assert.deepEqual(readStrip(picture(content, width, height)), content);
      }
    }
  });

  it('reads a picture that was scaled on its way', () => {
    for (const content of someContents) {
      const original = picture(content, 640, 360);
      for (const [width, height] of [
        [320, 180],
        [427, 240],
        [960, 540],
        [1280, 720],
      ] as const) {
        assert.deepEqual(readStrip(scale(original, width, height)), content, `${width}x${height}`);
      }
    }
  });

  it('reads a picture whose range was squeezed', () => {
    const { data, width, height } = picture(someContents[1]!, 640, 360);
    const squeezed = data.map((value) => 60 + value * 0.4);
    assert.deepEqual(readStrip({ data: squeezed, width, height }), someContents[1]);
  });

  it('reads the strip alone when told so', () => {
    const { data, width } = picture(someContents[1]!, 640, 360);
    const rows = 11;
    const strip = { data: data.slice((360 - rows) * width * 4), width, height: rows };
    assert.deepEqual(readStrip(strip, { area: 'strip' }), someContents[1]);
  });

  it('finds nothing in a picture without a strip', () => {
    const flat = (value: number): Painted => ({
      data: new Uint8ClampedArray(640 * 360 * 4).fill(value),
      width: 640,
      height: 360,
    });
    assert.equal(readStrip(flat(0)), undefined, 'black');
    assert.equal(readStrip(flat(128)), undefined, 'grey');
    assert.equal(readStrip({ data: new Uint8ClampedArray(), width: 0, height: 0 }), undefined, 'empty');
  });

  it('finds nothing in a torn picture', () => {
    const torn = picture({ camera: 3, version: 1, frame: 127 }, 640, 360);
    const other = picture({ camera: 3, version: 1, frame: 128 }, 640, 360);
    for (let y = 0; y < 360; y++) {
      torn.data.set(other.data.subarray((y * 640 + 440) * 4, (y + 1) * 640 * 4), (y * 640 + 440) * 4);
    }
    assert.equal(readStrip(torn), undefined);
  });
});
