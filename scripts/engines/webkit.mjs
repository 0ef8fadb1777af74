// A launcher of @web/test-runner for WebKit: Debian's WebKitWebDriver drives MiniBrowser (W3C WebDriver, HTTP and JSON).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { findProgram } from '../find-program.mjs';

const libraries = [
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1',
  '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1',
  '/usr/libexec/webkit2gtk-4.1',
  '/usr/lib/webkit2gtk-4.1',
];

export const findWebKit = () => {
  const driver = findProgram(['WebKitWebDriver']);
  const browser = findProgram(['MiniBrowser'], libraries);
  return driver === undefined || browser === undefined ? undefined : { driver, browser };
};

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** One WebDriver session for all test files, one after the other. */
export class WebKitLauncher {
  name = 'WebKit';
  type = 'webkit';
  concurrency = 1;
  #programs;
  #environment;
  #driver;
  #base;
  #session;
  #active;

  constructor(programs, environment) {
    this.#programs = programs;
    this.#environment = environment;
  }

  async startSession(id, url) {
    await this.#start();
    this.#active = { id, url };
    await this.#ask('POST', `session/${this.#session}/url`, { url });
  }

  isActive(id) {
    return this.#active?.id === id;
  }

  getBrowserUrl() {
    return this.#active?.url;
  }

  async stopSession() {
    this.#active = undefined;
    await this.#ask('POST', `session/${this.#session}/url`, { url: 'about:blank' });
    return {};
  }

  startDebugSession() {
    throw new Error('WebKit is not started for debugging from here.');
  }

  async stop() {
    if (this.#session !== undefined) await this.#ask('DELETE', `session/${this.#session}`).catch(() => {});
    this.#driver?.kill();
  }

  async #start() {
    if (this.#session !== undefined) return;
    const port = await freePort();
    this.#base = `http://127.0.0.1:${port}/`;
    this.#driver = spawn(this.#programs.driver, [`--port=${port}`, '--host=127.0.0.1'], {
      stdio: 'ignore',
      env: { ...process.env, ...this.#environment },
    });
    await this.#listening();
    const { sessionId } = await this.#ask('POST', 'session', {
      capabilities: {
        alwaysMatch: {
          browserName: 'MiniBrowser',
          'webkitgtk:browserOptions': { binary: this.#programs.browser, args: ['--automation'] },
        },
      },
    });
    this.#session = sessionId;
  }

  async #listening() {
    for (;;) {
      if (this.#driver.exitCode !== null) throw new Error('WebKitWebDriver ended at once.');
      try {
        await fetch(`${this.#base}status`);
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  async #ask(method, path, body) {
    const response = await fetch(this.#base + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebKitWebDriver: ${value?.error}: ${value?.message}`);
    return value;
  }
}
