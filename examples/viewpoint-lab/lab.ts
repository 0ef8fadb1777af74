/** The lab: one frozen moment, the look at it, and the controls about it. Everything the parts tell each other goes through here. */
import { nearest, type CameraModel, type Shown } from '../../src/viewpoint/index.js';
import { Comparison } from './compare/comparison.js';
import { pixelsOf } from './compare/pixels.js';
import type { Engine, Rung } from './engine/engine.js';
import { createLayout, type Layout } from './layout.js';
import { closeMoment, engineOf, frameOf, momentOf, nearestCamera, type Moment } from './moment.js';
import type { CompareMode } from './panels/stage.js';
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
  readonly #comparison: Comparison;
  readonly #stillness = matchMedia('(prefers-reduced-motion: reduce)');
  #venueNow: Pick<Settings, 'cameras' | 'width' | 'timeMs'>;
  #loading: AbortController | undefined;
  #moment: Moment | undefined;
  #engine: Engine | undefined;
  #rung: Rung = 'auto';
  #without: string | undefined;
  #mode: CompareMode = 'wipe';
  #sweep: Sweep | undefined;
  #sweepWanted: boolean;
  #touched = false;
  #wasMoving = false;
  #compared: string | undefined;

  constructor(root: HTMLElement, settings: Settings) {
    this.#venueNow = settings;
    this.#sweepWanted = settings.sweep;
    const { signal } = this.#life;
    this.#layout = createLayout(
      root,
      settings,
      {
        rung: (rung) => this.#choose({ rung }),
        hold: (without) => this.#choose({ without }),
        mode: (mode) => {
          this.#mode = mode;
          this.#loop.invalidate();
        },
        gain: (gain) => (this.#comparison.gain = gain),
        back: () => this.#flyTo(this.#without),
        camera: (id) => this.#flyTo(id),
        venue: (cameras, width) => this.showVenue({ cameras, width }),
        files: (files) => this.showFiles(files),
        look: (timeMs) => this.#look(timeMs),
        freeze: (timeMs) => this.showVenue({ timeMs }),
        sweep: (on) => this.#setSweep(on),
      },
      signal,
    );
    const { stage, holdOut } = this.#layout;
    this.#comparison = new Comparison((compared) => {
      if (this.#compared === undefined) return;
      stage.setDifference(compared.difference);
      holdOut.setScore(compared.psnr);
      this.#fire('compared', { camera: this.#compared, psnr: compared.psnr });
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
      if (this.#moment !== undefined)
        this.#layout.setScene(this.#moment.scene, this.#moment.rig, this.#without);
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
      const engine = await engineOf(moment, { rung: this.#rung, without });
      signal.throwIfAborted();
      this.#dropMoment();
      this.#moment = moment;
      this.#without = without;
      this.#layout.setScene(scene, moment.rig, without);
      this.#use(engine);
    } catch (error) {
      if (moment === undefined) closeScene(scene);
      else if (moment !== this.#moment) closeMoment(moment);
      throw error;
    }
    if (!this.#touched && this.#sweepWanted && !this.#stillness.matches) this.#setSweep(true);
    this.#fire('frozen', { cameras: scene.cameras.map(({ id }) => id) });
    // Chosen while this was under way.
    if (this.#engine?.key.rung !== this.#rung) void this.#choose({});
  }

  #dropMoment(): void {
    this.#setCompared(undefined);
    this.#engine = undefined;
    if (this.#moment !== undefined) closeMoment(this.#moment);
    this.#moment = undefined;
  }

  /** Another rung, or another camera held out. */
  async #choose(change: { rung?: Rung; without?: string | undefined }): Promise<void> {
    const moment = this.#moment;
    if (change.rung !== undefined) this.#rung = change.rung;
    if (moment === undefined) return;
    if ('without' in change) {
      this.#without = change.without;
      this.#stopSweep();
      if (change.without !== undefined) moment.orbit.flyTo(change.without);
    }
    this.#layout.holdOut.setHeld(this.#without);
    this.#setCompared(undefined);
    const key = { rung: this.#rung, without: this.#without };
    try {
      const engine = await engineOf(moment, key);
      if (moment === this.#moment && key.rung === this.#rung && key.without === this.#without)
        this.#use(engine);
    } catch (error) {
      if (moment === this.#moment) this.#fail(error);
    }
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
    if (engine.key.rung === 'snap' || engine.key.rung === 'blend') stage.progress(1);
    const onProgress = (): void => {
      if (engine !== this.#engine) return;
      stage.progress(engine.progress.done);
      this.#loop.invalidate();
    };
    engine.work(onProgress).then(
      () => {
        if (engine === this.#engine && engine.done) this.#fire('prepared', { without: engine.key.without });
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
      const shown = await engine.synthesizer.render(camera);
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

  #show({ rig, orbit, scene }: Moment, engine: Engine, view: CameraModel, shown: Shown): void {
    const { stage, map, film, readout } = this.#layout;
    const { ready } = engine.progress;
    const { sources } = shown;
    const without = engine.key.without;
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
    this.#setCompared(without !== undefined && orbit.at === without ? without : undefined);
    if (this.#compared === undefined) return;
    const measured = this.#compared;
    const there = (): boolean => this.#compared === measured && this.#engine === engine;
    this.#comparison
      .measure(async () => (there() ? await engine.synthesizer.readPixels() : undefined))
      .catch((error: unknown) => {
        if (there()) this.#fail(error);
      });
  }

  /** Begins and ends the comparison as the view comes to the camera held out and leaves it. */
  #setCompared(id: string | undefined): void {
    const { stage, holdOut } = this.#layout;
    stage.compare(id === undefined ? undefined : this.#mode);
    if (id === this.#compared) return;
    this.#compared = id;
    holdOut.setThere(id !== undefined);
    holdOut.setScore(undefined);
    const frame = this.#moment === undefined || id === undefined ? undefined : frameOf(this.#moment, id);
    const canvas = this.#engine?.canvas;
    if (frame === undefined || canvas === undefined) {
      this.#comparison.truth = undefined;
      return;
    }
    const truth = pixelsOf(frame, canvas);
    this.#comparison.truth = truth;
    stage.setTruth(truth);
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
