/** The venue as ground truth: the same every time, seen exactly as the calibration says. */
import { expect } from '@open-wc/testing';
import { athleteAt } from '../../examples/venue/athlete/routine.js';
import { frameAt, loopMs } from '../../examples/venue/loop.js';
import { orbitCamera, viewpointOf } from '../../examples/venue/orbit.js';
import { projectPoint, type CalibratedCamera } from '../../examples/venue/projection.js';
import { cameras, subject, venueVersion, type Vector3 } from '../../examples/venue/rig.js';
import { readStrip } from '../../examples/venue/strip.js';
import { createVenue, type RenderOptions, type Venue } from '../../examples/venue/venue.js';

const size = { width: 640, height: 360 };
const frameMs = 1000 / 30;

function camera(id: string) {
  const found = cameras.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`There is no camera ${id}.`);
  return found;
}

/** The picture as RGBA rows from the top. */
function picture(venue: Venue, view: CalibratedCamera, timeMs: number, options?: RenderOptions): ImageData {
  venue.render(view, timeMs, options);
  const flat = new OffscreenCanvas(venue.canvas.width, venue.canvas.height);
  const context = flat.getContext('2d')!;
  context.drawImage(venue.canvas, 0, 0);
  return context.getImageData(0, 0, flat.width, flat.height);
}

/** Mean absolute difference of two pictures, in grey levels. */
function difference(a: ImageData, b: ImageData): number {
  let sum = 0;
  for (let at = 0; at < a.data.length; at++) sum += Math.abs(a.data[at]! - b.data[at]!);
  return sum / ((a.data.length * 3) / 4);
}

/** A rig camera whose optical axis does not pass through the middle of the picture, and whose pixels are not square. */
const skewed: CalibratedCamera = {
  ...camera('ring-02'),
  intrinsics: { fx: 560, fy: 520, cx: 280.5, cy: 205.25, ...size },
};

