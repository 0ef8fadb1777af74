/** The viewpoint lab as a visitor uses it: the frozen moment, the drag, the keys, and the camera held out. */
import { expect } from '@open-wc/testing';
import { Lab, type LabEvents } from '../../examples/viewpoint-lab/lab.js';
import { matchPictures } from '../../examples/viewpoint-lab/scene/match-pictures.js';
import { ringOf } from '../../examples/viewpoint-lab/scene/venue-scene.js';
import { cameraFromCalibration, nerfFromCameras } from '../../src/viewpoint/index.js';

const limitMs = 60_000;
const settings = { cameras: 4, width: 320, timeMs: 4000, sweep: false };

/** The detail of the next event of a kind that is accepted. */
function next<K extends keyof LabEvents>(
  lab: Lab,
  type: K,
  accept: (detail: LabEvents[K]) => boolean = () => true,
): Promise<LabEvents[K]> {
  return new Promise((resolve, reject) => {
    const done = new AbortController();
    const timer = setTimeout(() => {
      done.abort();
      reject(new Error(`no ${type} within ${limitMs} ms; the page says: ${document.body.textContent}`));
    }, limitMs);
    lab.events.addEventListener(
      type,
      (event) => {
        const { detail } = event as CustomEvent<LabEvents[K]>;
        if (!accept(detail)) return;
        clearTimeout(timer);
        done.abort();
        resolve(detail);
      },
      { signal: done.signal },
    );
  });
}

const settled = (lab: Lab): Promise<LabEvents['shown']> => next(lab, 'shown', ({ moving }) => !moving);

function found<T extends Element>(selector: string): T {
  const element = document.querySelector<T>(selector);
  if (element === null) throw new Error(`The page has no ${selector}.`);
  return element;
}

/** The picture as it was drawn last: read in the task that drew it, for a WebGL canvas is empty afterwards. */
function pictureOf(lab: Lab): Promise<Uint8ClampedArray> {
  return new Promise((resolve) => {
    lab.events.addEventListener(
      'shown',
      () => {
        const canvas = found<HTMLCanvasElement>('.made canvas');
        const flat = new OffscreenCanvas(canvas.width, canvas.height);
        const context = flat.getContext('2d')!;
        context.drawImage(canvas, 0, 0);
        resolve(context.getImageData(0, 0, flat.width, flat.height).data);
      },
      { once: true },
    );
    // What is chosen is drawn again when it is chosen again.
    found<HTMLInputElement>('[name="choice-show"]:checked').dispatchEvent(new Event('change'));
  });
}

function difference(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length;
}

const isGrey = (picture: Uint8ClampedArray): boolean =>
  picture.every((value, at) => at % 4 > 1 || value === picture[at + 1]);

function choose(what: string, value: string): void {
  const input = found<HTMLInputElement>(`[name="choice-${what}"][value="${value}"]`);
  input.checked = true;
  input.dispatchEvent(new Event('change'));
}

const press = (key: string, options: KeyboardEventInit = {}): boolean =>
  found('.view').dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options }),
  );

function drag(right: number): void {
  const view = found<HTMLElement>('.view');
  const { left, top, width, height } = view.getBoundingClientRect();
  const at = (type: string, x: number): void => {
    view.dispatchEvent(
      new PointerEvent(type, {
        pointerId: 1,
        button: 0,
        clientX: left + width / 2 + x,
        clientY: top + height / 2,
        bubbles: true,
      }),
    );
  };
  // A made-up pointer cannot be captured.
  view.setPointerCapture = () => {};
  at('pointerdown', 0);
  at('pointermove', right / 2);
  at('pointermove', right);
  at('pointerup', right);
}

