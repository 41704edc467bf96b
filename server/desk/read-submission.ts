/** The one gate for what is submitted, by people and wires alike: the schema, and the rules that need to know the moment. */
import {
  read,
  SubmissionSchema,
  type Problem,
  type Reading,
  type Submission,
} from '../../shared/dispatch.ts';
import type { Boards } from '../boards.ts';

/** Clocks of publishers differ a little; more than this in the future is a mistake. */
const FUTURE_MS = 3_600_000;

interface Circumstances {
  readonly boards: Pick<Boards, 'has' | 'sections'>;
  /** The store's time. */
  readonly now: number;
}

/** Reads what a publisher said; every wrong field is named, none throws. */
export function readSubmission(said: unknown, { boards, now }: Circumstances): Reading<Submission> {
  const reading = read(SubmissionSchema, said);
  const problems: Problem[] = reading.ok ? timeProblems(reading.value, now) : [...reading.problems];
  const unknown = unknownSection(said, boards);
  if (unknown && !problems.some(({ path }) => path === 'section')) problems.push(unknown);
  return reading.ok && problems.length === 0 ? reading : { ok: false, problems };
}

function timeProblems({ embargo, publishedAt }: Submission, now: number): Problem[] {
  // What waits for its time may well be dated at it.
  if (publishedAt === undefined || publishedAt <= Math.max(now + FUTURE_MS, embargo ?? 0)) return [];
  return [{ path: 'publishedAt', message: 'must not be more than an hour in the future' }];
}

function unknownSection(said: unknown, boards: Circumstances['boards']): Problem | undefined {
  if (typeof said !== 'object' || said === null || !('section' in said)) return undefined;
  if (typeof said.section !== 'string' || boards.has(said.section)) return undefined;
  const ids = boards.sections().map(({ id }) => id);
  return { path: 'section', message: `must be one of ${ids.join(', ')}` };
}
