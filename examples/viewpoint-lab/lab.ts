/** The lab: one frozen moment, the look at it, and the controls about it. Everything the parts tell each other goes through here. */
import { nearest, type CameraModel, type Shown } from '../../src/viewpoint/index.js';
import { Trial } from './compare/trial.js';
import type { Drawing, Engine } from './engine/engine.js';
import { createLayout, type Layout } from './layout.js';
import { closeMoment, engineOf, frameOf, momentOf, nearestCamera, turnedUp, type Moment } from './moment.js';
import { aspectWords, type MapAspect } from './panels/false-colour.js';
import { sceneFromFiles } from './scene/files-scene.js';
import { closeScene, type Scene } from './scene/scene.js';
import { VenueScenes } from './scene/venue-scene.js';
import type { Settings } from './settings.js';
import { FrameLoop } from './view/frame-loop.js';
import { onGestures } from './view/gestures.js';
import { onKeys, type Direction } from './view/keys.js';
import { frontOf, neighbourOf } from './view/neighbour.js';
import type { Orbit } from './view/orbit.js';
import { Sweep } from './view/sweep.js';
import { settledWords } from './view/words.js';

/** Degrees that a drag over the picture's height turns. */
const dragTurn = 150;
/** Of the sweep's way after its schedule, ms. */
const sweepDecay = 300;

/** What `Lab.events` fires, and its `detail`. */
export interface LabEvents {
  /** Pictures of a moment are there, and views of it can be made. */
  readonly frozen: { readonly cameras: readonly string[] };
  /** A picture was drawn. */
  readonly shown: {
    readonly azimuth: number;
    readonly at: string | undefined;
    readonly moving: boolean;
    readonly shown: Shown;
  };
  readonly prepared: { readonly without: string | undefined };
  readonly compared: { readonly camera: string; readonly psnr: number };
  readonly problem: { readonly error: unknown };
}

export class Lab {
  readonly events = new EventTarget();
  readonly #life = new AbortController();
  readonly #layout: Layout;
  readonly #venue = new VenueScenes();
  readonly #loop = new FrameLoop((elapsedMs) => this.#draw(elapsedMs), this.#life.signal);
  readonly #trial: Trial;
  readonly #stillness = matchMedia('(prefers-reduced-motion: reduce)');
  #venueNow: Pick<Settings, 'cameras' | 'width' | 'timeMs'>;
  #loading: AbortController | undefined;
  #moment: Moment | undefined;
  #engine: Engine | undefined;
  #drawing: Drawing = { synthesis: 'auto', show: 'picture' };
  #without: string | undefined;
  #sweep: Sweep | undefined;
  #sweepWanted: boolean;
  #touched = false;
  #wasMoving = false;

