/** The ground floor: errors, event time, signals, abortable tasks, and the injected environment. */
export * from './environment.js';
export * from './errors.js';
export * from './file-in.js';
export * from './link.js';
export * from './logger.js';
export * from './signals.js';
export * from './tasks.js';
export * from './time-ranges.js';
export * from './time.js';
export * from './trusted-types.js';
