/** The server as a process of its own, as `npm start` runs it: for what only a process can do, such as die. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface ServerProcess {
  /** Where it listens. */
  readonly url: string;
  readonly pid: number;
  /** All that it has said on standard output. */
  stdout(): string;
  /** All that it has logged. */
  stderr(): string;
  /** Sends the signal and waits for the end; answers the exit code, null when the signal ended it. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

export interface EndedProcess {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const MAIN = fileURLToPath(new URL('../../../server/main.ts', import.meta.url));

/** Starts a server on a free port and waits until it says where. @throws when it ends instead */
export async function startServerProcess(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const { child, output, ended } = run(env);
  const listening = new Promise<string>((resolve) => {
    child.stdout.on('data', () => {
      const url = /^News ticker +(http\S+)$/m.exec(output.stdout)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const url = await Promise.race([
    listening,
    ended.then(({ code, stderr }) => {
      throw new Error(`the server ended with ${String(code)}: ${stderr}`);
    }),
  ]);
  return {
    url: url.replace('//localhost:', '//127.0.0.1:'),
    pid: child.pid ?? NaN,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    async stop(signal) {
      child.kill(signal);
      return (await ended).code;
    },
  };
}

/** Runs a server that is expected to refuse to start. */
export function runServerProcess(env: Readonly<Record<string, string>>): Promise<EndedProcess> {
  return run(env).ended;
}

function run(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', DEMO: '0', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A test that failed half-way leaves nothing running.
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]): EndedProcess => {
    return { code: typeof code === 'number' ? code : null, ...output };
  });
  return { child, output, ended };
}
