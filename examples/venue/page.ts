/** The venue's page: any camera, any viewpoint round the athlete, any time of the loop. */
import { frameAt, framesPerSecond, loopFrames } from './loop.js';
import { moments } from './moments.js';
import { clampViewpoint, orbitCamera, viewpointOf, type Viewpoint } from './orbit.js';
import { LoopClock } from './page/loop-clock.js';
import { createRingDial } from './page/ring-dial.js';
import { cameras, type VenueCamera } from './rig.js';
import { createVenue, type Layers } from './venue.js';

const frameMs = 1000 / framesPerSecond;
/** Degrees per picture height dragged, and per arrow key. */
const dragTurn = 140;
const keyTurn = 5;
const zoomStep = 1.06;

function find<T extends Element>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`The page has no ${type.name} #${id}.`);
  return element;
}

const canvas = find('picture', HTMLCanvasElement);
const playButton = find('play', HTMLButtonElement);
const timeInput = find('time', HTMLInputElement);
const clockOutput = find('clock', HTMLOutputElement);
const stripInput = find('strip', HTMLInputElement);
const layersSelect = find('layers', HTMLSelectElement);
const rateSelect = find('rate', HTMLSelectElement);
const calibrationList = find('calibration', HTMLDListElement);

const clock = new LoopClock();
const venue = createVenue({ canvas, width: canvas.width, height: canvas.height });

/** Either one of the rig's cameras, or a viewpoint of one's own (kept while a camera is shown, to start dragging from). */
let chosen: VenueCamera | undefined = cameras.find(({ id }) => id === 'main');
let viewpoint: Viewpoint = chosen
  ? viewpointOf(chosen)
  : { azimuth: 0, elevation: 5, distance: 8, fieldOfView: 35 };
let stale = true;

function chooseCamera(camera: VenueCamera): void {
  chosen = camera;
  viewpoint = viewpointOf(camera);
  stale = true;
}

function look(change: Partial<Viewpoint>): void {
  viewpoint = clampViewpoint({ ...viewpoint, ...change });
  chosen = undefined;
  stale = true;
}

function showCalibration(): void {
  const camera = chosen ?? orbitCamera(viewpoint);
  const metres = (value: number): string => value.toFixed(2);
  const rows: [string, string][] = [
    ['Camera', chosen ? (chosen.label['en'] ?? chosen.id) : 'Free viewpoint'],
    ['Strip number', chosen ? String(chosen.number) : 'none'],
    ['Position', `${camera.translation.map(metres).join(', ')} m`],
    ['Azimuth', `${viewpoint.azimuth.toFixed(1)}°`],
    ['Elevation', `${viewpoint.elevation.toFixed(1)}°`],
    ['Distance', `${metres(viewpoint.distance)} m`],
    ['Focal length', `${camera.intrinsics.fx.toFixed(1)} px`],
  ];
  calibrationList.replaceChildren(
    ...rows.flatMap(([term, text]) => {
      const [dt, dd] = [document.createElement('dt'), document.createElement('dd')];
      dt.textContent = term;
      dd.textContent = text;
      return [dt, dd];
    }),
  );
}

function setPlaying(playing: boolean): void {
  clock.playing = playing;
  playButton.textContent = playing ? 'Pause' : 'Play';
}

function seek(timeMs: number): void {
  setPlaying(false);
  clock.seek(timeMs);
  stale = true;
}

const dial = createRingDial(chooseCamera);
find('ring', HTMLDivElement).append(dial.element);

const beautyButtons = cameras
  .filter((camera) => !camera.ring)
  .map((camera) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = camera.label['en'] ?? camera.id;
    button.addEventListener('click', () => chooseCamera(camera));
    return { camera, button };
  });
find('beauty', HTMLDivElement).append(...beautyButtons.map(({ button }) => button));

