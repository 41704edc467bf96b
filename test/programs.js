/**
 * @file The programs that tests need beside Node, a real redis-server and a real Chromium: found on this machine,
 * or fetched. In this order: what the variable names, the PATH, what was fetched before, apt, brew, and where
 * nothing may be installed, a copy of one's own under node_modules/.cache.
 */
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules', '.cache', 'programs');

/**
 * @typedef {object} Program
 * @property {string} variable  the environment variable that names it
 * @property {readonly string[]} names  what it may be called on the PATH
 * @property {string} aptPackage
 * @property {readonly string[]} brew  what `brew install` is asked for
 * @property {readonly string[]} places  where it stands without being on the PATH
 * @property {(folder: string) => string} fetch  gets a copy into the folder; its path
 */

/** @type {Program} */
export const REDIS = {
  variable: 'REDIS_SERVER',
  names: ['redis-server'],
  aptPackage: 'redis-server',
  brew: ['redis'],
  places: ['/opt/homebrew/bin/redis-server', '/usr/local/bin/redis-server'],
  fetch: fetchRedis,
};

/** @type {Program} */
export const CHROMIUM = {
  variable: 'CHROMIUM',
  names: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  aptPackage: 'chromium',
  brew: ['--cask', 'chromium'],
  places: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  fetch: fetchChromium,
};

/** Where the program stands on this machine, or nothing. @param {Program} program */
export function findProgram({ variable, names, places }) {
  const named = process.env[variable];
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...places, join(CACHE, variable.toLowerCase())].find(isExecutable);
}

/**
 * Where the program stands, after it was fetched if need be.
 * @param {Program} program
 * @returns {string}
 * @throws {Error} a sentence, when there is no way to get it or what the variable names does not run
 */
