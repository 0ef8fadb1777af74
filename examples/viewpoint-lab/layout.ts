/** Puts the parts of the page in their places. */
import type { Aspect, Rig } from '../../src/viewpoint/index.js';
import { element, panel, segments } from './dom.js';
import type { Rung } from './engine/engine.js';
import type { Moment } from './moment.js';
import { FilmStrip } from './panels/film-strip.js';
import { HoldOutPanel, type HoldOutHandlers } from './panels/hold-out.js';
import { PicturesPanel, type PicturesHandlers } from './panels/pictures.js';
import { Problem } from './panels/problem.js';
import { Readout } from './panels/readout.js';
import { RigMap } from './panels/rig-map.js';
import { Stage } from './panels/stage.js';
import { Transport, type TransportHandlers } from './panels/transport.js';
import { filesOf } from './scene/dropped.js';
import type { Settings } from './settings.js';

export interface Handlers extends HoldOutHandlers, PicturesHandlers, TransportHandlers {
  readonly rung: (rung: Rung) => void;
  readonly show: (aspect: Aspect) => void;
  readonly camera: (id: string) => void;
}

export interface Layout {
  readonly element: HTMLElement;
  readonly stage: Stage;
  readonly map: RigMap;
  readonly film: FilmStrip;
  readonly readout: Readout;
  readonly holdOut: HoldOutPanel;
  readonly transport: Transport;
  readonly problem: Problem;
  /** The control's choice of what is shown. */
  setShow(aspect: Aspect): void;
  setMoment(moment: Pick<Moment, 'scene' | 'rig' | 'up'>, without: string | undefined): void;
}

export function createLayout(
  root: HTMLElement,
  settings: Settings,
  handlers: Handlers,
  signal: AbortSignal,
): Layout {
  const wide = matchMedia('(min-width: 1000px)').matches;
  const stage = new Stage();
  const map = new RigMap(handlers.camera);
  const film = new FilmStrip(handlers.camera);
  const readout = new Readout();
  const holdOut = new HoldOutPanel(handlers);
  const pictures = new PicturesPanel(settings, handlers);
  const transport = new Transport(settings.timeMs, handlers);
  const problem = new Problem();
  const name = element('p', { class: 'scene-name' });
  const rungs = segments<Rung>(
    'Rung',
    [
      ['auto', 'Auto'],
      ['snap', 'Snap'],
      ['blend', 'Blend'],
      ['depth', 'Depth'],
    ],
    'auto',
    handlers.rung,
  );
  const shows = segments<Aspect>(
    'Show',
    [
      ['picture', 'Picture'],
      ['depth', 'Depth'],
      ['confidence', 'Confidence'],
    ],
    'picture',
    handlers.show,
  );
  const main = element(
    'main',
    { class: 'lab' },
    element('div', { class: 'picture' }, stage.element, problem.element, film.element, transport.element),
    element(
      'aside',
      { 'aria-label': 'Controls' },
      panel('Rig', true, element('div', { class: 'rig' }, map.element, legend()), name),
      panel('Synthesis', true, rungs.field, shows.field, readout.element),
      panel('Hold a camera out', wide, holdOut.element),
      panel('Pictures', false, pictures.element),
    ),
  );
  root.append(main);
  acceptDrops(main, handlers.files, signal);
  return {
    element: main,
    stage,
    map,
    film,
    readout,
    holdOut,
    transport,
    problem,
    setShow: shows.set,
    setMoment({ scene, rig, up }, without) {
      const ids = scene.cameras.map(({ id }) => id);
      film.begin(ids);
      for (const [index, frame] of scene.frames.entries()) film.setPicture(ids[index] ?? '', frame);
      map.setRig(rig);
      holdOut.setCameras(ids);
      holdOut.setHeld(without);
      pictures.setUp(up);
      pictures.setNotes([
        ...scene.notes,
        ...(rig.pivotQuality.reliable
          ? []
          : ['What the cameras look at is a guess: their axes hardly meet.']),
      ]);
      name.textContent = `${scene.name}: ${ids.length} cameras, ${shapes[rig.shape]}`;
    },
  };
}

const shapes: Readonly<Record<Rig['shape'], string>> = {
  single: 'at one place',
  pair: 'a pair',
  row: 'a row',
  arc: 'an arc',
  ring: 'a ring',
  rows: 'several rows',
};

/** What the colours on the map mean. */
function legend(): HTMLUListElement {
  const lines = [
    ['eye', 'the view'],
    ['source', 'in use'],
    ['ready', 'depth known'],
    ['without', 'held out'],
  ] as const;
  return element(
    'ul',
    { class: 'legend' },
    ...lines.map(([role, text]) => element('li', { class: role }, text)),
  );
}

/** Anywhere on the page. */
function acceptDrops(main: HTMLElement, take: (files: readonly File[]) => void, signal: AbortSignal): void {
  const mark = (on: boolean): boolean => main.classList.toggle('dropping', on);
  document.addEventListener(
    'dragover',
    (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      mark(true);
    },
    { signal },
  );
  document.addEventListener(
    'dragleave',
    (event) => {
      if (event.relatedTarget === null) mark(false);
    },
    { signal },
  );
  document.addEventListener(
    'drop',
    (event) => {
      mark(false);
      if (event.dataTransfer === null) return;
      event.preventDefault();
      void filesOf(event.dataTransfer).then(take);
    },
    { signal },
  );
}
