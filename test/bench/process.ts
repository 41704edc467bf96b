/** Child processes on a core of their own, and what they cost. */
import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

const CLOCK_TICKS = Number(spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).stdout) || 100;

/** Whether processes can be kept on one core each; without it figures of server and load mix. */
export const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

export const circumstances = canPin
  ? `server on core ${SERVER_CORE}, load on core ${LOAD_CORE}`
  : 'taskset is missing or there is one core only: server and load share cores';

const children = new Set<ChildProcess>();
process.on('exit', () => {
  // However the bench ends, nothing of it goes on running.
  for (const child of children) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

/** Starts Node on a core; tells by IPC. */
export function startNode(
  file: string,
  args: readonly string[],
  core: number,
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  const execArgv = file.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const stdio = ['ignore', 'pipe', 'inherit', 'ipc'] as const;
  const options = { env: { ...process.env, ...env }, stdio: [...stdio] };
  const child = canPin
    ? spawn('taskset', ['-c', String(core), process.execPath, ...execArgv, file, ...args], options)
    : fork(file, args, { ...options, execArgv });
  children.add(child);
  child.on('exit', () => children.delete(child));
  return child;
}

/** Ends it at once and waits until it is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** User and system time that a process has taken, seconds. */
export function cpuSeconds({ pid }: ChildProcess): number {
  // The name, in brackets, may hold spaces; user and system time are the 12th and 13th field after it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS;
}

/** Memory that a process holds, bytes. */
export function residentBytes({ pid }: ChildProcess): number {
  const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1]) * 1024;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}