export function obtainProgram(program) {
  const named = process.env[program.variable];
  if (named) {
    if (runs(named)) return named;
    throw new Error(
      `${program.variable} is ${named}, which does not run; it must be the path of ${nameOf(program)}.`,
    );
  }
  const found = findProgram(program);
  if (found && runs(found)) return found;

  console.log(`Fetching ${nameOf(program)} for the tests …`);
  /** @type {string[]} */
  const failures = [];
  for (const way of [installByApt, installByBrew, fetchOwnCopy]) {
    try {
      const path = way(program);
      if (path && runs(path)) return path;
    } catch (error) {
      failures.push(`${way.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(
    [`There is no ${nameOf(program)}; install it, or set ${program.variable} to its path.`, ...failures].join(
      '\n',
    ),
  );
}

/** @param {Program} program */
function nameOf({ names }) {
  return names[0] ?? '';
}

/** As root, or where sudo asks for no password. @param {Program} program */
function installByApt(program) {
  if (!has('apt-get')) return undefined;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (sudo.length > 0 && !succeeds('sudo', '-n', 'true')) return undefined;
  const apt = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
  call(...apt, 'update');
  call(...apt, 'install', '-y', '--no-install-recommends', program.aptPackage);
  return findProgram(program);
}

/** @param {Program} program */
function installByBrew(program) {
  if (!has('brew')) return undefined;
  call('brew', 'install', '--quiet', ...program.brew);
  return findProgram(program);
}

/** Whole or not at all: what was cut off half-way is fetched again. @param {Program} program */
function fetchOwnCopy(program) {
  const name = program.variable.toLowerCase();
  const folder = join(CACHE, `${name}.files`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const wrapper = program.fetch(folder);
  renameSync(wrapper, join(CACHE, name));
  return join(CACHE, name);
}

/** The Debian packages that this machine lacks, unpacked without being installed. @param {string} folder */
function fetchRedis(folder) {
  if (!has('apt-get') || !has('dpkg')) throw new Error('apt-get and dpkg are not here');
  const lists = join(folder, 'lists');
  const debs = join(folder, 'debs');
  const root = join(folder, 'root');
  for (const path of [join(lists, 'partial'), join(debs, 'partial'), root])
    mkdirSync(path, { recursive: true });
  // Lists and archives of one's own: the system's may be empty, and are not ours to fill.
  const apt = ['apt-get', '-qq', '-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${folder}`];
  apt.push('-o', `Dir::Cache::Archives=${debs}`, '-o', 'Debug::NoLocking=true');
  call(...apt, 'update');
  const uris = call(...apt, 'install', '--print-uris', '-y', '--no-install-recommends', 'redis-server');
  const packages = [...uris.matchAll(/^'[^']*' ([^_\s]+)_/gm)].map(([, name = '']) => name);
  callIn(debs, ...apt, 'download', ...packages);
  for (const deb of readdirSync(debs)) if (deb.endsWith('.deb')) call('dpkg', '-x', join(debs, deb), root);

  const libraries = ['usr/lib', 'lib'].flatMap((path) =>
    call('find', root, '-path', `*/${path}/*`, '-name', '*.so*', '-printf', '%h\\n').split('\n'),
  );
  return writeWrapper(
    folder,
    join(root, 'usr', 'bin', 'redis-server'),
    [...new Set(libraries)].filter(Boolean),
  );
}

/** A headless Chromium with the libraries it needs, as it is packed for machines that have nothing. @param {string} folder */
function fetchChromium(folder) {
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  callIn(folder, 'npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '@sparticuz/chromium@147');
  // It unpacks into the folder for temporary files, and its libraries only where it believes to be a Lambda.
  const temporary = join(folder, 'unpacked');
  mkdirSync(temporary);
  const script = `import(${JSON.stringify(createRequire(join(folder, 'package.json')).resolve('@sparticuz/chromium'))})
    .then(({ default: chromium }) => chromium.executablePath()).then((path) => console.log(path));`;
  const unpacked = callWith(
    { TMPDIR: temporary, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    process.execPath,
    '-e',
    script,
  ).trim();
  const home = join(folder, 'chromium');
  cpSync(dirname(unpacked), home, { recursive: true });
  copyFileSync(unpacked, join(home, 'chromium'));
  chmodSync(join(home, 'chromium'), 0o755);
  return writeWrapper(folder, join(home, 'chromium'), [join(home, 'al2023', 'lib')]);
}

/**
 * A script that starts the program with libraries of its own; `exec`, so a signal reaches the program.
 * @param {string} folder
 * @param {string} program
 * @param {readonly string[]} libraries
 */
function writeWrapper(folder, program, libraries) {
  const wrapper = join(folder, 'run');
  writeFileSync(wrapper, `#!/bin/sh\nLD_LIBRARY_PATH='${libraries.join(':')}' exec '${program}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  return wrapper;
}

/** @param {string} program */
function runs(program) {
  return succeeds(program, '--version');
}

/** @param {string} command */
function has(command) {
  return succeeds('sh', '-c', `command -v ${command}`);
}

/** @param {string} command @param {string[]} args */
function succeeds(command, ...args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** @param {string[]} line */
function call(...line) {
  return execute(line, {});
}

/** @param {string} cwd @param {string[]} line */
function callIn(cwd, ...line) {
  return execute(line, { cwd });
}

/** @param {Record<string, string>} settings @param {string[]} line */
function callWith(settings, ...line) {
  return execute(line, { env: { ...process.env, ...settings } });
}

/** What a command said. @param {string[]} line @param {import('node:child_process').SpawnSyncOptions} options */
function execute([command = '', ...args], options) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    maxBuffer: 64 * 1024 * 1024,
    ...options,
    encoding: 'utf8',
  });
  if (status === 0) return stdout;
  throw new Error(
    `${[command, ...args].join(' ')} failed: ${error?.message ?? (stderr.trim() || stdout.trim())}`,
  );
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // Not there, or not ours to run: the next candidate.
  }
}