  constructor(root: HTMLElement, settings: Settings) {
    this.#venueNow = settings;
    this.#sweepWanted = settings.sweep;
    const { signal } = this.#life;
    this.#layout = createLayout(
      root,
      settings,
      {
        rung: (synthesis) => this.#redraw({ synthesis }),
        show: (show) => this.#redraw({ show }),
        hold: (without) => this.#hold(without),
        mode: (mode) => (this.#trial.mode = mode),
        gain: (gain) => (this.#trial.gain = gain),
        back: () => this.#flyTo(this.#without),
        camera: (id) => this.#flyTo(id),
        venue: (cameras, width) => this.showVenue({ cameras, width }),
        files: (files) => this.showFiles(files),
        up: (axis) => this.#setUp(axis),
        look: (timeMs) => this.#look(timeMs),
        freeze: (timeMs) => this.showVenue({ timeMs }),
        sweep: (on) => this.#setSweep(on),
      },
      signal,
    );
    const { stage, holdOut } = this.#layout;
    this.#trial = new Trial(stage, holdOut, {
      compared: (camera, psnr) => this.#fire('compared', { camera, psnr }),
      failed: (error) => this.#fail(error),
    });
    onGestures(
      stage.view,
      {
        drag: (right, down) => this.#act((orbit) => orbit.drag(-right * dragTurn, down * dragTurn)),
        release: () => this.#act((orbit) => orbit.release()),
        zoom: (amount) => this.#act((orbit) => orbit.zoom(amount)),
      },
      signal,
    );
    onKeys(
      stage.view,
      {
        turn: (azimuth, elevation) => this.#act((orbit) => orbit.turn(azimuth, elevation)),
        zoom: (amount) => this.#act((orbit) => orbit.zoom(amount)),
        next: (direction) => this.#next(direction),
        home: () => this.#home(),
        map: (aspect) => this.#toggle(aspect),
      },
      signal,
    );
    this.#layout.transport.sweepable = !this.#stillness.matches;
    this.#stillness.addEventListener(
      'change',
      () => {
        this.#layout.transport.sweepable = !this.#stillness.matches;
        if (this.#stillness.matches) this.#setSweep(false);
      },
      { signal },
    );
  }

  /** Resolves when the moment can be looked at. Failures are shown, not thrown. */
  showVenue(change: Partial<Pick<Settings, 'cameras' | 'width' | 'timeMs'>> = {}): Promise<void> {
    this.#venueNow = { ...this.#venueNow, ...change };
    const { film, stage } = this.#layout;
    return this.#load('venue', async (signal) => {
      const scene = await this.#venue.freeze({
        ...this.#venueNow,
        signal,
        onPicture: ({ id }, frame, done, of) => {
          if (done === 1 && this.#moment === undefined) stage.preview(frame);
          film.setPicture(id, frame);
          stage.caption(`Freezing the moment: camera ${done} of ${of}`);
        },
        onCameras: (ids) => film.begin(ids),
      });
      return scene;
    });
  }

  /** Pictures of one instant with their calibration. */
  showFiles(files: readonly File[]): Promise<void> {
    return this.#load('files', (signal) => {
      this.#layout.stage.caption(`Reading ${files.length} files`);
      return sceneFromFiles(files, signal);
    });
  }

  close(): void {
    this.#life.abort();
    this.#loading?.abort();
    this.#dropMoment();
    this.#venue.close();
    this.#layout.element.remove();
  }

  #fire<K extends keyof LabEvents>(type: K, detail: LabEvents[K]): void {
    this.events.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #fail(error: unknown): void {
    this.#layout.problem.show(error);
    this.#fire('problem', { error });
  }

  /** A later call supersedes an earlier one. */
  async #load(from: 'venue' | 'files', make: (signal: AbortSignal) => Promise<Scene>): Promise<void> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    this.#layout.problem.clear();
    this.#engine?.rest();
    try {
      const scene = await make(loading.signal);
      if (loading.signal.aborted) {
        closeScene(scene);
        return;
      }
      await this.#begin(scene, loading.signal);
      this.#layout.transport.ofVenue = from === 'venue';
    } catch (error) {
      if (loading.signal.aborted || this.#life.signal.aborted) return;
      this.#fail(error);
      // What was there before goes on.
      if (this.#moment !== undefined) this.#layout.setMoment(this.#moment, this.#without);
      this.#work();
    } finally {
      if (this.#loading === loading) {
        this.#loading = undefined;
        this.#layout.stage.caption('');
        this.#layout.stage.endPreview();
        this.#loop.invalidate();
      }
    }
  }

  /** What was there before stays until this can be shown. */
  async #begin(scene: Scene, signal: AbortSignal): Promise<void> {
    const before = this.#moment;
    let moment: Moment | undefined;
    try {
      moment = momentOf(scene, before, () => this.#stillness.matches);
      const without = before?.orbit === moment.orbit ? this.#without : undefined;
      const engine = await engineOf(moment, without);
      signal.throwIfAborted();
      this.#dropMoment();
      this.#moment = moment;
      this.#without = without;
      this.#layout.setMoment(moment, without);
      this.#use(engine);
    } catch (error) {
      if (moment === undefined) closeScene(scene);
      else if (moment !== this.#moment) closeMoment(moment);
      throw error;
    }
    if (!this.#touched && this.#sweepWanted && !this.#stillness.matches) this.#setSweep(true);
    this.#fire('frozen', { cameras: scene.cameras.map(({ id }) => id) });
  }

  #dropMoment(): void {
    this.#trial.end();
    this.#engine = undefined;
    if (this.#moment !== undefined) closeMoment(this.#moment);
    this.#moment = undefined;
  }

  /** Another rung, or something else of the view: nothing has to be made for it. */
  #redraw(change: Partial<Drawing>): void {
    this.#drawing = { ...this.#drawing, ...change };
    this.#loop.invalidate();
  }

  #toggle(aspect: MapAspect): void {
    const show = this.#drawing.show === aspect ? 'picture' : aspect;
    this.#layout.setShow(show);
    this.#layout.stage.live.textContent = aspectWords(show);
    this.#redraw({ show });
  }

  async #hold(without: string | undefined): Promise<void> {
    const moment = this.#moment;
    if (moment === undefined) return;
    this.#without = without;
    this.#stopSweep();
    if (without !== undefined) moment.orbit.flyTo(without);
    this.#layout.holdOut.setHeld(without);
    this.#trial.end();
    try {
      const engine = await engineOf(moment, without);
      if (moment.shelf === this.#moment?.shelf && without === this.#without) this.#use(engine);
    } catch (error) {
      if (moment.shelf === this.#moment?.shelf) this.#fail(error);
    }
  }

  /** Where the cameras and their pictures stay, and only the orbit about them changes. */
  #setUp(axis: string): void {
    if (this.#moment === undefined) return;
    this.#stopSweep();
    this.#trial.end();
    this.#moment = turnedUp(this.#moment, axis, () => this.#stillness.matches);
    this.#layout.setMoment(this.#moment, this.#without);
  }

  #use(engine: Engine): void {
    this.#engine = engine;
    this.#layout.stage.use(engine.canvas);
    this.#work();
    this.#loop.invalidate();
  }

  #work(): void {
    const engine = this.#engine;
    if (engine === undefined) return;
    const { stage } = this.#layout;
    stage.progress(engine.progress.done);
    const onProgress = (): void => {
      if (engine !== this.#engine) return;
      stage.progress(engine.progress.done);
      this.#loop.invalidate();
    };
    engine.work(onProgress).then(
      () => {
        if (engine === this.#engine && engine.done) this.#fire('prepared', { without: engine.without });
      },
      (error: unknown) => {
        if (engine === this.#engine) this.#fail(error);
      },
    );
  }

  async #draw(elapsedMs: number): Promise<boolean> {
    const [moment, engine] = [this.#moment, this.#engine];
    if (moment === undefined || engine === undefined) return false;
    const { orbit } = moment;
    if (this.#sweep !== undefined) orbit.turn(this.#sweep.advance(elapsedMs), 0, sweepDecay);
    const moving = orbit.step(elapsedMs);
    const { width, height } = engine.canvas;
    const camera = orbit.camera({ width, height });
    try {
      const drawn = engine.render(camera, this.#drawing);
      // Before the browser shows what was just drawn: a map and its colours come together.
      this.#layout.stage.showing = this.#drawing.show;
      const shown = await drawn;
      if (engine !== this.#engine) return true;
      this.#show(moment, engine, camera, shown);
      this.#fire('shown', { azimuth: orbit.viewpoint.azimuth, at: orbit.at, moving, shown });
      if (!moving && this.#wasMoving && this.#touched && this.#sweep === undefined)
        this.#layout.stage.live.textContent = settledWords(orbit.viewpoint, shown, orbit.at);
      this.#wasMoving = moving;
    } catch (error) {
      if (engine === this.#engine) this.#fail(error);
      return false;
    }
    return moving || this.#sweep !== undefined;
  }

  #show(moment: Moment, engine: Engine, view: CameraModel, shown: Shown): void {
    const { rig, orbit, scene } = moment;
    const { stage, map, film, readout } = this.#layout;
    const { ready } = engine.progress;
    const { sources } = shown;
    const { without } = engine;
    stage.show(shown);
    map.show({ view, sources, ready, without });
    film.show({ sources, at: orbit.at, without });
    const [next] = nearest(rig, view.position, 1);
    if (next !== undefined && this.#sweep === undefined) film.reveal(next.camera.id);
    readout.show({
      viewpoint: orbit.viewpoint,
      unit: scene.unit,
      nearest:
        next === undefined
          ? '–'
          : `${next.camera.id}${orbit.at === undefined ? `, ${next.angle.toFixed(1)}° off` : ''}`,
      frameMs: this.#loop.frameMs,
      memory: engine.synthesizer.memory,
      ready: ready.length,
      cameras: engine.synthesizer.rig.cameras.length,
    });
    const truth = without !== undefined && orbit.at === without ? frameOf(moment, without) : undefined;
    if (truth === undefined) this.#trial.end();
    else this.#trial.visit(engine, truth);
  }

  /** Something the visitor does to the look. */
  #act(act: (orbit: Orbit) => void): void {
    this.#stopSweep();
    if (this.#moment !== undefined) act(this.#moment.orbit);
    this.#loop.invalidate();
  }

  #flyTo(id: string | undefined): void {
    if (id !== undefined) this.#act((orbit) => orbit.flyTo(id));
  }

  #next(direction: Direction): void {
    const moment = this.#moment;
    if (moment !== undefined) this.#flyTo(neighbourOf(moment.rig, moment.orbit.viewpoint, direction));
  }

  /** The nearest real camera; from there the front one. */
  #home(): void {
    const moment = this.#moment;
    if (moment === undefined) return;
    const next = nearestCamera(moment);
    this.#flyTo(moment.orbit.bound === undefined ? next?.id : frontOf(moment.rig));
  }

  #stopSweep(): void {
    this.#touched = true;
    this.#layout.stage.inviting = false;
    this.#setSweep(false);
  }

  #setSweep(on: boolean): void {
    const rig = this.#moment?.rig;
    this.#sweep = on && rig !== undefined ? new Sweep(rig) : undefined;
    this.#layout.transport.sweeping = this.#sweep !== undefined;
    this.#loop.invalidate();
  }

  /** The moment is being chosen: the nearest real camera, live. */
  #look(timeMs: number): void {
    const moment = this.#moment;
    if (moment === undefined) return;
    this.#stopSweep();
    const next = nearestCamera(moment);
    const frame = this.#venue.look(next?.id ?? '', timeMs, this.#venueNow.width);
    if (frame === undefined) return;
    this.#layout.stage.preview(frame);
    this.#layout.stage.caption(`Live: ${next?.id ?? ''}`);
    frame.close();
  }
}