describe('venue picture', function () {
  this.timeout(60_000);
  let venue: Venue;

  before(() => {
    venue = createVenue({ canvas: document.createElement('canvas'), ...size });
  });
  after(() => venue.dispose());

  it('is the same for the same camera and time, whatever was drawn between', () => {
    const first = picture(venue, camera('ring-03'), 3700);
    picture(venue, camera('crane'), 6100);
    expect(difference(first, picture(venue, camera('ring-03'), 3700 + loopMs))).to.equal(0);
    expect(difference(first, picture(venue, camera('ring-04'), 3700))).to.be.above(5);
    expect(difference(first, picture(venue, camera('ring-03'), 3900))).to.be.above(0.05);
  });

  it('loops without a jump: the last frame is followed by the first as by any other', () => {
    const view = camera('ring-00');
    const [a, b, c, d] = [238, 239, 240, 241].map((frame) => picture(venue, view, frame * frameMs));
    const seam = difference(b!, c!);
    expect(seam).to.be.below(1.4 * Math.max(difference(a!, b!), difference(c!, d!)));
  });

  it('carries the strip of its camera and frame', () => {
    for (const [id, frame] of [
      ['ring-00', 0],
      ['ring-23', 239],
      ['field', 128],
    ] as const) {
      const view = camera(id);
      expect(readStrip(picture(venue, view, frame * frameMs, { strip: true }))).to.deep.equal({
        camera: view.number,
        version: venueVersion,
        frame,
      });
    }
    expect(readStrip(picture(venue, camera('ring-00'), 0))).to.equal(undefined);
    expect(() => venue.render(skewed, 0, { strip: true })).to.not.throw();
    const { translation, rotation, intrinsics } = skewed;
    expect(() => venue.render({ translation, rotation, intrinsics }, 0, { strip: true })).to.throw(
      /no number/,
    );
  });

  it('numbers frames by the interval that holds the time', () => {
    for (let frame = 0; frame < 240; frame++) {
      expect(frameAt((frame * 1000) / 30)).to.equal(frame);
      expect(frameAt((frame * 1000) / 30 + 33)).to.equal(frame);
    }
    expect(frameAt(-1)).to.equal(239);
    expect(frameAt(loopMs)).to.equal(0);
  });

  it('shows points of the world where the calibration says, to a quarter of a pixel', () => {
    const markers: Vector3[] = [
      [0, 4.9, 0],
      [-1.9, 3.4, 0.6],
      [1.2, 2.1, -1],
      [0.4, 1.9, 1.1],
    ];
    const marked = createVenue({ canvas: document.createElement('canvas'), ...size, markers });
    const reach = 12;
    for (const view of [camera('ring-00'), camera('main'), skewed]) {
      const { data } = picture(marked, view, 1600, { layers: 'plate' });
      for (const point of markers) {
        const expected = projectPoint(view, point);
        let [sumX, sumY, weight] = [0, 0, 0];
        for (let y = Math.round(expected.y) - reach; y <= expected.y + reach; y++) {
          for (let x = Math.round(expected.x) - reach; x <= expected.x + reach; x++) {
            const at = (y * size.width + x) * 4;
            // How magenta: nothing near is. Edge pixels count by how much of them the ball covers.
            const magenta = Math.max(0, Math.min(data[at]!, data[at + 2]!) - data[at + 1]! - 90);
            sumX += magenta * x;
            sumY += magenta * y;
            weight += magenta;
          }
        }
        expect(weight, 'no marker to be seen').to.be.above(0);
        expect(sumX / weight).to.be.closeTo(expected.x, 0.25);
        expect(sumY / weight).to.be.closeTo(expected.y, 0.25);
      }
    }
    marked.dispose();
  });

  it('measures depth in metres along the optical axis', () => {
    const depths = venue.readDepth(skewed, 3700, { layers: 'plate' });
    const { fx, fy, cx, cy } = skewed.intrinsics;
    // The bed lies flat at its height: a point of it must be as deep as its pixel says.
    for (const point of [
      [0.5, 1.155, 0.3],
      [-1.2, 1.155, -0.5],
      [1.4, 1.155, 0.6],
    ] as const) {
      const seen = projectPoint(skewed, point);
      const [x, y] = [Math.round(seen.x), Math.round(seen.y)];
      const depth = depths[y * size.width + x]!;
      // The pixel's centre is up to half a pixel off the point; on the slanted bed that is a few centimetres.
      expect(depth).to.be.closeTo(seen.depth, 0.06);
    }
    expect(fx).to.not.equal(fy);
    expect(cx).to.not.equal(cy);
    expect(depths.reduce((least, depth) => Math.min(least, depth))).to.be.above(1);
  });

  it('separates the athlete: silhouette, clean plate and depth agree', () => {
    const view = camera('ring-01');
    const timeMs = 4000;
    const full = picture(venue, view, timeMs);
    const plate = picture(venue, view, timeMs, { layers: 'plate' });
    const matte = picture(venue, view, timeMs, { layers: 'matte' });
    const fullDepth = venue.readDepth(view, timeMs);
    const plateDepth = venue.readDepth(view, timeMs, { layers: 'plate' });
    let [inside, nearer, changedInside] = [0, 0, 0];
    for (let pixel = 0; pixel < size.width * size.height; pixel++) {
      const value = matte.data[pixel * 4]!;
      expect(value).to.equal(matte.data[pixel * 4 + 1]);
      if (value < 255) {
        if (value === 0)
          expect(fullDepth[pixel]).to.be.closeTo(plateDepth[pixel]!, 0.02 * plateDepth[pixel]!);
        continue;
      }
      inside++;
      if (fullDepth[pixel]! < plateDepth[pixel]! - 1) nearer++;
      const at = pixel * 4;
      const change = [0, 1, 2].reduce(
        (sum, c) => sum + Math.abs(full.data[at + c]! - plate.data[at + c]!),
        0,
      );
      if (change > 12) changedInside++;
    }
    expect(inside).to.be.within(600, 12_000);
    expect(nearer / inside).to.be.above(0.99);
    expect(changedInside / inside).to.be.above(0.95);
    const { pelvis } = athleteAt(timeMs);
    const { x, y, depth } = projectPoint(view, [pelvis.x, pelvis.y, pelvis.z]);
    const pixel = Math.round(y) * size.width + Math.round(x);
    expect(matte.data[pixel * 4]).to.equal(255);
    expect(fullDepth[pixel]).to.be.within(depth - 0.5, depth);
  });

  it('shows the same picture at any size', () => {
    const small = createVenue({ canvas: document.createElement('canvas'), width: 160, height: 90 });
    const little = picture(small, camera('main'), 2400);
    const large = new OffscreenCanvas(160, 90);
    const context = large.getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    venue.render(camera('main'), 2400);
    context.drawImage(venue.canvas, 0, 0, 160, 90);
    expect(difference(little, context.getImageData(0, 0, 160, 90))).to.be.below(8);
    small.dispose();
  });

  it('looks from viewpoints between the cameras as a camera there would', () => {
    const ring = camera('ring-03');
    const viewpoint = viewpointOf(ring);
    expect(viewpoint.azimuth).to.be.closeTo(45, 1e-9);
    const there = orbitCamera(viewpoint);
    there.translation.forEach((value, axis) => expect(value).to.be.closeTo(ring.translation[axis]!, 1e-9));
    there.rotation.forEach((value, axis) => expect(value).to.be.closeTo(ring.rotation[axis]!, 1e-9));
    expect(there.intrinsics.fx).to.be.closeTo(ring.intrinsics.fx, 1e-9);
    const between = orbitCamera({ ...viewpoint, azimuth: 52.5, elevation: 30 });
    const { x, y } = projectPoint(between, subject.center);
    expect(x).to.be.closeTo(between.intrinsics.cx, 1e-6);
    expect(y).to.be.closeTo(between.intrinsics.cy, 1e-6);
  });
});
