/** Flags under which headless Chromium plays, decodes and draws on a machine without a screen or a GPU. */
export const headlessFlags: string[];
/** Path of an installed Chrome, Chromium or Edge, or undefined. */
export function findBrowser(): string | undefined;
/** As findBrowser, but installs Debian's chromium when root and apt is there; throws one line otherwise. */
export function ensureBrowser(): string;
