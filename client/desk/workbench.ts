/**
 * What stands on the right of the desk, a form or a dispatch to be read, and how one leads to the other. What was
 * typed is never given up for it: a form that is left goes on as a draft.
 */
import { articleIdIn } from '../../shared/article-path.ts';
import type { Dispatch } from '../../shared/dispatch.ts';
import { shortTime } from '../../shared/relative-time.ts';
import { pageClock } from '../clock.ts';
import { Acts } from './acts.ts';
import type { DispatchAct } from './dispatch-view.ts';
import {
  embargoOf,
  newDraft,
  nextDraft,
  publishedBase,
  rebase,
  restoreDraft,
  waitingDraft,
  type Draft,
} from './draft.ts';
import type { Drafts } from './drafts.ts';
import type { Overlay } from './overlay.ts';
import type { Pane } from './panes.ts';
import { TO_DROP_DRAFT, TO_OPEN, TO_RESTORE, TO_REWRITE, toFlash } from './questions.ts';
import type { ActMessage, Found, Room } from './room.ts';
import { FLASH, TASKS } from './words.ts';
import { Writing } from './writing.ts';

/** A form, or a dispatch with what can be done to it. */
export type Work =
  | { readonly kind: 'write'; readonly writing: Writing }
  | { readonly kind: 'read'; readonly id: string; readonly found: Found | undefined };

interface WorkbenchParts {
  readonly room: Room;
  readonly drafts: Drafts;
  readonly overlay: Overlay;
  /** The page around it. */
  readonly page: {
    /** The section that is looked at. */
    section(): string;
    /** Those in which whoever is signed in may publish. */
    ownTitles(): ReadonlyMap<string, string>;
    /** There is something else to draw. */
    changed(): void;
    say(words: string): void;
    /** Focuses the first of these that is there, once it is drawn. */
    focus(...selectors: string[]): Promise<void>;
    go(pane: Pane, ...selectors: string[]): Promise<void>;
  };
}

const DONE = Promise.resolve(undefined);

export class Workbench {
  /** Undefined until somebody is signed in. */
  work: Work | undefined;
  readonly acts: Acts;
  readonly #parts: WorkbenchParts;

  constructor(parts: WorkbenchParts) {
    const { room, drafts, overlay, page } = parts;
    this.#parts = parts;
    this.acts = new Acts({
      room,
      drafts,
      overlay,
      say: (words) => {
        page.say(words);
      },
      leftWaiting: (id) => {
        this.#leftWaiting(id);
      },
      changed: async (id) => {
        await this.#readAgain(id);
        void page.focus('.dispatch h2');
      },
    });
    drafts.onElsewhere((key) => {
      this.#writtenElsewhere(key);
    });
  }

  /** The id of what is open, or where its draft is kept. */
  get open(): string {
    if (!this.work) return '';
    return this.work.kind === 'write' ? this.work.writing.key : this.work.id;
  }

  /** Back where this desk was, with what was being written. */
  enter(): void {
    const { drafts, page } = this.#parts;
    const [kind, key = ''] = drafts.place.open.split(' ');
    const draft = kind === 'write' ? drafts.get(key) : undefined;
    if (draft) this.#write(draft);
    else if (kind === 'read') void this.show(key);
    else this.#writeOwn();
    void page.focus('#title', '.dispatch h2', '#came');
  }

  /** Looks at what happened while nobody was listening. */
  lookAgain(): void {
    if (this.work?.kind === 'write') void this.work.writing.look();
    if (this.work?.kind === 'read') void this.#readAgain(this.work.id);
  }

  acted(act: ActMessage): void {
    if (this.work?.kind === 'write') this.work.writing.acted(act);
    if (this.work?.kind === 'read' && this.work.id === act.id) void this.#readAgain(act.id);
  }

  waitingChanged(): void {
    if (this.work?.kind === 'write') this.work.writing.lookAtWaiting();
  }

  /** Another section is looked at. An untouched form goes along. */
  sectionChanged(): void {
    const { work } = this;
    if (work?.kind !== 'write' || work.writing.draft.task !== 'new' || work.writing.touched) return;
    this.#write(this.#emptyDraft());
  }

  /** The form for a new dispatch, with what was typed in it. */
  async new(): Promise<void> {
    this.#writeOwn();
    await this.#parts.page.go('work', '#title');
  }

