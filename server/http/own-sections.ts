/** Keys that are bound to sections touch nothing that stands, or waits, in another. */
import type { Response } from 'express';
import type { Submission } from '../../shared/dispatch.ts';
import type { Log } from '../log/log.ts';
import { holderOf, requireSection } from './guard.ts';

/** @throws {HttpProblem} 403 */
export async function requireOwn(response: Response, log: Log, id: string): Promise<void> {
  if (holderOf(response).sections === undefined) return;
  const [entry, waiting] = await Promise.all([log.find(id), log.waiting.find(id)]);
  if (entry) requireSection(response, entry.section);
  if (waiting) requireSection(response, waiting.content.section);
}

/** The same for what is said under the id: it may stand in the place of another. @throws {HttpProblem} 403 */
export async function requireOwnSubmission(
  response: Response,
  log: Log,
  { id, section, replaces }: { readonly id: string } & Pick<Submission, 'section' | 'replaces'>,
): Promise<void> {
  requireSection(response, section);
  await requireOwn(response, log, id);
  if (replaces !== undefined) await requireOwn(response, log, replaces);
}
