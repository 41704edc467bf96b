/** The desk's questions to its own server. An answer is one of three: done, refused with a reason, or silence. */
import * as v from 'valibot';
import type { Problem } from '../../shared/dispatch.ts';

export type Answer<T = unknown> =
  | { readonly kind: 'done'; readonly status: number; readonly value: T }
  | { readonly kind: 'refused'; readonly status: number; readonly refusal: Refusal }
  /** No answer: whether it was done nobody knows. Asking the same again is safe. */
  | { readonly kind: 'silence' };

/** problem+json. */
export interface Refusal {
  readonly type: string;
  readonly detail: string;
  readonly problems: readonly Problem[];
  /** Seconds, where the server asks for patience. */
  readonly retryAfter: number | undefined;
}

interface Question {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const ANSWER_WITHIN = 10_000;

const RefusalSchema = v.object({
  type: v.optional(v.string(), ''),
  detail: v.optional(v.string(), ''),
  problems: v.optional(v.array(v.object({ path: v.string(), message: v.string() })), []),
});

/** Asks; what comes back has passed the schema. `undefined` where the answer has no body. */
export async function ask<T>(
  method: string,
  path: string,
  schema: v.GenericSchema<unknown, T>,
  { body, headers = {} }: Question = {},
): Promise<Answer<T>> {
  const abort = new AbortController();
  const timer = setTimeout(() => {
    abort.abort();
  }, ANSWER_WITHIN);
  try {
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: abort.signal,
      headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) return { kind: 'refused', status: response.status, refusal: refusalOf(response, text) };
    const value: unknown = text === '' ? undefined : JSON.parse(text);
    return { kind: 'done', status: response.status, value: v.parse(schema, value) };
  } catch {
    return { kind: 'silence' }; // Offline, too slow, or no answer of our server: to the desk all the same.
  } finally {
    clearTimeout(timer);
  }
}

function refusalOf(response: Response, text: string): Refusal {
  const retryAfter = Number(response.headers.get('Retry-After') ?? NaN);
  const result = v.safeParse(RefusalSchema, parseJson(text));
  const { type, detail, problems } = result.success ? result.output : { type: '', detail: '', problems: [] };
  return {
    type: type.replace(/^.*:/, ''),
    detail,
    problems,
    retryAfter: Number.isFinite(retryAfter) ? retryAfter : undefined,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A proxy's page: the status says enough.
  }
}
