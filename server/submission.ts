/**
 * From what a publisher said to what the log keeps: one way for everybody, so that a dispatch of the desk, of a
 * wire and of the demo are read alike. The dateline leaves the text here and nowhere else.
 */
import { KNOWN_AGENCIES, parseDateline } from '../shared/dateline.ts';
import type { Submission } from '../shared/dispatch.ts';
import type { Content } from './log/log.ts';

/** What the submission itself may not decide: the id comes from the address, or is made where none was given. */
export interface SubmissionParts {
  readonly id: string;
  /** Names that its wire knows as agencies, beside those that are known. */
  readonly agencies?: readonly string[];
}

/** The content of a submission; `version`, `embargo` and a status of `canceled` are for the caller to act on. */
export function toContent(submission: Submission, { id, agencies = [] }: SubmissionParts): Content {
  const { section, title, text, body, urgency, status, signal, note, replaces, publishedAt, url, lang } =
    submission;
  const { dateline, lead } = parseDateline(text, [...KNOWN_AGENCIES, ...agencies]);
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
