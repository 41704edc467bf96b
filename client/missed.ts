import { counted, type Texts } from '../shared/ticker-texts.ts';

const KINDS = ['items', 'corrections'] as const;

/** What came and what was corrected while a reader had the ticker stand still; what was withdrawn was not missed. */
export class Missed {
  /** Ids. */
  readonly items = new Set<string>();
  readonly corrections = new Set<string>();
  /** Of what fell off the board since, only how many: a pause may last for weeks. */
  readonly #fallen = { items: 0, corrections: 0 };

  forget(id: string): void {
    for (const kind of KINDS) this[kind].delete(id);
  }

  /** Keeps the ids of these only. */
  prune(held: ReadonlySet<string>): void {
    for (const kind of KINDS)
      for (const id of this[kind]) if (!held.has(id) && this[kind].delete(id)) this.#fallen[kind] += 1;
  }

  /** "U miste 6 berichten, 1 correctie", or nothing; and starts anew. */
  tell(texts: Texts): string {
    const parts = KINDS.flatMap((kind) => {
      const count = this[kind].size + this.#fallen[kind];
      this[kind].clear();
      this.#fallen[kind] = 0;
      return count > 0 ? [counted(count, texts[kind])] : [];
    });
    return parts.length > 0 ? `${texts.missed} ${parts.join(', ')}` : '';
  }
}