describe('viewpoint lab', function () {
  this.timeout(2 * limitMs);
  let lab: Lab;
  let style: HTMLLinkElement;

  before(async () => {
    style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = '/examples/viewpoint-lab/lab.css';
    const styled = new Promise((resolve) => style.addEventListener('load', resolve));
    document.head.append(style);
    await styled;
    lab = new Lab(document.body, settings);
    const frozen = next(lab, 'frozen');
    const shown = settled(lab);
    await lab.showVenue();
    expect((await frozen).cameras).to.deep.equal(['ring-00', 'ring-06', 'ring-12', 'ring-18']);
    expect((await shown).at).to.equal('ring-00');
  });
  after(() => {
    lab.close();
    style.remove();
    expect(document.querySelector('.lab')).to.equal(null);
  });

  it('can be looked round at once: a drag moves the view, changes the picture and says how it is made', async () => {
    const before = await pictureOf(lab);
    const arrived = next(lab, 'shown', ({ moving, at }) => !moving && at === undefined);
    drag(-60);
    const { azimuth, shown } = await arrived;
    expect(azimuth).to.be.above(2);
    expect(difference(before, await pictureOf(lab))).to.be.above(1);
    expect(found('.chip').textContent).to.equal(shown.synthesis);
    expect(shown.sources).to.include('ring-00');
    expect(document.querySelectorAll('.film [data-role="source"]')).to.have.length(shown.sources.length);
    expect(found('[role="status"]').textContent).to.match(/^View from the front/);
  });

  it('is moved by keys: five degrees, one camera, home', async () => {
    let arrived = settled(lab);
    press('Home');
    expect((await arrived).at).to.equal('ring-00');
    arrived = settled(lab);
    expect(press('ArrowRight'), 'the page must not scroll').to.equal(false);
    expect((await arrived).azimuth).to.be.closeTo(5, 0.01);
    arrived = settled(lab);
    press('ArrowRight', { shiftKey: true });
    expect(await arrived).to.include({ at: 'ring-06' });
    expect(found('.film [aria-current]').textContent).to.equal('ring-06');
    arrived = settled(lab);
    press('Home');
    expect((await arrived).at).to.equal('ring-00');
    expect(press('Home', { ctrlKey: true }), "the browser's own").to.equal(true);
  });

  it("makes a camera's view from the others, and measures it", async () => {
    const camera = found<HTMLSelectElement>('.held-out');
    const compared = next(lab, 'compared');
    camera.value = 'ring-06';
    camera.dispatchEvent(new Event('change'));
    const { camera: held, psnr } = await compared;
    expect(held).to.equal('ring-06');
    expect(psnr).to.be.within(5, 60);
    expect(found('.result').textContent).to.match(/^\d+\.\d\d dB$/);
    expect(found('.stage').getAttribute('data-compare')).to.equal('wipe');
    expect(found('.film [data-role="without"]').textContent).to.equal('ring-06');

    const measured = next(lab, 'compared');
    choose('show', 'confidence');
    expect((await measured).psnr, 'of the picture, whatever is shown').to.be.closeTo(psnr, 3);
    expect(isGrey(await pictureOf(lab))).to.equal(true);
    expect(found<HTMLElement>('.labels').innerText.trim()).to.equal('Truth');
    expect(found('.scale').textContent).to.match(/^unsurecertain/);
    choose('compare', 'difference');
    expect(found<HTMLElement>('.labels').innerText.trim()).to.equal('Difference');
    choose('show', 'picture');
    await settled(lab);
    expect(found<HTMLElement>('.labels').hidden).to.equal(true);
    choose('compare', 'wipe');

    const away = next(lab, 'shown', ({ at, moving }) => at === undefined && !moving);
    press('ArrowRight');
    await away;
    expect(found('.stage').hasAttribute('data-compare'), 'there is no truth elsewhere').to.equal(false);

    const released = next(lab, 'shown', ({ moving }) => !moving);
    camera.value = '';
    camera.dispatchEvent(new Event('change'));
    await released;
    expect(document.querySelector('.film [data-role="without"]')).to.equal(null);
  });

  it('takes the rung that is asked for at once: the very next picture is made that way', async () => {
    const [canvas, chosen] = [found('.made canvas'), ['snap', 'blend', 'snap']];
    const made: string[] = [];
    for (const rung of chosen) {
      choose('rung', rung);
      made.push((await next(lab, 'shown')).shown.synthesis);
    }
    expect(made).to.deep.equal(chosen);
    expect(found('.made canvas'), 'nothing is made anew').to.equal(canvas);
    choose('rung', 'auto');
    await settled(lab);
  });

  it('shows what a picture is made from, by its control and by keys, in colours with their scale', async () => {
    const picture = await pictureOf(lab);
    expect(isGrey(picture)).to.equal(false);
    expect(found<HTMLElement>('.scale').hidden).to.equal(true);

    choose('show', 'depth');
    await settled(lab);
    const depth = await pictureOf(lab);
    expect(isGrey(depth)).to.equal(true);
    expect(difference(picture, depth)).to.be.above(1);
    expect(found('.scale').textContent).to.match(/^far.*near/);
    expect(getComputedStyle(found('.made canvas')).filter).to.equal('url("#depth-colours")');

    press('c');
    await settled(lab);
    expect(found<HTMLInputElement>('[name="choice-show"][value="confidence"]').checked).to.equal(true);
    expect(isGrey(await pictureOf(lab))).to.equal(true);
    expect(found('.scale').textContent).to.match(/^unsure.*certain/);
    expect(getComputedStyle(found('.made canvas')).filter).to.equal('url("#confidence-colours")');
    expect(found('[role="status"]').textContent).to.match(/^Confidence is shown/);

    press('c');
    await settled(lab);
    expect(difference(picture, await pictureOf(lab))).to.be.below(1);
    expect(getComputedStyle(found('.made canvas')).filter).to.equal('none');
    expect(press('c', { ctrlKey: true }), "the browser's own").to.equal(true);
  });

  it('colours a map so that unknown depth is black, and confidence is read without seeing hues', () => {
    for (const aspect of ['depth', 'confidence']) {
      const [red, green, blue] = ['R', 'G', 'B'].map((channel) =>
        found(`#${aspect}-colours feFunc${channel}`).getAttribute('tableValues')!.split(' ').map(Number),
      );
      const light = red!.map((value, at) => 0.2126 * value + 0.7152 * green![at]! + 0.0722 * blue![at]!);
      expect(light, aspect).to.have.length(256);
      if (aspect === 'depth') expect(light[0]).to.equal(0);
      else expect(light.slice(1).every((value, at) => value > light[at]!)).to.equal(true);
    }
  });

  it('draws on the map what each camera sees: the pyramid of its own lens', () => {
    const cameras = [...document.querySelectorAll('.rig-map .camera')];
    expect(cameras.map((camera) => camera.querySelector('title')!.textContent)).to.have.members([
      'ring-00',
      'ring-06',
      'ring-12',
      'ring-18',
    ]);
    for (const camera of [...cameras, found('.rig-map')]) {
      const path = camera.querySelector('path:not(.grip):not(.pivot)')!.getAttribute('d')!;
      expect(path.match(/L/g), 'three sides of its picture and four edges').to.have.length(7);
    }
  });

  it('says in words what is wrong with files, and goes on with what it had', async () => {
    await lab.showFiles([new File(['nothing'], 'notes.txt', { type: 'text/plain' })]);
    expect(found('.problem').textContent).to.match(/no pictures.*Give a folder/);
    const drawn = settled(lab);
    press('ArrowLeft');
    await drawn;
  });

  it('takes pictures with their calibration', async () => {
    const cameras = ringOf(3).map(({ id, translation, rotation, intrinsics }) =>
      cameraFromCalibration(id, {
        translation: [...translation],
        rotation: [...rotation],
        intrinsics: { ...intrinsics, cx: 31.5, cy: 17.5, fx: 57, fy: 57, width: 64, height: 36 },
      }),
    );
    const canvas = new OffscreenCanvas(64, 36);
    canvas.getContext('2d')!.fillRect(0, 0, 32, 36);
    const blob = await canvas.convertToBlob();
    const pictures = cameras.map(({ id }) => new File([blob], `${id}.png`, { type: 'image/png' }));
    const calibration = new File([nerfFromCameras(cameras)], 'transforms.json', { type: 'application/json' });
    const frozen = next(lab, 'frozen');
    await lab.showFiles([...pictures, calibration]);
    expect((await frozen).cameras).to.deep.equal(cameras.map(({ id }) => id));
    expect(found('.problem').textContent).to.equal('');
    expect(found('.scene-name').textContent).to.match(/3 cameras, nerf/);
  });

  it('takes another axis to be up where the cameras were not held level', async () => {
    const canvas = found('.made canvas');
    const before = found('.rig-map').getAttribute('viewBox');
    const axis = found<HTMLSelectElement>('.up-axis');
    expect(axis.value).to.equal('cameras');
    axis.value = '+x';
    axis.dispatchEvent(new Event('change'));
    expect((await settled(lab)).at, 'from the same camera').to.be.a('string');
    expect(found('.rig-map').getAttribute('viewBox')).not.to.equal(before);
    expect(axis.value).to.equal('+x');
    expect(found('.made canvas'), 'nothing is made anew').to.equal(canvas);
  });

  it('matches pictures to cameras by name, else in order', () => {
    expect(matchPictures(['./images/b', 'A.jpg'], ['x/A.PNG', 'x/B.PNG', 'x/c.png'])).to.deep.equal({
      how: 'names',
      pictures: [1, 0],
    });
    expect(matchPictures(['p', 'q'], ['cam10.jpg', 'cam2.jpg'])).to.deep.equal({
      how: 'order',
      pictures: [1, 0],
    });
    expect(matchPictures(['p', 'q'], ['cam1.jpg']).how).to.equal('none');
  });
});
