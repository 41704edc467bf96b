/**
 * Wrong keys, counted per address: an address that keeps guessing gets no more answers for the rest of the minute. A
 * right key always passes: behind one address stand many, and nobody's guessing may keep the desk from withdrawing.
 * The counts live in memory for that minute; no address is written anywhere.
 */
import type { Request, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { HttpProblem } from './problems.ts';

const WINDOW_MS = 60_000;
const WRONG_KEYS = 30;

export interface WrongKeys {
  /** Counts a wrong key. @throws {HttpProblem} 429 when the address has had its share */
  count(request: Request, response: Response): Promise<void>;
}

interface WrongKeyParts {
  readonly onWrongKey: () => void;
  /** What is said to an address that guesses. */
  readonly detail?: string;
}

export function createWrongKeys({
  onWrongKey,
  detail = 'Too many wrong keys from this address.',
}: WrongKeyParts): WrongKeys {
  const counter = rateLimit({
    windowMs: WINDOW_MS,
    limit: WRONG_KEYS,
    standardHeaders: false,
    legacyHeaders: false,
    keyGenerator: addressOf,
    handler: (_request, _response, next) => {
      next(); // Only the count is wanted here; the answer is ours.
    },
  });
  return {
    async count(request, response) {
      onWrongKey();
      const counted = await counter.getKey(addressOf(request));
      if (counted !== undefined && counted.totalHits >= WRONG_KEYS)
        throw tooManyGuesses(detail, counted.resetTime);
      await new Promise((resolve) => {
        void counter(request, response, resolve);
      });
    },
  };
}

function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? '::');
}

function tooManyGuesses(detail: string, resetTime: Date | undefined): HttpProblem {
  const waitMs = resetTime ? resetTime.getTime() - Date.now() : WINDOW_MS;
  return new HttpProblem(429, {
    detail,
    headers: { 'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1000))) },
  });
}
