/**
 * The form's memory: what is being written, whether it was sent, and whether somebody was first. Everything that is
 * typed is kept at once; nothing but being published, or being thrown away by hand, removes it.
 */
import type { WaitingItem } from '../../shared/desk.ts';
import { pageClock } from '../clock.ts';
import type { Answer, Refusal } from './api.ts';
import type { Standing } from './conflict.ts';
import {
  embargoOf,
  isTouched,
  publishedBase,
  rebase,
  renewed,
  waitingBase,
  type Draft,
  type Fields,
} from './draft.ts';
import { keyOf, type Drafts } from './drafts.ts';
import type { Sent } from './editor.ts';
import type { ActMessage, Outcome, Room } from './room.ts';
import { problemInDutch, problemsOf, type FieldProblems } from './submission.ts';

/** How a sending ended: in the log, under embargo, or not. */
export type Ending = 'published' | 'waiting' | 'not';

interface WritingParts {
  readonly room: Room;
  readonly drafts: Drafts;
  readonly changed: () => void;
}

export class Writing {
  draft: Draft;
  problems: FieldProblems = {};
  trouble = '';
  sent: Sent = 'idle';
  /** What stands there now, when that is not what this is written on top of. */
  standing: Standing | undefined;
  kept = true;
  /** Another window writes the same, and what is kept is what was typed last. */
  elsewhere = false;
  readonly #parts: WritingParts;
  /** Who published last. */
  #lastBy: string | undefined;

  constructor(draft: Draft, parts: WritingParts) {
    this.draft = draft;
    this.#parts = parts;
    if (draft.unanswered) this.sent = 'unanswered';
  }

  /** Where the draft is kept. */
  get key(): string {
    return keyOf(this.draft);
  }

  get touched(): boolean {
    return isTouched(this.draft);
  }

  type(fields: Partial<Fields>): void {
    const { unanswered: _, ...draft } = this.draft;
    this.#take({ ...draft, fields: { ...draft.fields, ...fields }, at: pageClock().now() });
    const typed = Object.keys(fields);
    this.problems = Object.fromEntries(
      Object.entries(this.problems).filter(
        ([name]) => !typed.includes(name) && !(name === 'time' && 'date' in fields),
      ),
    );
    if (this.sent === 'unanswered') this.sent = 'idle';
    this.trouble = '';
    this.#parts.changed();
  }

  /** Looks for what must be mended first; true when nothing is. */
  check(): boolean {
    this.problems = problemsOf(this.draft, pageClock().now());
    this.#parts.changed();
    return Object.keys(this.problems).length === 0;
  }

  /** Sends it. The same draft sent twice counts once, so without an answer it may be sent again. */
  async send(): Promise<Ending> {
    if (this.sent === 'busy') return 'not';
    this.sent = 'busy';
    this.trouble = '';
    this.#parts.changed();
    const { draft } = this;
    // Before it leaves: if the machine goes down now, whoever comes back is told that it may have arrived.
    this.#take({ ...draft, unanswered: true });
    const answer = await this.#deliver();
    if (answer.kind === 'silence') {
      this.sent = 'unanswered';
      this.#parts.changed();
      return 'not';
    }
    this.sent = 'idle';
    if (answer.kind === 'done') {
      this.#parts.drafts.drop(this.key);
      this.draft = draft;
      return answer.value.revision === undefined ? 'published' : 'waiting';
    }
    this.#take(draft);
    await this.#refused(answer.status, answer.refusal);
    this.#parts.changed();
    return 'not';
  }

