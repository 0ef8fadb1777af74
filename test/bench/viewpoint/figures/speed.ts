import { recorded } from '../../../../examples/venue/rig.js';
import { flightSpan } from '../../../../examples/venue/athlete/timeline.js';
import { alternate } from '../../support/alternate.js';
import type { Row } from '../../support/report.js';
import { median } from '../../support/statistics.js';
import type { FirstPicture, MomentRequest } from '../page/protocol.js';
import { timeSplatPeers } from '../peers/index.js';
import { withMoment } from '../stage/index.js';
import { modelOf, ringView, subject, venueCamera } from '../venue/cameras.js';
import { VenueTruth, usual } from '../venue/truth.js';
import type { Figure, Section, Setting } from './contract.js';

/** In the air, in a tuck. */
const timeMs = Math.round(flightSpan(2).from * 1000 + 600);
const freshPages = 5;
const rounds = 3;
const viewsEach = 20;
/** The longest that the first gap's depth is waited for. */
const depthLimitMs = 60_000;

export const speed: Figure = {
  name: 'speed',
  about:
    'how soon views of twelve 640x360 cameras can be seen, and what one costs beside the splats of others',
  async run(setting): Promise<Section> {
    const { stage, quick } = setting;
    const truth = new VenueTruth(stage);
    const views = recorded.map(venueCamera);
    const frames = await truth.keys(views, timeMs);
    await stage.call('leaveVenue');
    const request = { size: usual, cameras: views.map(modelOf), frames, subject };
    const first = await firstPictures(setting, request);
    const drawn = await drawnViews(setting, request);
    return {
      rows: [
        ...firstRows(first),
        {
          what: `a view from ${drawn.sources} sources (${drawn.synthesis})`,
          value: median(drawn.ours),
          unit: 'ms',
          goal: { most: 33 },
        },
        ...drawn.peers.map(({ name, times }): Row => ({
          what: `${name}, 20,000 splats`,
          value: median(times),
          unit: 'ms',
        })),
      ],
      notes: [
        `each of ${first.length} first pictures in a page and browser context of its own; views in turns with the peers, ${quick ? 1 : rounds} times ${viewsEach}`,
        'from the call until a pixel has been read; frames are decoded, scripts loaded before',
      ],
      details: { first, drawn },
    };
  },
};

function firstRows(first: readonly FirstPicture[]): readonly Row[] {
  const depths = first.map(({ depthMs }) => depthMs ?? NaN);
  return [
    {
      what: 'first view, blended',
      value: median(first.map(({ pictureMs }) => pictureMs)),
      unit: 'ms',
      goal: { most: 150 },
    },
    {
      what: 'of it, until createSynthesizer resolves',
      value: median(first.map(({ createdMs }) => createdMs)),
      unit: 'ms',
    },
    {
      what: 'first view with depth of its gap',
      value: depths.some(Number.isNaN) ? NaN : median(depths),
      unit: 'ms',
      goal: { most: 1500 },
    },
  ];
}

async function firstPictures(
  { stage, quick }: Setting,
  request: MomentRequest,
): Promise<readonly FirstPicture[]> {
  const found: FirstPicture[] = [];
  for (let page = 0; page < (quick ? 1 : freshPages); page += 1)
    found.push(
      await stage.fresh((call) =>
        call('firstPicture', request, modelOf(ringView(0.5)), ['ring-00', 'ring-01'], depthLimitMs),
      ),
    );
  return found;
}

interface Drawn {
  readonly ours: readonly number[];
  readonly sources: number;
  readonly synthesis: string;
  readonly peers: readonly { readonly name: string; readonly times: readonly number[] }[];
}

async function drawnViews({ stage, quick }: Setting, request: MomentRequest): Promise<Drawn> {
  const views = Array.from({ length: viewsEach }, (_, index) =>
    modelOf(ringView(0.1 + (index / viewsEach) * 1.8)),
  );
  return withMoment(stage, request, async (moment) => {
    await moment.prepare();
    let [sources, synthesis] = [0, ''];
    const peer = async (name: 'gsplat' | 'spark'): Promise<readonly number[]> => {
      const [found] = await timeSplatPeers(stage.browser, { peers: [name], pictures: viewsEach });
      return found?.times ?? [];
    };
    const times = await alternate<'ours' | 'gsplat' | 'spark', readonly number[]>(quick ? 1 : rounds, {
      ours: async () => {
        const timed = await moment.time(views);
        [sources, synthesis] = [timed.shown.sources.length, timed.shown.synthesis];
        return timed.times;
      },
      gsplat: () => peer('gsplat'),
      spark: () => peer('spark'),
    });
    const peers = (['gsplat', 'spark'] as const).map((name) => ({ name, times: times[name].flat() }));
    return { ours: times.ours.flat(), sources, synthesis, peers };
  });
}
