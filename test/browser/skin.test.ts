import { expect, waitUntil } from '@open-wc/testing';
import { OlympicPlayer } from '../../src/elements/index.js';
import {
  all,
  button,
  descriptor,
  dressed,
  one,
  openWindow,
  playing,
  press,
  transport,
} from './skin-stage.js';

describe('the skin', () => {
  let player: OlympicPlayer;

  beforeEach(() => {
    transport.seekable.value = undefined;
    transport.selected.value = 'auto';
    transport.sought.length = 0;
    transport.gate = undefined;
  });
  afterEach(() => player.remove());

  it('names every control, and passes axe with and without a picture', async () => {
    player = await dressed();
    await expect(player).to.be.accessible();
    openWindow();
    await player.play();
    await waitUntil(() => all(player, '[part=scrubber]').length === 1);
    const names = all(player, 'button, input').map(
      (control) => control.ariaLabel ?? control.textContent?.trim(),
    );
    expect(names).to.not.include('');
    for (const name of [
      'Pause',
      'Back 10s',
      'Unmute',
      'Volume',
      'Timeline',
      'Quality: Auto',
      'Cameras',
      'Inspector',
      'Full screen',
    ])
      expect(names).to.include(name);
    await expect(player).to.be.accessible();
  });

  it('puts a big way in over the picture before it plays, and takes it away', async () => {
    player = await dressed();
    one(player, '[part=big-play-button]').click();
    await waitUntil(() => player.state === 'playing');
    await waitUntil(() => all(player, '[part=big-play-button]').length === 0);
  });

  it('offers sound while autoplay is muted, until the viewer has said something about it', async () => {
    player = await playing();
    one(player, '[part=sound-offer]').click();
    expect(player.muted).to.equal(false);
    await waitUntil(() => all(player, '[part=sound-offer]').length === 0);
    player.muted = true;
    await waitUntil(() => button(player, 'mute').ariaLabel === 'Unmute');
    expect(all(player, '[part=sound-offer]')).to.have.length(0);
  });

  it('shows the volume that is heard, and unmutes when the slider moves', async () => {
    player = await dressed();
    const slider = one<HTMLInputElement>(player, '[part=volume-slider]');
    expect(slider.getAttribute('aria-valuetext')).to.equal('0%');
    slider.value = '0.4';
    slider.dispatchEvent(new Event('input'));
    expect(player.volume).to.be.closeTo(0.4, 0.001);
    expect(player.muted).to.equal(false);
    await waitUntil(() => slider.getAttribute('aria-valuetext') === '40%');
  });

  it('says LIVE with the latency at the edge, and leads back to it when behind', async () => {
    player = await playing();
    await waitUntil(() => /^Live\s+0\.\ds$/.test(button(player, 'live').innerText.replace(/LIVE/, 'Live')));
    player.pause();
    await waitUntil(() => /go live/i.test(button(player, 'live').innerText));
    button(player, 'live').click();
    await waitUntil(() => player.state === 'playing');
    expect(transport.wentLive).to.be.above(0);
  });

  it('hides the timeline while nothing can be sought', async () => {
    player = await playing();
    expect(all(player, '[part=scrubber]')).to.have.length(0);
    openWindow();
    await waitUntil(() => all(player, '[part=scrubber]').length === 1);
  });

  it('seeks with the keys of a slider, five seconds an arrow and thirty a page', async () => {
    player = await playing();
    openWindow();
    await waitUntil(() => all(player, '[part=scrubber]').length === 1);
    const scrubber = one<HTMLInputElement>(player, '[part=scrubber]');
    const { from } = transport.seekable.peek()!;
    const last = () => transport.sought.at(-1)!;
    const pressed = async (key: string, more?: KeyboardEventInit) => {
      const count = transport.sought.length;
      const now = player.eventTime;
      expect(press(scrubber, key, more), `${key} is taken`).to.equal(false);
      await waitUntil(() => transport.sought.length > count, key);
      return last() - now;
    };
    expect(await pressed('ArrowLeft')).to.be.closeTo(-5000, 500);
    expect(await pressed('PageDown')).to.be.closeTo(-30_000, 500);
    await pressed('Home');
    expect(last()).to.be.closeTo(from, 1);
    const { moments } = player;
    await pressed('ArrowLeft', { shiftKey: true });
    expect(last()).to.be.closeTo(moments[1]!.eventTime, 1);
    const live = transport.wentLive;
    press(scrubber, 'End');
    expect(transport.wentLive).to.equal(live + 1);
  });

  it('puts the moments on the timeline by name, outside the tab order', async () => {
    player = await playing();
    openWindow();
    await waitUntil(() => all(player, '[part=moment]').length === 2);
    const [start, landing] = all(player, '[part=moment]');
    expect([start?.ariaLabel, landing?.ariaLabel]).to.deep.equal(['Moment: Start', 'Moment: Landing']);
    expect(start?.tabIndex).to.equal(-1);
    landing?.click();
    await waitUntil(() => transport.sought.length === 1);
    expect(transport.sought[0]).to.be.closeTo(player.moments[1]!.eventTime, 1);
  });

  it('chooses a quality from a menu that opens with the chosen one focused and gives the focus back', async () => {
    player = await playing();
    await waitUntil(() => all(player, '[part~=quality-button]').length === 1);
    const opener = button(player, 'quality');
    opener.focus();
    opener.click();
    await waitUntil(() => player.shadowRoot?.activeElement?.role === 'menuitemradio');
    expect(player.shadowRoot?.activeElement?.textContent).to.include('Auto');
    expect(opener.ariaExpanded).to.equal('true');
    await expect(player).to.be.accessible();
    press(player.shadowRoot!.activeElement as HTMLElement, 'ArrowDown');
    expect(player.shadowRoot?.activeElement?.textContent).to.include('360p');
    (player.shadowRoot!.activeElement as HTMLElement).click();
    expect(transport.selected.peek()).to.equal('high');
    await waitUntil(() => opener.ariaExpanded === 'false');
    expect(player.shadowRoot?.activeElement).to.equal(opener);
    expect(opener.textContent).to.include('360p');
  });

  it('says that it reconnects, and then over what', async () => {
    player = await playing();
    transport.feeds.at(-1)!.fail('whep/connection-lost');
    const line = () => one(player, '[part=status]').innerText;
    await waitUntil(() => line() === 'Now over MoQ', 'the notice', { timeout: 10_000 });
    expect(one(player, '[part=status]').role ?? one(player, '[part=status]').getAttribute('role')).to.equal(
      'status',
    );
  });

  it('shows a final error with its hint, and tries again', async () => {
    const event = { ...descriptor(), version: '9.0' };
    player = new OlympicPlayer();
    player.descriptor = event;
    document.body.append(player);
    await waitUntil(() => all(player, '[part=error]').length === 1, 'the error', { timeout: 10_000 });
    const box = one(player, '[part=error]');
    expect(box.getAttribute('role')).to.equal('alert');
    expect(box.innerText).to.include(player.error!.hint).and.to.include(player.error!.reason);
    await expect(player).to.be.accessible();
    event.version = '1.0';
    one(player, '[part=retry-button]').click();
    await waitUntil(() => player.state === 'playing', 'it plays', { timeout: 10_000 });
    await waitUntil(() => all(player, '[part=error]').length === 0);
  });

  it('takes the skin off with nocontrols, and puts it back', async () => {
    player = await dressed();
    player.noControls = true;
    expect(all(player, '[part=skin]')).to.have.length(0);
    player.noControls = false;
    await waitUntil(() => all(player, '[part=skin]').length === 1);
  });

  it('has one skin after being moved, and works', async () => {
    player = await dressed();
    const box = document.createElement('div');
    document.body.append(box);
    box.append(player);
    await waitUntil(() => all(player, '[part=bar]').length === 1);
    button(player, 'mute').click();
    expect(player.muted).to.equal(false);
    expect(all(player, '.skin-root')).to.have.length(1);
    box.remove();
  });

  it('keeps two players apart', async () => {
    player = await dressed();
    const other = await dressed();
    press(other, 'm');
    expect([player.muted, other.muted]).to.deep.equal([true, false]);
    other.remove();
  });
});