  /** Goes on with a new dispatch that was begun elsewhere; one that was begun here stays a draft. */
  async pickUp(draft: Draft): Promise<void> {
    this.#write(draft);
    await this.#parts.page.go('work', '#title');
  }

  /** Shows an id: what waits in the form when it was asked for as such, else to be read. */
  async show(id: string, asWaiting = false): Promise<void> {
    const { room, drafts, page } = this.#parts;
    const item = room.waiting.find((one) => one.id === id);
    if (item && asWaiting) {
      const draft = drafts.get(id);
      this.#write(draft?.task === 'waiting' ? draft : waitingDraft(item, pageClock().now()));
      await page.go('work', '#task');
      return;
    }
    this.#set({ kind: 'read', id, found: undefined });
    this.#remember();
    await page.go('work', '.dispatch h2');
    await this.#readAgain(id);
    void room.recall(id);
  }

  /** Asks for a number or an address. */
  askShow(): void {
    this.#parts.overlay.ask(TO_OPEN, (text) => {
      void this.show(idIn(text));
      return DONE;
    });
  }

  async back(): Promise<void> {
    const { page } = this.#parts;
    const { work } = this;
    if (work?.kind !== 'write') {
      await page.go(work ? 'board' : 'waiting');
      return;
    }
    const { task, id } = work.writing.draft;
    if (task === 'new') return;
    if (task === 'waiting') {
      this.#writeOwn();
      await page.go('waiting');
      return;
    }
    await this.show(id);
  }

  act(act: DispatchAct): void {
    if (this.work?.kind !== 'read') return;
    const { id, found } = this.work;
    const dispatch = found?.kind === 'there' ? found.dispatch : undefined;
    if (act === 'history') void this.#parts.overlay.showHistory(id);
    else if (act === 'restore') this.#rewrite(id);
    else if (!dispatch) return;
    else if (act === 'correct' || act === 'update' || act === 'refile') this.#revise(act, dispatch);
    else if (act === 'supersede') this.#supersede(dispatch);
    else if (act === 'hold') this.acts.hold(dispatch);
    else if (act === 'release') void this.acts.unhold(dispatch);
    else this.acts.withdraw(dispatch);
  }

  /** Sends what is in the form, after the questions that go before it. */
  publish(writing: Writing): void {
    const { overlay, page } = this.#parts;
    if (writing.sent === 'busy') return;
    if (writing.standing) {
      void page.focus('#conflict');
      return;
    }
    if (!writing.check()) {
      void page.focus('[aria-invalid="true"]');
      return;
    }
    const { fields, task, base } = writing.draft;
    const send = () => this.#send(writing);
    if (fields.urgency === FLASH && base?.fields.urgency !== FLASH) {
      overlay.ask(toFlash(fields.title.trim()), send);
    } else if (task === 'restore') overlay.ask(TO_RESTORE, send);
    else void send();
  }

  async changeEmbargo(writing: Writing): Promise<void> {
    const { page } = this.#parts;
    if (!writing.check()) return page.focus('[aria-invalid="true"]');
    const { fields } = writing.draft;
    const until = embargoOf(fields) ?? null;
    if (!(await writing.retime())) return;
    page.say(
      until === null
        ? `Zonder embargo, wacht op de redactie: ${fields.title}`
        : `Onder embargo tot ${shortTime(until, pageClock().now(), 'nl')}: ${fields.title}`,
    );
  }

  askDropDraft(writing: Writing): void {
    const { overlay, page } = this.#parts;
    overlay.ask(TO_DROP_DRAFT, () => {
      writing.drop();
      const { task, id } = writing.draft;
      if (task === 'new') {
        this.#write(this.#emptyDraft());
        void page.focus('#title');
      } else void this.show(id, task === 'waiting');
      return DONE;
    });
  }

  /** Gives up what was typed for what stands there now. */
  takeTheirs(writing: Writing): void {
    writing.drop();
    void this.show(writing.draft.id, true);
  }

  async #readAgain(id: string): Promise<void> {
    const found = await this.#parts.room.find(id);
    if (this.work?.kind !== 'read' || this.work.id !== id) return;
    const wasHere = document.activeElement?.closest('.dispatch') !== null;
    this.#set({ kind: 'read', id, found });
    // What had the focus may have been drawn anew.
    await this.#parts.page.focus();
    if (wasHere && document.activeElement === document.body) await this.#parts.page.focus('.dispatch h2');
  }

  #writeOwn(): void {
    this.#write(this.#parts.drafts.own ?? this.#emptyDraft());
  }

  #emptyDraft(): Draft {
    const { page } = this.#parts;
    const section = page.ownTitles().has(page.section()) ? page.section() : '';
    return newDraft({ section }, pageClock().now());
  }

  #write(draft: Draft): void {
    const { room, drafts, page } = this.#parts;
    const writing = new Writing(draft, {
      room,
      drafts,
      changed: () => {
        page.changed();
      },
    });
    this.#set({ kind: 'write', writing });
    // One that replaces another is written apart from the one that is under way.
    if (draft.task === 'new' && draft.fields.replaces === '') drafts.own = draft;
    this.#remember();
    void writing.look();
  }

  #set(work: Work): void {
    this.work = work;
    this.#parts.page.changed();
  }

  #remember(): void {
    const { drafts, page } = this.#parts;
    const kind = this.work?.kind ?? 'write';
    drafts.place = { open: `${kind} ${this.open}`, section: page.section() };
  }

  #writtenElsewhere(key: string): void {
    if (this.work?.kind !== 'write' || this.work.writing.key !== key) return;
    const { drafts } = this.#parts;
    const { writing } = this.work;
    const isOwn = drafts.own?.id === writing.draft.id;
    writing.writtenElsewhere();
    if (isOwn && writing.draft.task === 'new') drafts.own = writing.draft;
    this.#remember();
  }

  /** A next version: goes on with the draft that lies there, whatever it was begun as. */
  #revise(task: 'correct' | 'update' | 'refile', dispatch: Dispatch): void {
    const { drafts, page } = this.#parts;
    const draft = drafts.get(dispatch.id);
    if (!draft) this.#write(nextDraft(task, dispatch, pageClock().now()));
    else if (draft.base?.version) this.#write({ ...draft, task });
    else this.#write(rebase(draft, publishedBase(dispatch), task));
    void page.focus(task === 'correct' ? '#note' : '#title');
  }

  /** A new dispatch in the place of this one, or the draft of one. */
  #supersede({ id, section, urgency }: Dispatch): void {
    const { drafts, page } = this.#parts;
    const draft = drafts.others.find(({ fields }) => fields.replaces === id);
    this.#write(draft ?? newDraft({ section, urgency, replaces: id }, pageClock().now()));
    void page.focus('#title');
  }

  #rewrite(id: string): void {
    const { overlay, drafts, page } = this.#parts;
    overlay.ask(TO_REWRITE, () => {
      const fields = { section: page.section(), ...drafts.get(id)?.fields };
      this.#write(restoreDraft(id, fields, pageClock().now()));
      void page.focus('#title');
      return DONE;
    });
  }

  async #send(writing: Writing): Promise<undefined> {
    const { page } = this.#parts;
    const { draft } = writing;
    const ending = await writing.send();
    if (ending === 'not') {
      if (Object.keys(writing.problems).length > 0) void page.focus('[aria-invalid="true"]');
      return undefined;
    }
    const at = embargoOf(draft.fields);
    page.say(
      ending === 'waiting' && at !== undefined
        ? `Onder embargo tot ${shortTime(at, pageClock().now(), 'nl')}: ${draft.fields.title}`
        : `${TASKS[draft.task].done}: ${draft.fields.title}`,
    );
    if (this.work?.kind !== 'write' || this.work.writing !== writing) return undefined;
    if (draft.task === 'new') {
      this.#writeOwn();
      void page.focus('#title');
    } else if (draft.task === 'waiting') {
      this.#writeOwn();
      void page.go('waiting');
    } else void this.show(draft.id);
    return undefined;
  }

  #leftWaiting(id: string): void {
    if (this.work?.kind === 'write' && this.work.writing.draft.id === id) this.#writeOwn();
    void this.#parts.page.go('waiting');
  }
}

/** The id that somebody typed, or that stands in the address of an article. */
function idIn(text: string): string {
  const last = text.split(/[?#]/)[0]?.split('/').pop() ?? text;
  try {
    return articleIdIn(decodeURIComponent(last));
  } catch {
    return last; // A lone per cent sign is no address.
  }
}
