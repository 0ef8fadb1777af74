import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { duration, seconds, timeOfDay } from '../strings/format.js';
import { fill } from '../strings/words.js';
import { liveBadge } from './badge.js';
import { control } from './control.js';
import type { Panel, SkinModel } from './model.js';
import { setVars } from './set-vars.js';

const rewindSeconds = 10;

/** The row of controls under the picture. */
export function bar(model: SkinModel, toggleFullscreen: () => void): TemplateResult {
  const { session, words } = model;
  const { text, lang } = words.value;
  const timing = model.timing.value;
  const paused = session.paused.value;
  const full = model.fullscreen.value;
  const panel = (opens: Panel) => ({
    part: opens,
    icon: opens,
    opens,
    open: model.panel.value === opens,
    click: () => model.toggle(opens),
  });
  return html`<div part="bar" class="bar" role="group" aria-label=${text.controls}>
    ${control({
      part: 'play',
      name: paused ? text.play : text.pause,
      icon: paused ? 'play' : 'pause',
      key: 'k',
      click: model.togglePlay,
    })}
    ${
      timing.seekable
        ? control({
            part: 'rewind',
            name: fill(text.rewind, { seconds: seconds(rewindSeconds, lang, 0) }),
            icon: 'rewind',
            click: () => model.seekBy(-rewindSeconds),
          })
        : nothing
    }
    ${volume(model)} ${liveBadge(timing, words.value, model.goLive)}
    <span part="time" class="time">${timeText(model)}</span>
    <slot name="controls-start"></slot>
    <i class="space"></i>
    <slot name="controls-end"></slot>
    ${
      session.renditions.value.length > 1
        ? control({ ...panel('quality'), name: text.quality, label: qualityName(model) })
        : nothing
    }
    ${
      session.captions.tracks.value.length > 0
        ? control({
            ...panel('cc'),
            name: text.captions,
            key: 'c',
            on: session.captions.selected.value !== undefined,
          })
        : nothing
    }
    ${session.angles.value.length > 1 ? control({ ...panel('cameras'), name: text.cameras }) : nothing}
    ${control({ ...panel('inspector'), name: text.inspector, key: '?' })}
    ${
      model.canFloat
        ? control({
            part: 'pip',
            name: text.pictureInPicture,
            icon: 'pip',
            key: 'i',
            click: model.togglePictureInPicture,
          })
        : nothing
    }
    ${control({
      part: 'fullscreen',
      name: full ? text.exitFullscreen : text.fullscreen,
      icon: full ? 'shrink' : 'expand',
      key: 'f',
      click: toggleFullscreen,
    })}
  </div>`;

  function timeText({ player }: SkinModel): string {
    if (timing.eventTime !== undefined) return timeOfDay(timing.eventTime, lang);
    if (timing.live || Number.isNaN(player.duration)) return '';
    return `${duration(timing.now, lang)} / ${duration(player.duration, lang)}`;
  }
}

function volume(model: SkinModel): TemplateResult {
  const { muted, volume } = model.session.knobs;
  const { text, lang } = model.words.value;
  const level = muted.value ? 0 : volume.value;
  return html`<div part="volume" class="volume">
    ${control({
      part: 'mute',
      name: muted.value ? text.unmute : text.mute,
      icon: level === 0 ? 'muted' : 'sound',
      key: 'm',
      click: model.toggleMute,
    })}
    <input
      type="range"
      part="volume-slider"
      aria-label=${text.volume}
      aria-valuetext=${new Intl.NumberFormat(lang, { style: 'percent' }).format(level)}
      min="0"
      max="1"
      step="0.05"
      .value=${String(level)}
      ${setVars({ '--at': level })}
      @input=${({ target }: InputEvent) => {
        if (target instanceof HTMLInputElement) model.setVolume(target.valueAsNumber);
      }}
    />
  </div>`;
}

/** The quality chosen, as the viewer knows it. */
function qualityName({ session, words }: SkinModel): string {
  const chosen = session.renditions.value.find(({ id }) => id === session.selectedRendition.value);
  return chosen?.height === undefined ? words.value.text.auto : `${chosen.height}p`;
}
