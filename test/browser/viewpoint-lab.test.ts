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
    // A change of the way to compare draws again.
    found<HTMLInputElement>('[value="wipe"]').dispatchEvent(new Event('change'));
  });
}

function difference(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length;
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

  it('takes the rung that is asked for', async () => {
    const snapped = next(lab, 'shown', ({ shown }) => shown.synthesis === 'snap');
    const input = found<HTMLInputElement>('[value="snap"]');
    input.checked = true;
    input.dispatchEvent(new Event('change'));
    expect((await snapped).shown.sources).to.have.length(1);
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
