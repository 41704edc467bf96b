/** Reads Server-Sent Events as a desk does, and can stop reading as a desk that hangs does. */
export interface ReadEvent {
  readonly name: string;
  readonly data: Record<string, unknown>;
}

export interface EventReader {
  readonly status: number;
  readonly headers: Headers;
  /** All that has come. */
  readonly events: readonly ReadEvent[];
  /** The next event of this name that was not asked for yet. @throws when the stream ends before */
  next(name: string): Promise<Record<string, unknown>>;
  /** Resolves when the stream is over: ended by the server, or cut off. */
  readonly ended: Promise<'whole' | 'cut'>;
  close(): void;
}

export async function readEvents(url: string, headers: Record<string, string>): Promise<EventReader> {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  const events: ReadEvent[] = [];
  const asked = new Map<string, number>();
  let wake: () => void = () => undefined;
  let isOver = false;
  const ended = read();
  return {
    status: response.status,
    headers: response.headers,
    events,
    ended,
    async next(name) {
      const skip = asked.get(name) ?? 0;
      asked.set(name, skip + 1);
      for (;;) {
        const event = events.filter((one) => one.name === name)[skip];
        if (event !== undefined) return event.data;
        if (isOver) throw new Error(`the stream ended without ${name}`);
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    close: () => {
      abort.abort();
    },
  };

  async function read(): Promise<'whole' | 'cut'> {
    let text = '';
    try {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) events.push(toEvent(block));
        wake();
      }
      return 'whole';
    } catch {
      return 'cut';
    } finally {
      isOver = true;
      wake();
    }
  }
}

function toEvent(block: string): ReadEvent {
  const name = /^event: (.*)$/m.exec(block)?.[1] ?? 'message';
  const data: unknown = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null');
  if (typeof data !== 'object' || data === null) throw new Error(`not an object: ${block}`);
  return { name, data: Object.fromEntries(Object.entries(data)) };
}
