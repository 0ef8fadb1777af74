/** Where diagnostics go. Never tokens: URLs are logged without their query. */
export interface Logger {
  debug(message: string, detail?: unknown): void;
  warn(message: string, detail?: unknown): void;
}

export const silentLogger: Logger = { debug: () => {}, warn: () => {} };
