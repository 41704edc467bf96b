/** How far this Redis can be believed: what an acknowledged append has survived, and what an operator should know. */
import type { Logger } from 'pino';
import type { AckLevel } from './log.ts';
import { replyCode } from './redis-connection.ts';
import type { RedisConnection } from './redis-connection.ts';

const OLDEST = '6.2';
/** From here on Redis can be asked whether the disk has it. */
const WAITAOF_SINCE = '7.2';
const WAITAOF_MS = 1_500;

/** `always`: every answer means disk. `ask`: WAITAOF tells. `never`: memory is all there is. */
export type Fsync = 'always' | 'ask' | 'never';

/** @throws when this Redis is too old */
export async function readFsync(connection: RedisConnection): Promise<Fsync> {
  const version = field(await info(connection, 'server'), 'redis_version') ?? OLDEST;
  if (!isAtLeast(version, OLDEST)) {
    throw new Error(`REDIS_URL: this Redis is version ${version}; the ticker needs ${OLDEST} or later.`);
  }
  if (field(await info(connection, 'persistence'), 'aof_enabled') !== '1') return 'never';
  if ((await setting(connection, 'appendfsync')) === 'always') return 'always';
  return isAtLeast(version, WAITAOF_SINCE) ? 'ask' : 'never';
}

/** Says, a sentence each, what this Redis does not promise. */
export async function warnOfLimits(connection: RedisConnection, fsync: Fsync, logger: Logger): Promise<void> {
  const persistence = await info(connection, 'persistence');
  if (field(persistence, 'aof_enabled') === '0') {
    logger.warn(
      'Redis keeps no append-only file: what was published can be lost when it stops (appendonly yes).',
    );
  } else if (fsync === 'never') {
    logger.warn('Redis does not wait for its disk: a publish is acknowledged `memory` (appendfsync always).');
  }
  const policy = await setting(connection, 'maxmemory-policy');
  if (policy !== undefined && policy !== 'noeviction') {
    logger.warn(
      `Redis may throw dispatches away when its memory is full: maxmemory-policy is ${policy}, not noeviction.`,
    );
  }
}

/** Asks whether the disk has all that this connection has written so far. */
export async function askForDisk(connection: RedisConnection): Promise<AckLevel> {
  const reply = (await connection.send(['WAITAOF', '1', '0', String(WAITAOF_MS)])) as [number, number];
  return reply[0] >= 1 ? 'disk' : 'memory';
}

/** Empty where asking is not allowed, as with some hosted ones. */
export async function info(connection: RedisConnection, section: string): Promise<string> {
  return ((await allowed(connection.send(['INFO', section]))) ?? '') as string;
}

/** One line of what INFO answers. */
export function field(answer: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(answer)?.[1];
}

/** A setting of the server; undefined where asking is not allowed. */
export async function setting(connection: RedisConnection, name: string): Promise<string | undefined> {
  const reply = (await allowed(connection.send(['CONFIG', 'GET', name]))) as string[] | undefined;
  return reply?.[1];
}

/** A command that this user may not give, or that a hosted Redis does not have. */
const REFUSALS = ['NOPERM', 'ERR'];

async function allowed(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    // Anything else, such as that it is still loading, says nothing of what is allowed.
    if (!REFUSALS.includes(replyCode(error) ?? '')) throw error;
    return undefined;
  }
}

function isAtLeast(version: string, least: string): boolean {
  return version.localeCompare(least, 'en', { numeric: true }) >= 0;
}
