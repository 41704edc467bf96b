/**
 * What tests need from the machine: a real redis-server, a real Chromium, a free port. `npm test` finds or
 * fetches the programs and names them in REDIS_SERVER and CHROMIUM; a single file run with `npx vitest run`
 * looks for them itself.
 */
import { createServer } from 'node:net';
import { CHROMIUM, REDIS, findProgram, type Program } from './programs.js';

/** The redis-server to start. @throws when there is none */
export function redisServerPath(): string {
  return programPath(REDIS);
}

/** The Chromium to start; as root it needs `--no-sandbox`. @throws when there is none */
export function chromiumPath(): string {
  return programPath(CHROMIUM);
}

/** A TCP port of the loopback that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
      server.close(() => {
        resolve(address.port);
      });
    });
  });
}

function programPath(program: Program): string {
  const path = findProgram(program);
  if (path !== undefined) return path;
  const [name] = program.names;
  throw new Error(
    `no ${name ?? ''} here; run \`npm test\`, which fetches it, or set ${program.variable} to its path`,
  );
}
