/** Registers the elements. */
import {
  OlympicAngleStrip,
  OlympicInspector,
  OlympicLatencyBadge,
  OlympicPlayer,
  OlympicVideo,
  defineOnce,
} from './elements/index.js';

defineOnce('olympic-video', OlympicVideo);
defineOnce('olympic-player', OlympicPlayer);
defineOnce('olympic-angle-strip', OlympicAngleStrip);
defineOnce('olympic-latency-badge', OlympicLatencyBadge);
defineOnce('olympic-inspector', OlympicInspector);
