/**
 * From what a publisher said to what the log keeps: one way for everybody, so that a dispatch of the desk, of a
 * wire and of the demo are read alike. The dateline leaves the text here and nowhere else.
 */
import { parseDateline } from '../shared/dateline.ts';
import type { Submission } from '../shared/dispatch.ts';
import type { Content } from './log/log.ts';

/** What the submission itself may not decide: the id comes from the address, or is made where none was given. */
export interface SubmissionParts {
  readonly id: string;
}

/** The content of a submission; `version`, `embargo` and a status of `canceled` are for the caller to act on. */
export function toContent(submission: Submission, { id }: SubmissionParts): Content {
  const { section, title, text, body, urgency, status, signal, note, replaces, publishedAt, url, lang } =
    submission;
  const { dateline, lead } = parseDateline(text);
  return {
    id,
    section,
    title,
    ...(dateline && { dateline }),
    lead,
    body: body ?? [],
    urgency,
    status,
    ...(signal && { signal }),
    ...(note !== undefined && { note }),
    ...(replaces !== undefined && { replaces }),
    ...(publishedAt !== undefined && { publishedAt }),
    ...(url !== undefined && { url }),
    lang,
  };
}
