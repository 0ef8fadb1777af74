import { expect, waitUntil } from '@open-wc/testing';
import { idleMs, Visibility } from '../../src/elements/skin/visibility.js';
import { signal } from '../../src/base/index.js';
import type { OlympicPlayer } from '../../src/elements/index.js';
import { fakeEnvironment } from '../fixtures/fake-environment.js';
import { all, button, dressed, one, openWindow, playing, press, transport } from './skin-stage.js';

describe('the keyboard', () => {
  let player: OlympicPlayer;

  beforeEach(() => {
    transport.seekable.value = undefined;
    transport.sought.length = 0;
  });
  afterEach(() => player.remove());

  it('plays and pauses with k and with space', async () => {
    player = await playing();
    press(player, 'k');
    expect(player.paused).to.equal(true);
    press(player, ' ');
    expect(player.paused).to.equal(false);
  });

  it('mutes with m and changes the volume with the arrows', async () => {
    player = await dressed();
    press(player, 'm');
    expect(player.muted).to.equal(false);
    press(player, 'ArrowDown');
    expect(player.volume).to.be.closeTo(0.95, 1e-6);
    press(player, 'ArrowUp');
    press(player, 'ArrowUp');
    expect(player.volume).to.equal(1);
  });

  it('picks cameras with 1 to 9, and steps through them with v and Shift v, around the end', async () => {
    player = await dressed();
    press(player, '3');
    await waitUntil(() => player.angle === 'back');
    press(player, 'v');
    await waitUntil(() => player.angle === 'front');
    press(player, 'V', { shiftKey: true });
    await waitUntil(() => player.angle === 'back');
    press(player, '9');
    expect(player.angle).to.equal('back');
  });

  it('goes five seconds with the arrows where the past can be had, and to live with l', async () => {
    player = await playing();
    openWindow();
    await waitUntil(() => all(player, '[part=scrubber]').length === 1);
    const now = player.eventTime;
    press(player, 'ArrowLeft');
    await waitUntil(() => transport.sought.length === 1);
    expect(transport.sought[0]! - now).to.be.closeTo(-5000, 500);
    const live = transport.wentLive;
    press(player, 'l');
    expect(transport.wentLive).to.equal(live + 1);
  });

  it('opens the inspector with ? and closes it with Escape', async () => {
    player = await dressed();
    press(player, '?', { shiftKey: true });
    await waitUntil(() => all(player, '[part=inspector]').length === 1);
    press(one(player, '[part=inspector]'), 'Escape');
    await waitUntil(() => all(player, '[part=inspector]').length === 0);
  });

  it('leaves keys to the control that has the focus, and to the browser', async () => {
    player = await playing();
    expect(press(button(player, 'mute'), ' '), 'space on a button is a click').to.equal(true);
    expect(press(one(player, '[part=volume-slider]'), 'ArrowUp'), 'an arrow moves the slider').to.equal(true);
    expect(press(player, 'm', { ctrlKey: true })).to.equal(true);
    expect(press(player, 'q')).to.equal(true);
    expect([player.paused, player.muted, player.volume]).to.deep.equal([false, true, 1]);
  });

  it('asks for full screen with f, and fills the window where elements cannot', async () => {
    player = await dressed();
    let asked = 0;
    player.requestFullscreen = async () => void (asked += 1);
    press(player, 'f');
    expect(asked).to.equal(1);

    Object.defineProperty(document, 'fullscreenEnabled', { configurable: true, value: false });
    try {
      press(player, 'f');
      await waitUntil(() => getComputedStyle(player).position === 'fixed');
      expect(player.getBoundingClientRect().width).to.equal(document.documentElement.clientWidth);
      await waitUntil(() => button(player, 'fullscreen').ariaLabel === 'Leave full screen');
      press(player, 'Escape');
      expect(getComputedStyle(player).position).to.equal('relative');
    } finally {
      Reflect.deleteProperty(document, 'fullscreenEnabled');
    }
  });
});

describe('when the controls hide', () => {
  const started = () => {
    const environment = fakeEnvironment();
    const playing = signal(true);
    const held = signal(false);
    const abort = new AbortController();
    const visibility = new Visibility(playing, held, environment, abort.signal);
    return { environment, playing, held, abort, visibility };
  };

  it('is some time after the last sign of the viewer', async () => {
    const { environment, visibility } = started();
    await environment.advance(idleMs - 1);
    expect(visibility.shown.value).to.equal(true);
    visibility.wake();
    await environment.advance(idleMs - 1);
    expect(visibility.shown.value).to.equal(true);
    await environment.advance(1);
    expect(visibility.shown.value).to.equal(false);
    visibility.wake();
    expect(visibility.shown.value).to.equal(true);
  });

  it('is never while paused, nor while focus or a menu holds them', async () => {
    const { environment, playing, held, visibility } = started();
    playing.value = false;
    await environment.advance(2 * idleMs);
    expect(visibility.shown.value).to.equal(true);
    playing.value = true;
    held.value = true;
    await environment.advance(2 * idleMs);
    expect(visibility.shown.value).to.equal(true);
    held.value = false;
    await environment.advance(idleMs - 1);
    expect(visibility.shown.value, 'the time starts anew').to.equal(true);
    await environment.advance(1);
    expect(visibility.shown.value).to.equal(false);
  });

  it('leaves no timer behind', () => {
    const { environment, abort } = started();
    abort.abort();
    expect(environment.pendingTimers).to.equal(0);
  });
});

describe('pointers', () => {
  let player: OlympicPlayer;
  afterEach(() => player.remove());

  const tap = (pointerType: string) => {
    const layer = one(player, '.tap');
    layer.dispatchEvent(new PointerEvent('pointerdown', { pointerType, bubbles: true }));
    layer.click();
  };
  const shown = () => !one(player, '[part=skin]').hasAttribute('data-idle');

  it('pause with a click of the mouse', async () => {
    player = await playing();
    tap('mouse');
    expect(player.paused).to.equal(true);
  });

  it('show and hide the controls with a tap of the finger, which does not pause', async () => {
    player = await playing();
    await waitUntil(shown);
    tap('touch');
    await waitUntil(() => !shown());
    tap('touch');
    await waitUntil(shown);
    expect(player.paused).to.equal(false);
  });

  it('hide the controls when the mouse leaves', async () => {
    player = await playing();
    one(player, '[part=skin]').dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' }));
    await waitUntil(() => !shown());
  });
});
