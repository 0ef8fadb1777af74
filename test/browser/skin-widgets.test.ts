import { expect, waitUntil } from '@open-wc/testing';
import {
  OlympicAngleStrip,
  OlympicInspector,
  OlympicLatencyBadge,
  defineOnce,
} from '../../src/elements/index.js';
import type { OlympicPlayer } from '../../src/elements/index.js';
import { historyOf } from '../../src/elements/inspector/history.js';
import { reportOf } from '../../src/elements/inspector/report.js';
import { topView } from '../../src/elements/widgets/rig-map.js';
import { all, descriptor, dressed, one, playing, press, transport } from './skin-stage.js';

defineOnce('olympic-angle-strip', OlympicAngleStrip);
defineOnce('olympic-latency-badge', OlympicLatencyBadge);
defineOnce('olympic-inspector', OlympicInspector);

const angles = (widget: HTMLElement) => all<HTMLButtonElement>(widget, '[part~=angle]');

describe('the angle strip', () => {
  let player: OlympicPlayer;
  let strip: OlympicAngleStrip;

  beforeEach(() => {
    transport.seekable.value = undefined;
    transport.gate = undefined;
    strip = new OlympicAngleStrip();
  });
  afterEach(() => {
    strip.remove();
    player.remove();
  });

  const bound = () => waitUntil(() => angles(strip).length === 3, 'three cameras', { timeout: 5000 });

  it('binds by for to a player that is there', async () => {
    player = await dressed({ attributes: { id: 'here' } });
    strip.htmlFor = 'here';
    document.body.append(strip);
    await bound();
    expect(angles(strip).map(({ ariaLabel }) => ariaLabel)).to.deep.equal([
      'Camera 1: Front',
      'Camera 2: Side',
      'Camera 3: Back',
    ]);
    await expect(strip).to.be.accessible();
  });

  it('binds by for to a player that comes later', async () => {
    strip.htmlFor = 'later';
    document.body.append(strip);
    player = await dressed({ attributes: { id: 'later' } });
    await bound();
  });

  it('binds by for to an element that is defined later', async () => {
    const early = document.createElement('undefined-player');
    early.id = 'undefined';
    document.body.append(early);
    strip.htmlFor = 'undefined';
    document.body.append(strip);
    player = await dressed();
    customElements.define('undefined-player', class extends (player.constructor as typeof OlympicPlayer) {});
    const upgraded = early as OlympicPlayer;
    upgraded.descriptor = descriptor();
    await bound();
    early.remove();
  });

  it('binds by .player, and to another one when that changes', async () => {
    player = await dressed();
    strip.player = player;
    document.body.append(strip);
    await bound();
    const other = await dressed({ descriptor: { ...descriptor(), angles: descriptor().angles.slice(0, 2) } });
    strip.player = other;
    await waitUntil(() => angles(strip).length === 2);
    other.remove();
  });

  it('says so when for names something that is no player', async () => {
    player = await dressed();
    const box = document.createElement('div');
    box.id = 'box';
    document.body.append(box);
    // The test runner's own listener would take the report for a failure of the page.
    const { onerror } = window;
    const reported = new Promise<string>((resolve) => {
      window.onerror = (message) => {
        resolve(String(message));
        return true;
      };
    });
    strip.htmlFor = 'box';
    document.body.append(strip);
    expect(await reported)
      .to.include('for="box"')
      .and.to.include('<div>');
    window.onerror = onerror;
    box.remove();
  });

  it('has one stop in the tab order, which the arrows move', async () => {
    player = await dressed();
    strip.player = player;
    document.body.append(strip);
    await bound();
    const stops = () => angles(strip).map(({ tabIndex }) => tabIndex);
    expect(stops()).to.deep.equal([0, -1, -1]);
    angles(strip)[0]!.focus();
    const active = () => (strip.shadowRoot?.activeElement as HTMLElement | null)?.dataset.angle;
    press(angles(strip)[0]!, 'ArrowRight');
    expect(active()).to.equal('side');
    await waitUntil(() => stops().join() === '-1,0,-1');
    press(angles(strip)[1]!, 'End');
    expect(active()).to.equal('back');
    press(angles(strip)[2]!, 'ArrowRight');
    expect(active(), 'around the end').to.equal('front');
    strip.dir = 'rtl';
    press(angles(strip)[0]!, 'ArrowLeft');
    expect(active(), 'from right to left').to.equal('side');
  });

  it('shows progress on the camera asked for until it is on screen', async () => {
    player = await playing();
    strip.player = player;
    document.body.append(strip);
    await bound();
    let open = () => {};
    transport.gate = new Promise((resolve) => (open = resolve));
    const side = angles(strip)[1]!;
    side.click();
    await waitUntil(() => side.ariaBusy === 'true');
    expect(side.ariaPressed).to.equal('false');
    open();
    await waitUntil(() => side.ariaPressed === 'true', 'on screen', { timeout: 10_000 });
    await waitUntil(() => side.ariaBusy === 'false');
    expect(player.angle).to.equal('side');
    expect(historyOf(player.session).angleChanges[0]?.what).to.include({
      from: 'front',
      to: 'side',
      source: 'user',
    });
  });

  it('greys a camera that no source here can bring', async () => {
    const event = descriptor();
    event.angles[1]!.sources = [{ type: 'hls', url: 'https://media.test/locked.m3u8', priority: 1 }];
    player = await dressed({ descriptor: event });
    player.transports = 'moq';
    strip.player = player;
    document.body.append(strip);
    await bound();
    const side = angles(strip)[1]!;
    expect(side.ariaDisabled).to.equal('true');
    expect(side.ariaLabel).to.include('not available');
    side.click();
    expect(player.angle).to.equal('front');
  });
});

