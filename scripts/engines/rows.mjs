// What the README's support table asks, and which tests answer: all tests of a file, or those whose title begins so.

/** @typedef {{ file: string, title?: string }} Evidence */

/** @type {readonly { asks: string, tests: readonly Evidence[] }[]} */
export const rows = [];
