// A screen that nobody sees, for browsers that have WebGL only with one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findProgram } from '../find-program.mjs';

/** @returns the display's name and what ends it, or undefined where there is no Xvfb */
export async function startScreen() {
  const program = findProgram(['Xvfb']);
  if (program === undefined) return undefined;
  const server = spawn(program, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = await Promise.race([
    once(server.stdio[3], 'data'),
    once(server, 'exit').then(([code]) => Promise.reject(new Error(`Xvfb ended at once (${code}).`))),
  ]);
  return { display: `:${String(number).trim()}`, close: () => server.kill() };
}
