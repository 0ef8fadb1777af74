/** The engine without its clock: reader, window, supply and presenter, as quick as they go. */
import { browserMediaEnvironment, createPresenter, deckTime } from '../../../../src/media/index.js';
import type { Sample } from '../../../../src/media/index.js';
import { FrameLedger, Supply } from '../../../../src/media/video/index.js';
import type { Picture } from '../../../../src/media/video/index.js';
import { SampleStore } from '../../../../src/media/window/index.js';
import type { DecodeOrder, DecodeResult } from './order.js';
import { VideoReader } from './samples.js';

/** What a network gives at a time, bytes. */
const sliceBytes = 64 * 1024;
/** Read ahead of the decoder, ms: as in live playback, not the whole file at once. */
const aheadMs = 1000;

const environment = browserMediaEnvironment;

export async function pipeline(
  bytes: Uint8Array,
  { frames: wanted, upload, canvas }: DecodeOrder,
): Promise<DecodeResult> {
  const warn = (message: string) => console.warn(message);
  const log = { debug() {}, warn };
  const presenter =
    upload === undefined || canvas === undefined
      ? undefined
      : createPresenter(canvas, environment, log, { upload });
  const ledger = new FrameLedger();
  const reader = new VideoReader();
  const work = { read: 0, decode: 0, upload: 0, draw: 0 };
  let position = deckTime(0);
  let reach = 0;
  let offset = 0;
  let frames = 0;
  const began = performance.now();

  await new Promise<void>((resolve, reject) => {
    const store = new SampleStore({
      playhead: () => position,
      changed: () => supply.pump(),
    });
    const supply = new Supply({
      window: store.video,
      environment,
      log,
      ledger,
      ended: () => store.ended,
      changed: () => turn(),
      failed: reject,
    });

    const read = () => {
      while (offset < bytes.byteLength && reach < position + aheadMs) {
        const before = performance.now();
        const samples = reader.push(bytes.subarray(offset, offset + sliceBytes));
        offset += sliceBytes;
        if (samples.length > 0 && reader.config !== undefined) {
          const config = store.configure('video', reader.config);
          const fed = samples.map((sample) => ({ ...sample, config }));
          reach = Math.max(reach, ...fed.map(({ time, duration }) => time + duration));
          work.read += performance.now() - before;
          if (store.append('video', fed) === 'full') throw new Error('the window is full');
        } else work.read += performance.now() - before;
        if (offset >= bytes.byteLength) store.end();
      }
    };

    /** The sample whose picture comes next. */
    let next: Sample | undefined;
    let busy = false;
    const finish = () => {
      const { feeding } = supply.counts;
      work.decode = feeding;
      supply.close();
      if (ledger.open > 0) reject(new Error(`${ledger.open} frames are still open`));
      else resolve();
    };
    const show = (picture: Picture, done: () => void) => {
      const config = store.video.config(picture.sample.config);
      if (presenter === undefined || config.kind !== 'video') done();
      else
        presenter.draw(picture.frame, config).then((drawn) => {
          if (drawn) done();
          else reject(new Error('a picture was not drawn'));
        }, reject);
    };
    const turn = () => {
      if (busy) return;
      busy = true;
      try {
        for (;;) {
          read();
          next ??= store.video.at(position);
          if (next === undefined) break;
          const picture = supply.find(next);
          if (picture === undefined) {
            supply.aim(next);
            if (supply.find(next) === undefined) break;
            continue;
          }
          supply.take(picture);
          const taken = next;
          let done = false;
          let later = false;
          show(picture, () => {
            picture.close();
            frames += 1;
            position = deckTime(taken.time + taken.duration / 2);
            read();
            next = store.video.shownAfter(taken);
            if (frames === wanted) next = undefined;
            done = true;
            if (!later) return;
            busy = false;
            if (next === undefined) finish();
            else turn();
          });
          if (!done) {
            later = true;
            return;
          }
          if (next === undefined) {
            finish();
            break;
          }
        }
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
      busy = false;
    };
    turn();
  });

  // Drawing is over when the GPU says so.
  const gl = presenter === undefined ? null : canvas?.getContext('webgl2');
  gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  const milliseconds = performance.now() - began;
  Object.assign(work, presenter?.work);
  presenter?.close();
  return { frames, milliseconds, work };
}
