/** From the body of a request to a proposal for the log: the gate, and the rules that need to know the moment. */
import { read, SubmissionSchema, type Problem, type Submission } from '../../shared/dispatch.ts';
import type { Boards } from '../boards.ts';
import type { Proposal } from '../log/log.ts';
import { toContent } from '../submission.ts';
import { invalidFields } from './problems.ts';

/** Clocks of publishers differ a little; more than this in the future is a mistake. */
const FUTURE_MS = 3_600_000;

/** Reads what a publisher said. @throws {HttpProblem} 422, naming every wrong field */
export function readSubmission(body: unknown, boards: Boards, now: number): Submission {
  const reading = read(SubmissionSchema, body);
  const problems: Problem[] = reading.ok ? timeProblems(reading.value, now) : [...reading.problems];
  const unknown = unknownSection(body, boards);
  if (unknown && !problems.some(({ path }) => path === 'section')) problems.push(unknown);
  if (!reading.ok || problems.length > 0) throw invalidFields(problems);
  return reading.value;
}

/** What to append for it. A `canceled` dispatch is a withdrawal, however it is said; its note is the reason. */
export function toProposal(
  submission: Submission,
  {
    id,
    version,
    ...rules
  }: { id: string; version: number | 'next'; mustExist?: boolean; ifVersion?: number },
): Proposal {
  const content = toContent(submission, { id });
  if (submission.status !== 'canceled') return { kind: 'dispatch', content, version, ...rules };
  return {
    kind: 'withdrawal',
    id,
    ...(submission.note !== undefined && { reason: submission.note }),
    ...(rules.ifVersion !== undefined && { ifVersion: rules.ifVersion }),
  };
}

function timeProblems({ embargo, publishedAt }: Submission, now: number): Problem[] {
  const problems: Problem[] = [];
  if (embargo !== undefined && embargo > now) {
    problems.push({
      path: 'embargo',
      message: 'must not be in the future: this server does not hold dispatches yet',
    });
  }
  if (publishedAt !== undefined && publishedAt > now + FUTURE_MS) {
    problems.push({ path: 'publishedAt', message: 'must not be more than an hour in the future' });
  }
  return problems;
}

function unknownSection(body: unknown, boards: Boards): Problem | undefined {
  if (typeof body !== 'object' || body === null || !('section' in body)) return undefined;
  if (typeof body.section !== 'string' || boards.has(body.section)) return undefined;
  const ids = boards.sections().map(({ id }) => id);
  return { path: 'section', message: `must be one of ${ids.join(', ')}` };
}