  /** Sets only another time for what waits; what else was typed stays a draft. */
  async retime(): Promise<boolean> {
    const { id, base, fields } = this.draft;
    if (this.sent !== 'idle' || !base) return false;
    this.sent = 'busy';
    this.#parts.changed();
    const answer = await this.#parts.room.setEmbargo(id, embargoOf(fields) ?? null, base.revision ?? 0);
    this.sent = 'idle';
    if (answer.kind === 'done') {
      const { date, time, later } = fields;
      const revision = answer.value.revision ?? base.revision ?? 0;
      this.#take({
        ...this.draft,
        base: { ...base, revision, fields: { ...base.fields, date, time, later } },
      });
    } else if (answer.kind === 'refused') await this.#refused(answer.status, answer.refusal);
    else this.trouble = 'De server antwoordt niet. Probeer het zo opnieuw.';
    this.#parts.changed();
    return answer.kind === 'done';
  }

  /** Throws away what was typed. */
  drop(): void {
    this.#parts.drafts.drop(this.key);
  }

  /** Whether somebody published, changed or took away what this is written on top of. */
  async look(): Promise<void> {
    // Of one that was sent without an answer nobody knows whose the newer version is; sending it again tells.
    if (this.sent !== 'idle' || this.draft.task === 'new') return;
    if (this.draft.task === 'waiting') this.lookAtWaiting();
    else await this.#lookAtPublished();
  }

  acted(act: ActMessage): void {
    const { id, base, task } = this.draft;
    if (act.id !== id || task === 'waiting' || act.version <= (base?.version ?? 0)) return;
    this.#lastBy = act.by;
    void this.look();
  }

  lookAtWaiting(): void {
    const { room } = this.#parts;
    const { task, id, base } = this.draft;
    if (task !== 'waiting' || this.sent !== 'idle' || !room.waitingKnown) return;
    const item = room.waiting.find((one) => one.id === id);
    if (!item) void this.#lookWhereItWent();
    else if (item.revision !== base?.revision) this.#overtakenBy(item);
  }

  /** Another window wrote this draft. A new dispatch goes on here as one of its own, so that both are kept. */
  writtenElsewhere(): void {
    const { draft, sent } = this;
    if (draft.task === 'new' && sent === 'idle') {
      // What the other one keeps stays where it is.
      this.draft = renewed(draft, pageClock().now());
      this.#keep();
    } else this.elsewhere = true;
    this.#parts.changed();
  }

  /** Goes on, on top of what stands there now. */
  onward(): void {
    const { standing, draft } = this;
    this.standing = undefined;
    if (standing?.kind === 'newer') this.#take(rebase(draft, standing.base));
    else if (standing?.kind === 'published') this.#take(rebase(draft, standing.base, 'update'));
    else if (standing) {
      const { base: _, ...rest } = draft;
      this.#take({ ...rest, task: 'restore', fields: { ...draft.fields, note: '' } });
    }
    this.#parts.changed();
  }

  #deliver(): Promise<Answer<Outcome>> {
    const { task, base, id } = this.draft;
    // As it came, word for word: nothing of it passes through the form.
    const asItIs = task === 'waiting' && !isTouched(this.draft) && embargoOf(this.draft.fields) === undefined;
    return asItIs ? this.#parts.room.release(id, base?.revision) : this.#parts.room.send(this.draft);
  }

  #take(draft: Draft): void {
    const { drafts } = this.#parts;
    // What was new may turn out to be there already, and is then kept in another place.
    if (keyOf(draft) !== this.key) drafts.drop(this.key);
    this.draft = draft;
    this.#keep();
  }

  #keep(): void {
    const { draft } = this;
    const { drafts } = this.#parts;
    if (isTouched(draft) || draft.unanswered) this.kept = drafts.put(draft);
    else drafts.drop(this.key);
  }

  async #refused(status: number, { problems, detail, type }: Refusal): Promise<void> {
    if (status === 401) return; // The page says so; the draft is kept.
    if (status === 409 || status === 412 || status === 404) {
      await this.look();
      if (!this.standing) this.trouble = sentence(detail) || 'Iemand anders was eerder.';
      return;
    }
    if (status === 422) {
      const named = problems.map(({ path, message }) => [fieldOf(path), problemInDutch(message)] as const);
      this.problems = Object.fromEntries(named.filter(([name]) => name in this.draft.fields));
      const others = named.filter(([name]) => !(name in this.draft.fields));
      this.trouble = others.map(([name, words]) => `${name}: ${words}`).join(' ');
      return;
    }
    if (type === 'scope') this.trouble = 'Met deze sleutel mag dat niet.';
    else if (status >= 500)
      this.trouble = 'Nu niet te versturen. Uw tekst is bewaard; probeer het zo opnieuw.';
    else this.trouble = sentence(detail) || 'De server weigert dit.';
  }

  async #lookAtPublished(): Promise<void> {
    const { draft } = this;
    const found = await this.#parts.room.find(draft.id);
    if (this.draft.id !== draft.id || this.sent !== 'idle') return;
    if (found.kind === 'there' && found.dispatch.version > (draft.base?.version ?? 0)) {
      const base = publishedBase(found.dispatch);
      const by = this.#lastBy === undefined ? {} : { by: this.#lastBy };
      this.standing = { kind: draft.task === 'restore' ? 'published' : 'newer', base, ...by };
    } else if (found.kind === 'withdrawn' && draft.task !== 'restore') this.standing = { kind: 'withdrawn' };
    else return;
    this.#parts.changed();
  }

  #overtakenBy(item: WaitingItem): void {
    const base = waitingBase(item);
    // Nothing typed, nothing to lose: the form simply follows.
    if (this.touched) this.standing = { kind: 'newer', base, by: item.by };
    else this.#take(rebase(this.draft, base));
    this.#parts.changed();
  }

  async #lookWhereItWent(): Promise<void> {
    const { draft } = this;
    const found = await this.#parts.room.find(draft.id);
    const { sent, standing } = this;
    const isBack = this.#parts.room.waiting.some(({ id }) => id === draft.id);
    if (isBack || sent !== 'idle' || standing || found.kind === 'silence' || this.draft.id !== draft.id)
      return;
    this.standing =
      found.kind === 'there'
        ? { kind: 'published', base: publishedBase(found.dispatch) }
        : { kind: 'discarded' };
    this.#parts.changed();
  }
}

/** The form's name of a path of the submission. */
function fieldOf(path: string): string {
  if (path === 'embargo') return 'time';
  return path.split('.')[0] ?? path;
}

function sentence(text: string): string {
  return text === 'Conflict' || text === 'Precondition Failed' ? '' : text;
}
