/** One try to deliver: a signed POST that follows no redirect and waits for a bounded time. What is answered is not read. */
import { request, type Dispatcher } from 'undici';
import type { HookSetting } from './hooks.ts';
import { signedHeaders } from './signature.ts';

export interface Delivery {
  /** The same each time that it is tried. */
  readonly id: string;
  readonly body: string;
}

export type Outcome =
  | { readonly ok: true }
  /** `refused`: the receiver is there and does not want it; waiting will hardly help. */
  | { readonly ok: false; readonly refused: boolean; readonly error: string };

interface DeliverParts {
  readonly dispatcher: Dispatcher;
  readonly timeoutMs: number;
  /** Ends the try. */
  readonly signal: AbortSignal;
}

/** Never throws: what goes wrong is the outcome. */
export async function deliver(
  { url, secret }: Pick<HookSetting, 'url' | 'secret'>,
  { id, body }: Delivery,
  { dispatcher, timeoutMs, signal }: DeliverParts,
): Promise<Outcome> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const { statusCode, body: answer } = await request(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'news-ticker',
        ...signedHeaders(secret, { id, body, at: Date.now() }),
      },
      body,
      dispatcher,
      signal: AbortSignal.any([signal, timeout]),
    });
    // The status is the answer; a body that does not end is cut off.
    await answer.dump().catch(() => undefined);
    if (statusCode >= 200 && statusCode < 300) return { ok: true };
    return { ok: false, refused: isRefusal(statusCode), error: `answered ${statusCode}` };
  } catch (error) {
    if (timeout.aborted) {
      return { ok: false, refused: false, error: `did not answer within ${timeoutMs / 1000} s` };
    }
    return { ok: false, refused: false, error: codeOf(error) };
  }
}

/** Timeouts and "too many" pass; of the others below 500, redirects among them, the same will be said again. */
function isRefusal(status: number): boolean {
  return status < 500 && ![408, 425, 429].includes(status);
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'failed';
}