describe('the view from above', () => {
  it('puts each camera where it stands, looking where it looks', async () => {
    const player = await dressed();
    const [front, side, back] = topView(player.session.model.peek()!);
    const close = (actual: number | undefined, expected: number) =>
      expect(actual).to.be.closeTo(expected, 1e-6);
    // Front is at the bottom and looks up; a quarter turn counter-clockwise seen from above is to the right.
    close(front?.x, 0);
    close(front?.y, 1);
    close(front?.heading, 0);
    close(side?.x, 1);
    close(side?.y, 0);
    close(side?.heading, -90);
    close(back?.y, -1);
    close(Math.abs(back?.heading ?? NaN), 180);
    player.remove();
  });
});

describe('the inspector', () => {
  let player: OlympicPlayer;
  let inspector: OlympicInspector;
  afterEach(() => {
    inspector.remove();
    player.remove();
  });

  it('tells every candidate with its verdict in words, the clocks and the counters', async () => {
    player = await playing();
    inspector = new OlympicInspector();
    inspector.player = player;
    document.body.append(inspector);
    await waitUntil(() => all(inspector, '.candidates li').length === 2);
    await waitUntil(() => all(inspector, 'dl').length === 2);
    const [chosen, standby] = all(inspector, '.candidates li');
    expect(chosen?.innerText).to.include('chosen').and.to.include('MoQ').and.to.include('painted');
    expect(standby?.innerText).to.include('standby');
    const text = one(inspector, '[part=inspector]').innerText;
    for (const word of ['playing', 'estimated', 'Frames shown', 'Failovers']) expect(text).to.include(word);
    await expect(inspector).to.be.accessible();
  });

  it('keeps a log of failovers, also of those before it was opened', async () => {
    player = await playing();
    transport.feeds.at(-1)!.fail('whep/connection-lost');
    await waitUntil(() => player.session.failover.peek() !== undefined, 'a failover', { timeout: 10_000 });
    inspector = new OlympicInspector();
    inspector.player = player;
    document.body.append(inspector);
    await waitUntil(() => /whep\/connection-lost/.test(one(inspector, '.body').innerText));
    expect(one(inspector, '.body').innerText).to.match(/gap \d.*repeated \d.*held \d/);
  });

  it('reports everything as JSON, and no token', async () => {
    const event = descriptor();
    event.angles[0]!.sources[0]!.url = 'https://media.test/plays?token=secret';
    player = await playing({ descriptor: event });
    inspector = new OlympicInspector();
    const report = reportOf(player.session, await player.session.stats());
    expect(report).to.not.include('secret');
    expect(JSON.parse(report)).to.include({ state: 'playing', angle: 'front' });
    expect(JSON.parse(report).negotiation).to.deep.equal(JSON.parse(JSON.stringify(player.negotiation)));
  });
});

describe('the latency badge', () => {
  it('says the latency of its player', async () => {
    const player = await playing();
    const badge = new OlympicLatencyBadge();
    badge.player = player;
    document.body.append(badge);
    await waitUntil(() => /live\s+0\.\ds/i.test(badge.shadowRoot?.querySelector('button')?.innerText ?? ''));
    await expect(badge).to.be.accessible();
    badge.remove();
    player.remove();
  });
});
