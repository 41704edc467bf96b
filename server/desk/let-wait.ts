/** Puts what was submitted where it waits: for its time, or for the desk. */
import type { Submission } from '../../shared/dispatch.ts';
import { Refusal, type Entry, type Waiting } from '../log/log.ts';
import { toContent } from '../submission.ts';
import type { Desk, Outcome, SubmitAct } from './acts.ts';
import { withoutTime } from './contents.ts';
import { notTheNewest } from './take-away.ts';
import { notByItself } from './trouble.ts';

/** A submission, and what waited under its id when it was looked at. */
export interface Attempt {
  readonly desk: Desk;
  readonly submission: Submission;
  readonly act: SubmitAct;
  readonly waiting: Waiting | undefined;
}

export async function letWait(
  { desk, submission, act, waiting }: Attempt,
  until: number | undefined,
): Promise<Outcome> {
  const { id, by } = act;
  const newest = await desk.log.find(id);
  const standing = await findStanding(desk, act, newest);
  if (standing) return repeat(desk, submission, act);
  if (act.mustExist && !newest && !waiting) throw new Refusal('unknown', `There is no dispatch "${id}".`);
  if (act.ifVersion !== undefined && act.ifVersion !== newest?.version) {
    throw notTheNewest(id, act.ifVersion, newest?.version);
  }

  const source = act.source ?? waiting?.source;
  const time = until ?? waiting?.until;
  const embargoed = act.forDesk && time !== undefined ? notByItself(time) : undefined;
  const trouble = [act.trouble, embargoed].filter((sentence) => sentence !== undefined).join(' ');
  const { repeated, ack, ...put } = await desk.log.waiting.put({
    content: toContent(submission, act),
    version: submission.restore ? 'next' : versionBy(act, waiting, newest),
    by,
    ...(until !== undefined && !act.forDesk && { until }),
    ...(source !== undefined && { source }),
    ...(trouble !== '' && { trouble }),
    ...(submission.restore && { restore: true }),
    ifRevision: act.ifRevision ?? waiting?.revision ?? 0,
  });
  return { kind: 'waiting', waiting: put, repeated, ack };
}

/** What is said about something that waits keeps the version that it would have had, unless that is passed by now. */
export function versionBy(
  { version }: SubmitAct,
  waiting: Waiting | undefined,
  newest: Entry | undefined,
): number | 'next' {
  if (version !== 'next' || typeof waiting?.version !== 'number') return version;
  return newest && newest.version >= waiting.version ? 'next' : waiting.version;
}

/** The version that was submitted, if it is published already: then there is nothing left to wait for. */
async function findStanding(
  { log }: Desk,
  { id, version }: SubmitAct,
  newest: Entry | undefined,
): Promise<Entry | undefined> {
  if (newest?.kind !== 'dispatch' || version === 'next' || version > newest.version) return undefined;
  const entry = (await log.entriesOf(id)).find((one) => one.version === version);
  // Neither can a lower version be published any more: it would only tell the public log what it says.
  if (!entry) throw overtaken({ id, version }, newest);
  return entry;
}

/** Somebody says it again: the log knows whether that is the same, and can do nothing else with it. */
async function repeat(desk: Desk, submission: Submission, act: SubmitAct): Promise<Outcome> {
  const { version, by } = act;
  const content = withoutTime(toContent(submission, act));
  const appended = await desk.append({ kind: 'dispatch', content, version, by });
  return { kind: 'published', appended };
}

function overtaken({ id, version }: Pick<SubmitAct, 'id' | 'version'>, newest: Entry | undefined): Refusal {
  const said = version === 'next' ? 'That' : `Version ${version}`;
  return new Refusal(
    'conflict',
    `${said} is not above what is published of "${id}"; the newest is ${newest?.version ?? 'none'}.`,
    newest?.version,
  );
}
