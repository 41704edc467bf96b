/**
 * Who publishes: the bearer key. Wrong keys are counted per address, and an address that keeps guessing gets no
 * more answers for the rest of the minute. A right key always passes: behind one address stand many, and nobody's
 * guessing may keep the desk from withdrawing. The counts live in memory for that minute; no address is written anywhere.
 */
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Keys } from '../keys.ts';
import { HttpProblem } from './problems.ts';

const WINDOW_MS = 60_000;
const WRONG_KEYS = 30;

export function requireKey(keys: Keys): RequestHandler {
  const wrongKeys = rateLimit({
    windowMs: WINDOW_MS,
    limit: WRONG_KEYS,
    standardHeaders: false,
    legacyHeaders: false,
    keyGenerator: addressOf,
    handler: (_request, _response, next) => {
      next(); // Only the count is wanted here; the answer is ours.
    },
  });

  return async (request, response, next) => {
    const key = bearerKey(request.headers.authorization);
    if (key !== undefined && keys.publisher(key) !== undefined) {
      next();
      return;
    }
    if (key === undefined) throw unauthorized('Send your key as Authorization: Bearer <key>.');
    const counted = await wrongKeys.getKey(addressOf(request));
    if (counted !== undefined && counted.totalHits >= WRONG_KEYS) throw tooManyGuesses(counted.resetTime);
    await new Promise((resolve) => {
      void wrongKeys(request, response, resolve);
    });
    throw unauthorized('No publisher has this key.', 'error="invalid_token"');
  };
}

function bearerKey(header: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
}

function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? '::');
}

function unauthorized(detail: string, challenge = ''): HttpProblem {
  const scheme = ['Bearer realm="news-ticker"', challenge].filter((part) => part !== '').join(', ');
  return new HttpProblem(401, { detail, headers: { 'WWW-Authenticate': scheme } });
}

function tooManyGuesses(resetTime: Date | undefined): HttpProblem {
  const waitMs = resetTime ? resetTime.getTime() - Date.now() : WINDOW_MS;
  return new HttpProblem(429, {
    detail: 'Too many wrong keys from this address.',
    headers: { 'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1000))) },
  });
}
