/** A proposal made ready to append: its content written down once, and hashed. */
import { canonicalJson, hashContent } from './chain.ts';
import type { Signal } from '../../shared/dispatch.ts';
import type { Content, Proposal, Publication } from './log.ts';

export interface Draft {
  readonly kind: 'dispatch' | 'withdrawal';
  readonly id: string;
  readonly version: number | 'next';
  /** Empty for a withdrawal: it stands where the newest version stood. */
  readonly section: string;
  readonly status: Content['status'];
  readonly signal?: Signal;
  readonly content: string;
  readonly contentHash: string;
  /** As the publisher said; absent where that is left to the log. */
  readonly publishedAt?: number;
  readonly mustExist: boolean;
  readonly ifVersion?: number;
  readonly restore: boolean;
  readonly by?: string;
  readonly waiting?: NonNullable<Publication['waiting']>;
}

export function draftOf(proposal: Proposal): Draft {
  const { ifVersion, by } = proposal;
  const said = { ...(ifVersion !== undefined && { ifVersion }), ...(by !== undefined && { by }) };
  if (proposal.kind === 'withdrawal') {
    const { id, reason } = proposal;
    const content = canonicalJson({ id, reason, withdrawn: true });
    const hashed = { content, contentHash: hashContent(content) };
    const fixed = {
      kind: 'withdrawal',
      version: 'next',
      section: '',
      status: 'canceled',
      mustExist: true,
      restore: false,
    } as const;
    return { id, ...fixed, ...hashed, ...said };
  }
  const { id, section, status, signal, publishedAt } = proposal.content;
  const content = canonicalJson(proposal.content);
  return {
    kind: 'dispatch',
    id,
    version: proposal.version,
    section,
    status,
    content,
    contentHash: hashContent(content),
    mustExist: proposal.mustExist ?? false,
    restore: proposal.restore ?? false,
    ...(signal && { signal }),
    ...(publishedAt !== undefined && { publishedAt }),
    ...(proposal.waiting && { waiting: proposal.waiting }),
    ...said,
  };
}
