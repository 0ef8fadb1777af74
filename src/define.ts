/** Registers the elements. */
import { OlympicVideo, defineOnce } from './elements/index.js';

defineOnce('olympic-video', OlympicVideo);
