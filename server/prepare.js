/**
 * @file Makes a checkout ready to run: dependencies as package-lock.json has them, and a build of the sources as
 * they are. Each step leaves a stamp behind only when it succeeded, and takes the old one away before it starts;
 * so what was cut off half-way is done again, and what is up to date costs a look. Without dependencies, as it
 * runs before there are any.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const INSTALL_STAMP = join(ROOT, 'node_modules', '.install-stamp.json');
const BUILD_STAMP = join(ROOT, 'dist', '.build-stamp');
const LOCK = join(ROOT, '.cache', 'prepare.lock');

/** All that the build reads, beside the TypeScript at the top; when none of it changed, neither would its outcome. */
const SOURCES = ['shared', 'server', 'client', 'tsconfig.json', 'package.json', 'package-lock.json'];

/** Installs and builds where that is due; ends the process with a sentence where it cannot. */
export async function prepare() {
  requireNode(process.versions.node);
  if (isInstalled() && isBuilt()) return;

  const unlock = await lock();
  try {
    if (!isInstalled()) await install();
    if (!isBuilt()) await build();
  } finally {
    unlock();
  }
}

/** The Node versions that the build and the server run on. @param {string} version */
function requireNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return;
  fail(`Node 20.19, 22.12 or any later major version is needed; this is Node ${version}.`);
}

function isInstalled() {
  const stamp = readJson(INSTALL_STAMP);
  const wanted = installStamp();
  if (stamp?.node === wanted.node && stamp.packages === wanted.packages) return true;
  if (stamp && stamp.node !== wanted.node) return false;
  // Somebody may have installed by hand: npm's own record says of what.
  if (!npmInstalledAll()) return false;
  writeWhole(INSTALL_STAMP, JSON.stringify(wanted));
  return true;
}

/** What an installation depends on: the packages asked for, and the Node they were fetched for. */
function installStamp() {
  const { dependencies, devDependencies, optionalDependencies } = readJson(join(ROOT, 'package.json')) ?? {};
  const hash = createHash('sha256');
  hash.update(JSON.stringify([dependencies, devDependencies, optionalDependencies]));
  hash.update(readFileSync(join(ROOT, 'package-lock.json')));
  const node = `${process.platform}-${process.arch}-${process.versions.modules}`;
  return { node, packages: hash.digest('hex') };
}

/** npm writes its record last, so a package that stands in there was installed. */
function npmInstalledAll() {
  const locked = readJson(join(ROOT, 'package-lock.json'))?.packages;
  const installed = readJson(join(ROOT, 'node_modules', '.package-lock.json'))?.packages;
  if (!locked || !installed) return false;
  const asked = readJson(join(ROOT, 'package.json'));
  for (const group of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    if (JSON.stringify(asked?.[group] ?? {}) !== JSON.stringify(locked['']?.[group] ?? {})) return false;
  }
  return Object.entries(locked).every(
    ([path, { version, optional }]) =>
      path === '' || (installed[path] ? installed[path].version === version : optional === true),
  );
}

async function install() {
  rmSync(INSTALL_STAMP, { force: true });
  // Tools for the build are dev dependencies: NODE_ENV=production must not leave them out.
  const options = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--prefer-offline'];
  await step('Installing dependencies', ...npm('ci', ...options));
  writeWhole(INSTALL_STAMP, JSON.stringify(installStamp()));
}

function isBuilt() {
  return (
    existsSync(join(ROOT, 'dist', 'server', 'main.js')) && readText(BUILD_STAMP)?.trim() === sourcesHash()
  );
}

async function build() {
  const hash = sourcesHash();
  rmSync(BUILD_STAMP, { force: true });
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  await step('Building', process.execPath, [vite, 'build', '--app'], { NODE_ENV: 'production' });
  writeWhole(BUILD_STAMP, hash);
}

function sourcesHash() {
  const hash = createHash('sha256');
  const configuration = readdirSync(ROOT).filter((name) => name.endsWith('.ts'));
  for (const path of [...SOURCES, ...configuration.sort()].flatMap(filesUnder)) {
    hash.update(`${path.split(sep).join('/')}\0`);
    hash.update(readFileSync(join(ROOT, path)));
    hash.update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesUnder(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

/** The npm that runs this, or the one on the PATH. @param {string[]} args @returns {[string, string[]]} */
function npm(...args) {
  const script = process.env.npm_execpath;
  if (script && basename(script) === 'npm-cli.js') return [process.execPath, [script, ...args]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', args];
}

/**
 * Runs one step, with a line about it; all that it said only when it failed.
 * @param {string} title
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [settings]
 */
async function step(title, command, args, settings) {
  console.log(`${title} …`);
  const startedAt = performance.now();
  const { code, output } = await run(command, args, settings);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (code === 0) {
    console.log(`${title}: done in ${seconds} s.`);
    return;
  }
  console.error(output.trimEnd());
  fail(
    `${title} failed after ${seconds} s (${[basename(command), ...args].join(' ')}); its output is above.`,
  );
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [settings]
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function run(command, args, settings) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: command.endsWith('.cmd'),
    });
    // When this process is killed, the step goes on without it: it holds the lock as well.
    writeFileSync(LOCK, `${String(process.pid)} ${String(child.pid ?? process.pid)}`);
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const stop = () => {
      child.kill();
      process.exit(130);
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    const finish = (/** @type {number | null} */ code) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve({ code, output });
    };
    child.once('error', (error) => {
      output += error.message;
      finish(null);
    });
    child.once('close', finish);
  });
}

/** Two starts at once on a fresh checkout: one works, the other waits for it. */
async function lock() {
  mkdirSync(dirname(LOCK), { recursive: true });
  let said = false;
  while (!takeLock()) {
    const holders = readText(LOCK)?.split(' ').map(Number) ?? [];
    if (holders[0] && !holders.some(isAlive)) {
      rmSync(LOCK, { force: true });
      continue;
    }
    if (!said) console.log('Waiting for another start of this checkout to finish its preparations …');
    said = true;
    await sleep(200);
  }
  const unlock = () => {
    rmSync(LOCK, { force: true });
  };
  process.once('exit', unlock);
  return () => {
    process.off('exit', unlock);
    unlock();
  };
}

function takeLock() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** Never leaves half a file. @param {string} path @param {string} text */
function writeWhole(path, text) {
  const draft = `${path}.${String(process.pid)}`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // Not there yet.
  }
}

/** @param {string} path @returns {Record<string, any> | undefined} */
function readJson(path) {
  const text = readText(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Cut off half-way: as good as none.
  }
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(1);
}
