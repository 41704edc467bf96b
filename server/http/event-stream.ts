/** Server-Sent Events to one reader. What a reader who stopped reading is owed has a bound; past it they are let go. */
import type { Response } from 'express';

/** Of what is written and not yet taken by the network. */
const MOST_BYTES = 4 * 1024 * 1024;
const LAST_WORD_MS = 1000;

export interface EventStream {
  /** `data` is one line. */
  readonly send: (event: string, data: string) => void;
  /** What was sent is not read yet. */
  readonly isBehind: () => boolean;
  readonly end: () => void;
}

export function openEventStream(response: Response): EventStream {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    // Nothing in between may keep it, pack it or hold it until there is more.
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  return {
    send(event, data) {
      if (response.writableEnded || response.destroyed) return;
      response.write(`event: ${event}\ndata: ${data}\n\n`);
      if (response.writableLength > MOST_BYTES) response.destroy();
    },
    isBehind: () => response.writableNeedDrain,
    end() {
      if (response.writableEnded) return;
      response.end();
      // The last word reaches whoever reads; nobody is waited for.
      setTimeout(() => response.destroy(), LAST_WORD_MS).unref();
    },
  };
}
