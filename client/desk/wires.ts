/** How the wires are doing, in Dutch: one line when all is well, and who needs a look when it is not. */
import type { SourceStatus } from '../../shared/desk.ts';
import { shortTime } from '../../shared/relative-time.ts';

export function isTroubled({ trouble, silent }: SourceStatus): boolean {
  return trouble !== undefined || silent;
}

/** "3 bronnen", with the one that is troubled, or how many are. */
export function wiresWords(sources: readonly SourceStatus[], now: number): string {
  const count = sources.length === 1 ? '1 bron' : `${String(sources.length)} bronnen`;
  const troubled = sources.filter(isTroubled);
  const [first] = troubled;
  if (!first) return count;
  if (troubled.length > 1) return `${count} · ${String(troubled.length)} niet in orde`;
  return `${count} · ${first.name} ${stateWords(first, now)}`;
}

/** "in orde", "nog niet gehoord", "stil sinds 13:05", "storing sinds 13:05". */
export function stateWords(
  { trouble, troubleSince, silent, okAt, newsAt }: SourceStatus,
  now: number,
): string {
  if (trouble !== undefined) return since('storing', troubleSince, now);
  if (silent) return since('stil', newsAt, now);
  return okAt === undefined ? 'nog niet gehoord' : 'in orde';
}

function since(word: string, at: number | undefined, now: number): string {
  return at === undefined ? word : `${word} sinds ${shortTime(at, now, 'nl')}`;
}
