/**
 * The event room: reads, checks and normalises the descriptor that says which cameras an event has and how to receive
 * them. Works in browsers, workers and Node; touches neither the DOM nor the network.
 */
export { calibrationOf } from './calibration.js';
export type * from './generated/descriptor.js';
export type { EventDocument } from './generated/document.js';
export { describeIssue } from './issue.js';
export type { DescriptorIssue, DescriptorIssueCode } from './issue.js';
export { labelOf } from './labels.js';
export { limits } from './limits.js';
export { parseEvent } from './parse.js';
export type { ParseOptions, ParseResult } from './parse.js';
export { jsonPath } from './printable.js';
export { validateEvent } from './validate.js';
export type { ValidationResult } from './validate.js';
