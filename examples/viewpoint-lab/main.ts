/** Starts the lab on its page. */
import { Lab } from './lab.js';
import { settingsFrom } from './settings.js';

const roomy = matchMedia('(min-width: 1000px)').matches;
const lab = new Lab(document.body, settingsFrom(location.search, roomy));
void lab.showVenue();
