/** Runs in a page with a strict Content-Security-Policy: opens a speaker and tells what became of it. */
import { createSpeakers } from '../../../../src/media/sound/index.js';
import { workletUrl } from './listening.js';

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
const speakers = createSpeakers({ workletUrl });
let opened = false;
try {
  await speakers.open((speaker) => (opened = speaker.sampleRate > 0), new AbortController().signal);
} catch (error) {
  violations.push(String(error));
}
speakers.close();
parent.postMessage({ opened, violations }, location.origin === 'null' ? '*' : location.origin);