find('moments', HTMLDivElement).append(
  ...moments.map((moment) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = moment.label['en'] ?? moment.id;
    button.addEventListener('click', () => {
      seek(moment.atMs + moment.durationMs / 2);
      const preferred = cameras.find(({ id }) => id === moment.preferredAngle);
      if (preferred) chooseCamera(preferred);
    });
    return button;
  }),
);

timeInput.max = String(loopFrames - 1);
timeInput.addEventListener('input', () => seek(timeInput.valueAsNumber * frameMs));
playButton.addEventListener('click', () => setPlaying(!clock.playing));
rateSelect.addEventListener('change', () => (clock.rate = Number(rateSelect.value)));
for (const control of [stripInput, layersSelect]) control.addEventListener('change', () => (stale = true));

canvas.addEventListener('pointerdown', (event) => canvas.setPointerCapture(event.pointerId));
canvas.addEventListener('pointermove', (event) => {
  if (!canvas.hasPointerCapture(event.pointerId)) return;
  const perPixel = dragTurn / canvas.clientHeight;
  look({
    azimuth: viewpoint.azimuth - event.movementX * perPixel,
    elevation: viewpoint.elevation + event.movementY * perPixel,
  });
});
canvas.addEventListener(
  'wheel',
  (event) => {
    // Only once the picture was chosen: else the page could not be scrolled past it.
    if (document.activeElement !== canvas) return;
    event.preventDefault();
    look({ distance: viewpoint.distance * (event.deltaY > 0 ? zoomStep : 1 / zoomStep) });
  },
  { passive: false },
);

const keys: Readonly<Record<string, () => void>> = {
  ArrowLeft: () => look({ azimuth: viewpoint.azimuth - keyTurn }),
  ArrowRight: () => look({ azimuth: viewpoint.azimuth + keyTurn }),
  ArrowUp: () => look({ elevation: viewpoint.elevation + keyTurn }),
  ArrowDown: () => look({ elevation: viewpoint.elevation - keyTurn }),
  '+': () => look({ distance: viewpoint.distance / zoomStep }),
  '-': () => look({ distance: viewpoint.distance * zoomStep }),
  ' ': () => setPlaying(!clock.playing),
  '.': () => seek((frameAt(clock.timeMs) + 1) * frameMs),
  ',': () => seek((frameAt(clock.timeMs) - 1) * frameMs),
};
canvas.addEventListener('keydown', (event) => {
  const act = keys[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});

function layersChosen(): Layers {
  const { value } = layersSelect;
  return value === 'plate' || value === 'matte' ? value : 'full';
}

/** Where the canvas is wide the picture is drawn with more pixels; more than this gains little. */
const mostPixelsWide = 1280;
new ResizeObserver(() => {
  const pixelsWide = Math.min(mostPixelsWide, Math.round(canvas.clientWidth * devicePixelRatio));
  venue.resize(pixelsWide, Math.round((pixelsWide * 9) / 16));
  stale = true;
}).observe(canvas);

let last: number | undefined;
function tick(now: number): void {
  clock.advance(last === undefined ? 0 : now - last);
  last = now;
  if (clock.playing || stale) {
    stale = false;
    // The picture shows whole frames of the loop when the strip names them, and any instant otherwise.
    const strip = stripInput.checked && chosen !== undefined;
    const timeMs = strip ? frameAt(clock.timeMs) * frameMs : clock.timeMs;
    venue.render(chosen ?? orbitCamera(viewpoint), timeMs, { strip, layers: layersChosen() });
    timeInput.value = String(frameAt(clock.timeMs));
    clockOutput.textContent = `${(clock.timeMs / 1000).toFixed(3)} s · frame ${frameAt(clock.timeMs)}`;
    dial.show(viewpoint.azimuth, chosen);
    for (const { camera, button } of beautyButtons)
      button.setAttribute('aria-pressed', String(camera === chosen));
    showCalibration();
  }
  requestAnimationFrame(tick);
}
requestAnimationFrame(tick);
