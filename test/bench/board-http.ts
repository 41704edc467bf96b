/**
 * How many times a second one core answers with a board, whole and as a 304, beside a bare Express route that
 * sends a constant string of the same size. Server and load each have a core of their own; runs alternate, as
 * machines drift, and the medians are compared.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Bench, Measure } from './measure.ts';

const SERVER_CORE = 0;
const LOAD_CORE = 1;

interface Target {
  readonly url: string;
  readonly bytes: number;
  readonly etag: string;
}

export const bench: Bench = async ({ quick }) => {
  const servers = await Promise.all([startServer('board'), startServer('bare')]);
  const [board, bare] = servers;
  const rounds = quick ? 1 : 5;
  const seconds = quick ? 0.5 : 3;
  try {
    const hit = await compare(board, bare, { rounds, seconds, conditional: true });
    const full = await compare(board, bare, { rounds, seconds, conditional: false });
    const size = board.target.bytes;
    return [
      measure('board over HTTP, one core, unchanged (ETag hit, 304)', hit, 4000, size),
      measure('board over HTTP, one core, the whole body', full, 2000, size),
    ];
  } finally {
    for (const { child } of servers) await stop(child);
  }
};

function measure(name: string, { board, bare }: Compared, atLeast: number, bytes: number): Measure {
  const cpu =
    board.cpuMicros > 0
      ? `; server CPU per request ${board.cpuMicros.toFixed(0)} µs, bare ${bare.cpuMicros.toFixed(0)} µs`
      : '';
  return {
    name,
    value: board.rate,
    unit: 'requests/s',
    yardstick: { name: 'bare Express route, constant string of the same size', value: bare.rate },
    bound: { of: 'value', atLeast },
    note: `board of 50 dispatches, ${bytes} bytes uncompressed; 16 kept-alive connections${cpu}`,
  };
}

interface Runs {
  readonly rounds: number;
  readonly seconds: number;
  readonly conditional: boolean;
}

interface Run {
  /** Answers per second. */
  readonly rate: number;
  /** What one answer cost the server; 0 where the system does not tell. */
  readonly cpuMicros: number;
}

interface Compared {
  readonly board: Run;
  readonly bare: Run;
}

async function compare(
  board: Server,
  bare: Server,
  { rounds, seconds, conditional }: Runs,
): Promise<Compared> {
  const boardRuns: Run[] = [];
  const bareRuns: Run[] = [];
  for (let round = 0; round < rounds; round += 1) {
    boardRuns.push(await load(board, seconds, conditional));
    bareRuns.push(await load(bare, seconds, conditional));
  }
  return { board: medianRun(boardRuns), bare: medianRun(bareRuns) };
}

interface Server {
  readonly child: ChildProcess;
  readonly target: Target;
}

async function startServer(kind: 'board' | 'bare'): Promise<Server> {
  const child = onCore(SERVER_CORE, 'board-http-server.ts', [kind]);
  return { child, target: JSON.parse(await firstLine(child)) as Target };
}

async function load({ child: server, target }: Server, seconds: number, conditional: boolean): Promise<Run> {
  const before = await cpuMicros(server);
  const child = onCore(LOAD_CORE, 'http-load.ts', [
    target.url,
    String(seconds),
    conditional ? target.etag : '',
  ]);
  const ended = once(child, 'close');
  const { rate, answered } = JSON.parse(await firstLine(child)) as { rate: number; answered: number };
  await ended;
  return { rate, cpuMicros: ((await cpuMicros(server)) - before) / answered };
}

/** User and system time of a process; 0 elsewhere than on Linux. */
async function cpuMicros({ pid }: ChildProcess): Promise<number> {
  if (process.platform !== 'linux') return 0;
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
  // After the name in brackets, which may hold spaces; in ticks of 10 ms.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

function onCore(core: number, file: string, args: readonly string[]): ChildProcess {
  const script = fileURLToPath(new URL(file, import.meta.url));
  const command = [process.execPath, '--import', 'tsx', script, ...args];
  // Elsewhere than on Linux the system places the processes; two cores are then likely, not sure.
  const pinned = process.platform === 'linux' ? ['taskset', '-c', String(core), ...command] : command;
  const [program = '', ...rest] = pinned;
  return spawn(program, rest, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('a child without standard output');
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error('the child ended without a word');
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close');
  child.stdin?.end();
  await ended;
}

/** By rate and by cost apart: a run that was disturbed is not the middle one of either. */
function medianRun(runs: readonly Run[]): Run {
  return { rate: median(runs.map(({ rate }) => rate)), cpuMicros: median(runs.map((run) => run.cpuMicros)) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
