/** Classes and types. Importing this has no side effect and works in Node; `olympic-player/define` registers. */
export { OlympicPlayerError } from './base/index.js';
export {
  OlympicAngleStrip,
  OlympicInspector,
  OlympicLatencyBadge,
  OlympicPlayer,
  OlympicVideo,
} from './elements/index.js';
export type { Strings } from './elements/index.js';
