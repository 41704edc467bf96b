/** What a section showed at a moment: `/api/sections/:section?at=`. For the newsroom, as it may have been corrected since. */
import type { Request, RequestHandler, Response } from 'express';
import * as v from 'valibot';
import { TimeSchema } from '../../shared/dispatch.ts';
import { readSectionAt } from '../desk/section-at.ts';
import type { Log } from '../log/log.ts';
import type { Guard } from './guard.ts';
import { openToAll } from './open-to-all.ts';
import { invalidFields } from './problems.ts';
import { apiSecurity } from './security.ts';

interface SectionAtParts {
  readonly log: Log;
  readonly guard: Guard;
}

/** The handlers behind the board's own door; the section is known to exist. */
export function sectionAtHandlers({
  log,
  guard,
}: SectionAtParts): readonly RequestHandler<{ section: string }>[] {
  const answer = async (request: Request<{ section: string }>, response: Response): Promise<void> => {
    const at = readMoment(request.query.at, log.now());
    const left = new AbortController();
    response.once('close', () => {
      left.abort();
    });
    const board = await readSectionAt(log, { section: request.params.section, at, signal: left.signal });
    response.set('Cache-Control', 'no-store').json(board);
  };
  const guarded = guard('desk', 'audit') as RequestHandler<{ section: string }>;
  return [
    apiSecurity() as RequestHandler<{ section: string }>,
    openToAll as RequestHandler<{ section: string }>,
    guarded,
    answer,
  ];
}

function readMoment(said: unknown, now: number): number {
  const text = typeof said === 'string' ? said.trim() : '';
  // A plus that nobody encoded arrives as a space.
  const moment = v.safeParse(TimeSchema, /^\d+$/.test(text) ? Number(text) : text.replace(' ', '+'));
  if (!moment.success) throw invalidFields([{ path: 'at', message: moment.issues[0].message }]);
  if (moment.output > now) throw invalidFields([{ path: 'at', message: 'must not be in the future' }]);
  return moment.output;
}
