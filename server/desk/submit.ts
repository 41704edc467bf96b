/** Publishes what was submitted, or lets it wait: for its time, or for the desk. */
import type { Submission } from '../../shared/dispatch.ts';
import type { Content, Entry, Waiting } from '../log/log.ts';
import { toContent } from '../submission.ts';
import type { Desk, Outcome, SubmitAct } from './acts.ts';
import { withoutTime } from './contents.ts';
import { letWait, versionBy, type Attempt } from './let-wait.ts';
import { takeAway } from './take-away.ts';
import { expectRevision, undisturbed } from './undisturbed.ts';

export function submit(desk: Desk, submission: Submission, said: SubmitAct): Promise<Outcome> {
  const act = { ...said, ifRevision: said.ifRevision ?? submission.ifRevision };
  if (submission.status === 'canceled') {
    return takeAway(desk, { ...act, note: submission.note, unseen: act.source !== undefined });
  }
  return undisturbed(desk.log, act, async (waiting) => {
    const until = embargoOf(submission, waiting, desk.log.now());
    const attempt = { desk, submission, act, waiting };
    return until !== undefined || act.forDesk ? letWait(attempt, until) : publish(attempt);
  });
}

/** Nothing slips out by forgetting a field: an embargo that stands is only lifted by saying so. */
function embargoOf({ embargo }: Submission, waiting: Waiting | undefined, now: number): number | undefined {
  const until = embargo === undefined ? waiting?.until : embargo;
  return until !== undefined && until !== null && until > now ? until : undefined;
}

async function publish({ desk, submission, act, waiting }: Attempt): Promise<Outcome> {
  const { id, by, ifVersion, ifRevision } = act;
  if (ifRevision === 0) expectRevision(act, waiting);
  const newest = waiting && (await desk.log.find(id));
  const taken = waiting && takesOut(waiting, newest, ifRevision) ? waiting : undefined;
  const revision = ifRevision || taken?.revision;
  const appended = await desk.append({
    kind: 'dispatch',
    content: contentAtOnce(submission, act),
    version: taken ? versionBy(act, taken, newest) : act.version,
    by,
    // What waits is there, too.
    ...(act.mustExist && !taken && { mustExist: true }),
    ...(ifVersion !== undefined && { ifVersion }),
    ...(submission.restore && { restore: true }),
    ...(revision !== undefined && { waiting: { revision, due: false } }),
  });
  return { kind: 'published', appended };
}

/**
 * Whether publishing takes out what waits. What waits for the desk as the next version of something published is
 * another's word, and stays until somebody decides on it by its revision.
 */
function takesOut({ until }: Waiting, newest: Entry | undefined, ifRevision: number | undefined): boolean {
  return ifRevision !== undefined || until !== undefined || newest?.kind !== 'dispatch';
}

/** Said after its embargo, it is the same as what was released at it. */
function contentAtOnce(submission: Submission, act: SubmitAct): Content {
  const content = toContent(submission, act);
  const { embargo } = submission;
  const wasReleased = typeof embargo === 'number' && (content.publishedAt ?? Infinity) <= embargo;
  return wasReleased ? withoutTime(content) : content;
}
