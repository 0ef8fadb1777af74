// Plays the venue through a Media over QUIC relay that nobody here wrote: builds moq-relay where cargo is, once, outside
// the tree, and runs test/interop against it. Says loudly what it skips.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from './find-program.mjs';

const relay = { crate: 'moq-relay', version: '0.17.10', features: 'noq,websocket' };

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'),
  'olympic-player',
  `${relay.crate}-${relay.version}`,
);
const suffix = process.platform === 'win32' ? '.exe' : '';
const binary = path.join(cache, 'bin', relay.crate + suffix);

function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options }).status === 0;
}

/** The locked dependencies are tried first; a registry that lacks one of them gets to choose. */
function buildRelay(cargo) {
  console.log(`Building ${relay.crate} ${relay.version} into ${cache}: this takes a while, once.`);
  const install = [
    ...['install', relay.crate, '--version', relay.version, '--root', cache, '--debug'],
    ...['--no-default-features', '--features', relay.features],
  ];
  const env = { ...process.env, CARGO_TARGET_DIR: path.join(cache, 'target') };
  return run(cargo, [...install, '--locked'], { env }) || run(cargo, install, { env });
}

function skip(reason) {
  console.warn(`\nSKIPPED: interop with ${relay.crate}. ${reason}\n`);
  process.exit(0);
}

if (!existsSync(binary)) {
  const home = process.env.CARGO_HOME ?? path.join(homedir(), '.cargo');
  const cargo = findProgram([`cargo${suffix}`], [path.join(home, 'bin')]);
  if (!cargo) skip('There is no cargo: https://rustup.rs installs it.');
  else if (!buildRelay(cargo)) skip(`It could not be built with ${cargo}; see above.`);
}

const tests = ['--import', 'tsx', '--test', 'test/interop/moq-relay.test.ts'];
if (!run(process.execPath, tests, { env: { ...process.env, MOQ_RELAY: binary } })) process.exit(1);
