/**
 * @file `npm test`: makes the checkout ready, finds or fetches redis-server and Chromium, and runs the tests.
 * Arguments go to vitest: `npm test -- test/shared`.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from '../server/prepare.js';
import { CHROMIUM, REDIS, obtainProgram } from './programs.js';

await prepare();
const vitest = spawn(process.execPath, [vitestScript(), 'run', ...process.argv.slice(2)], {
  cwd: join(dirname(fileURLToPath(import.meta.url)), '..'),
  env: { ...process.env, REDIS_SERVER: obtain(REDIS), CHROMIUM: obtain(CHROMIUM) },
  stdio: 'inherit',
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => vitest.kill(signal));
vitest.once('exit', (code) => {
  process.exitCode = code ?? 1;
});

function vitestScript() {
  return join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
}

/** @param {import('./programs.js').Program} program */
function obtain(program) {
  try {
    return obtainProgram(program);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
