/**
 * The headers by which a receiver knows that a delivery is ours, is whole and is new: those of Standard Webhooks, so
 * that the libraries for it can check them. Signed are the id, the second and the body, joined by dots.
 */
import { createHmac } from 'node:crypto';
import { secretBytes } from './hooks.ts';

/** `at` in ms since the epoch. */
export function signedHeaders(
  secret: string,
  { id, body, at }: { readonly id: string; readonly body: string; readonly at: number },
): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', secretBytes(secret)).update(`${id}.${timestamp}.${body}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature.digest('base64')}`,
  };
}
