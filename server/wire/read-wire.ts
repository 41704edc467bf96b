/**
 * Reads deliveries in a thread of their own, one at a time in each, with a limit on everything that a hostile one
 * could spend: size, time, memory. A thread that passes a limit is ended and the next delivery gets a new one.
 */
import { Worker } from 'node:worker_threads';
import { ReaderBusy, UnreadableWire } from './wire-item.ts';
import type { WireDialect, WireReading } from './wire-item.ts';

export interface WireReader {
  /**
   * @throws {UnreadableWire} when the delivery is at fault; reading it again would end alike
   * @throws {ReaderBusy} when it is not: too much is waiting, or the reader is closed; reading it later may do
   */
  read(bytes: Uint8Array, hint: WireHint, dialect: WireDialect): Promise<WireReading>;
  /** What is being read, and what waits, is refused. */
  close(): Promise<void>;
}

export interface WireHint {
  /** For its charset; the format is told by the bytes. */
  readonly contentType?: string | undefined;
}

export interface WireReaderOptions {
  readonly threads?: number;
  readonly maxBytes?: number;
  readonly maxWaitingBytes?: number;
  readonly deadlineMs?: number;
  readonly memoryMb?: number;
}

export interface WireRequest extends WireHint {
  readonly bytes: Uint8Array;
  readonly dialect: WireDialect;
}

export type WireAnswer =
  | { readonly reading: WireReading }
  | { readonly unreadable: Pick<UnreadableWire, 'type' | 'message' | 'problems'> };

const MB = 1024 * 1024;
const LIMITS = {
  threads: 1,
  maxBytes: 10 * MB,
  maxWaitingBytes: 64 * MB,
  deadlineMs: 10_000,
  memoryMb: 384,
} satisfies WireReaderOptions;

export function createWireReader(options: WireReaderOptions = {}): WireReader {
  return new ThreadedReader({ ...LIMITS, ...options });
}

interface Job {
  readonly request: WireRequest;
  resolve(reading: WireReading): void;
  reject(error: Error): void;
}

class ThreadedReader implements WireReader {
  readonly #limits: Required<WireReaderOptions>;
  readonly #waiting: Job[] = [];
  readonly #threads: ReaderThread[];
  #waitingBytes = 0;
  #closed = false;

  constructor(limits: Required<WireReaderOptions>) {
    this.#limits = limits;
    this.#threads = Array.from(
      { length: limits.threads },
      () => new ReaderThread(limits, () => this.#next()),
    );
  }

  read(bytes: Uint8Array, { contentType }: WireHint, dialect: WireDialect): Promise<WireReading> {
    const { maxBytes, maxWaitingBytes } = this.#limits;
    if (this.#closed) return Promise.reject(new ReaderBusy('the wire reader is closed'));
    if (bytes.length > maxBytes) {
      const message = `The file has ${sizeOf(bytes.length)}; at most ${sizeOf(maxBytes)} are read.`;
      return Promise.reject(new UnreadableWire('too-large', message));
    }
    if (this.#waitingBytes + bytes.length > maxWaitingBytes) {
      return Promise.reject(new ReaderBusy(`${sizeOf(this.#waitingBytes)} are waiting to be read already`));
    }
    return new Promise((resolve, reject) => {
      this.#waitingBytes += bytes.length;
      // A copy: the caller keeps its own, and the thread gets these without another one.
      this.#waiting.push({ request: { bytes: bytes.slice(), contentType, dialect }, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const closed = new ReaderBusy('the wire reader is closed');
    for (const job of this.#waiting.splice(0)) job.reject(closed);
    await Promise.all(this.#threads.map((thread) => thread.end(closed)));
  }

  #next(): void {
    const thread = this.#threads.find(({ isFree }) => isFree);
    const job = thread && this.#waiting.shift();
    if (!job) return;
    this.#waitingBytes -= job.request.bytes.length;
    thread.read(job);
    this.#next();
  }
}

/** One thread, and the one that takes its place when it had to be ended. */
class ReaderThread {
  readonly #limits: Required<WireReaderOptions>;
  readonly #onFree: () => void;
  #worker: Worker | undefined;
  #job: Job | undefined;
  #deadline: NodeJS.Timeout | undefined;

  constructor(limits: Required<WireReaderOptions>, onFree: () => void) {
    this.#limits = limits;
    this.#onFree = onFree;
  }

  get isFree(): boolean {
    return this.#job === undefined;
  }

  read(job: Job): void {
    this.#job = job;
    if (!this.#worker) {
      this.#worker = this.#start();
      return; // It says when it is ready, and the time it takes to start counts for no delivery.
    }
    this.#worker.ref();
    this.#post(this.#worker, job);
  }

  /** Ends it; the delivery that it was reading is refused with the error. */
  async end(error: Error): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#finish((job) => job.reject(error));
    await worker?.terminate();
  }

  #start(): Worker {
    const { memoryMb } = this.#limits;
    const worker = new Worker(entry(), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, stackSizeMb: 4 },
    });
    worker.on('message', (answer: WireAnswer | 'ready') => {
      if (worker !== this.#worker) return;
      if (answer === 'ready') {
        if (this.#job) this.#post(worker, this.#job);
        return;
      }
      // Nothing to read: it must not keep a process alive that has nothing else to do.
      worker.unref();
      this.#finish((job) => {
        if ('reading' in answer) return job.resolve(answer.reading);
        const { type, message, problems } = answer.unreadable;
        job.reject(new UnreadableWire(type, message, problems));
      });
    });
    worker.once('error', (error: Error & { readonly code?: string }) => {
      if (worker === this.#worker) void this.end(this.#explain(error));
    });
    return worker;
  }

  #post(worker: Worker, { request }: Job): void {
    const { deadlineMs } = this.#limits;
    worker.postMessage(request, [request.bytes.buffer as ArrayBuffer]);
    this.#deadline = setTimeout(() => {
      const message = `The file could not be read within ${deadlineMs / 1000} s.`;
      void this.end(new UnreadableWire('too-slow', message));
    }, deadlineMs);
  }

  #explain(error: Error & { readonly code?: string }): Error {
    if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') {
      return new ReaderBusy('the thread that reads wires ended', { cause: error });
    }
    const message = `Reading the file takes more than ${this.#limits.memoryMb} MB of memory.`;
    return new UnreadableWire('too-heavy', message);
  }

  #finish(answer: (job: Job) => void): void {
    clearTimeout(this.#deadline);
    const job = this.#job;
    this.#job = undefined;
    if (job) answer(job);
    this.#onFree();
  }
}

/** Beside this file, in the sources as in the build. */
function entry(): URL {
  const name = import.meta.url.endsWith('.ts') ? 'wire-worker-from-source.js' : 'wire-worker.js';
  return new URL(name, import.meta.url);
}

function sizeOf(bytes: number): string {
  return bytes < MB ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / MB).toFixed(1)} MB`;
}
