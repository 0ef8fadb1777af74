/** Things to do at event times: what is needed of an agenda, so that tests can turn the clock themselves. */
import type { Agenda } from '../whep/agenda.js';

export type Timetable = Pick<Agenda, 'now' | 'at'>;
