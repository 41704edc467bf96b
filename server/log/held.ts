/** An entry as a log holds it: beside what followers see, the very content that its hash was taken of. */
import type { Dispatch, Signal } from '../../shared/dispatch.ts';
import type { Content, Entry } from './log.ts';

export interface Held {
  readonly entry: Entry;
  readonly contentHash: string;
  /** Canonical JSON; absent once redacted. */
  readonly content?: string;
}

/** The columns of a stored entry, the same in both stores. */
export interface Row {
  readonly epoch: string;
  readonly n: number;
  readonly kind: 'dispatch' | 'withdrawal';
  readonly id: string;
  readonly version: number;
  readonly section: string;
  /** Of a withdrawal: `canceled`. */
  readonly status: Dispatch['status'];
  /** Beside the content too, so that it outlives it. */
  readonly signal: Signal | null;
  readonly at: number;
  readonly publishedAt: number;
  readonly updatedAt: number;
  readonly late: boolean;
  readonly contentHash: string;
  readonly hash: string;
  /** Null once redacted. */
  readonly content: string | null;
  /** Who did it; null where nobody said. Beside the content: no part of its hash. */
  readonly by: string | null;
}

/** Builds the entry from its content's text, also where the object is at hand: so every process has the same, byte for byte. */
export function toHeld(row: Row): Held {
  const { epoch, n, at, hash, id, version, section, status, publishedAt, late, contentHash, content } = row;
  const head = { epoch, n, at, hash, id, version, section, late, ...(row.by !== null && { by: row.by }) };
  if (row.kind === 'withdrawal') {
    // Stands also where its own text was lost: to lose a withdrawal is the worst that can happen.
    const { reason } = JSON.parse(content ?? '{}') as { reason?: string };
    const entry = { ...head, kind: 'withdrawal', ...(reason !== undefined && { reason }) } as const;
    return { contentHash, entry, ...(content !== null && { content }) };
  }
  if (content === null) {
    const signal = row.signal === null ? {} : { signal: row.signal };
    return { contentHash, entry: { ...head, kind: 'redacted', status, publishedAt, ...signal } };
  }
  return { contentHash, content, entry: { ...head, kind: 'dispatch', dispatch: toDispatch(row, content) } };
}

/** What remains of an entry whose text has to go. */
export function redactHeld(held: Held): Held {
  if (held.entry.kind !== 'dispatch') return held;
  const { dispatch, kind: _, ...head } = held.entry;
  const { status, publishedAt, signal } = dispatch;
  const kept = { status, publishedAt, ...(signal && { signal }) };
  return { contentHash: held.contentHash, entry: { ...head, kind: 'redacted', ...kept } };
}

function toDispatch({ version, publishedAt, updatedAt }: Row, content: string): Dispatch {
  return Object.assign(JSON.parse(content) as Content, { version, publishedAt, updatedAt });
}
