/** Classes and types. Importing this has no side effect and works in Node; `olympic-player/define` registers. */
export { OlympicPlayerError } from './base/index.js';
export {
  OlympicAngleStrip,
  OlympicInspector,
  OlympicLatencyBadge,
  OlympicPlayer,
  OlympicVideo,
} from './elements/index.js';
export type { OlympicEventMap, Strings } from './elements/index.js';
