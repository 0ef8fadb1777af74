import { expect, waitUntil } from '@open-wc/testing';
import { OlympicAngleStrip, OlympicInspector, defineOnce } from '../../src/elements/index.js';
import { all, button, openWindow, playing, press } from './skin-stage.js';

defineOnce('olympic-angle-strip', OlympicAngleStrip);
defineOnce('olympic-inspector', OlympicInspector);

describe('the skin under a strict policy', () => {
  it('needs no inline style, no markup from strings and no policy but its own two', async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, sample }) =>
      violations.push(`${effectiveDirective}: ${sample}`),
    );
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content =
      "style-src 'none'; require-trusted-types-for 'script'; trusted-types olympic-player lit-html";
    document.head.append(policy);

    // The policy is in force: what it forbids is reported.
    const probe = document.createElement('i');
    probe.setAttribute('style', 'color: red');
    await waitUntil(() => violations.length === 1);
    violations.length = 0;

    const player = await playing();
    const strip = new OlympicAngleStrip();
    const inspector = new OlympicInspector();
    strip.player = player;
    inspector.player = player;
    document.body.append(strip, inspector);
    openWindow();
    await waitUntil(() => all(player, '[part=scrubber]').length === 1);
    for (const name of ['quality', 'cameras', 'inspector']) {
      button(player, name).click();
      await waitUntil(() => (player.shadowRoot?.querySelector(`.panel.${name}`)?.childElementCount ?? 0) > 0);
    }
    press(player, 'Escape');
    await waitUntil(() => all(strip, '[part~=angle]').length === 3);
    await waitUntil(() => all(inspector, '.candidates li').length > 0);
    expect(violations).to.deep.equal([]);
    // Styles came all the same, through constructed sheets.
    expect(getComputedStyle(button(player, 'play')).cursor).to.equal('pointer');
    player.remove();
    strip.remove();
    inspector.remove();
  });
});
