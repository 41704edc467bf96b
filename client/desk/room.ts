/**
 * What the desk knows of the newsroom, and what it can ask of it. The line says what happens; whatever is asked here
 * is answered as done, refused or silent, and every 401 ends the session on this screen, but nothing that was typed.
 */
import * as v from 'valibot';
import {
  HistorySchema,
  HolderSchema,
  HookListSchema,
  ReceiptListSchema,
  ReceiptSchema,
  SourceListSchema,
  WaitingListSchema,
  type HistoryItem,
  type Holder,
  type Hook,
  type Receipt,
  type SourceStatus,
  type WaitingItem,
} from '../../shared/desk.ts';
import { DispatchSchema, type Dispatch } from '../../shared/dispatch.ts';
import { WallListSchema, type Wall } from '../../shared/wall.ts';
import { pageClock } from '../clock.ts';
import { ask, type Answer } from './api.ts';
import type { Draft } from './draft.ts';
import { Line } from './line.ts';
import { PastBoardSchema, type PastBoard } from './look-back.ts';
import { signInAtDesk } from './sign-in-at-desk.ts';
import { sendingOf } from './submission.ts';
import { whileVisible } from './while-visible.ts';

const ActSchema = v.object({
  id: v.string(),
  version: v.number(),
  section: v.string(),
  kind: v.string(),
  by: v.optional(v.string()),
  at: v.number(),
  late: v.optional(v.boolean(), false),
});
/** An entry of the log, as the line tells of it. */
export type ActMessage = v.InferOutput<typeof ActSchema>;

const OutcomeSchema = v.object({
  id: v.string(),
  version: v.optional(v.number()),
  until: v.optional(v.number()),
  /** It waits, and this is how often that has changed. */
  revision: v.optional(v.number()),
});
export type Outcome = v.InferOutput<typeof OutcomeSchema>;

const NowSchema = v.object({ now: v.number() });
const LettersSchema = v.object({ dead: v.number() });
const SignedOutSchema = v.object({ reason: v.string() });
const NOTHING = v.unknown();

/** What became of an id. */
export type Found =
  | { readonly kind: 'there'; readonly dispatch: Dispatch }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'silence' };

export interface RoomListener {
  /** Something to show is different. */
  changed(): void;
  /** A dispatch was published, changed or taken away, by whomever. */
  acted(act: ActMessage): void;
  /** What waits is different. */
  waitingChanged(): void;
  /** Other deliveries to partners are given up than before. */
  lettersChanged(): void;
}

/** How many acts of withdrawing and correcting are followed. */
const MOST_RECEIPTS = 50;
/** A wire is silent for minutes before it is worth a look. */
const LOOK_AT_SOURCES = 30_000;
const NOT_CONFIRMED = 'De server bevestigde het afmelden niet. Meld u weer aan en af zodra er verbinding is.';
const SIGNED_OUT = 'U bent afgemeld. Wat u typte is bewaard.';

export class Room {
  holder: Holder | undefined;
  /** Undefined until it is known whether somebody is signed in. */
  signedIn: boolean | undefined;
  /** Said on the sign-in form. */
  farewell = '';
  live = false;
  /** When it last was. */
  liveAt: number | undefined;
  waiting: readonly WaitingItem[] = [];
  /** The list has come in. */
  waitingKnown = false;
  receipts: readonly Receipt[] = [];
  deadLetters = 0;
  /** The newsroom's screens, by name; undefined until the list has come in. */
  walls: readonly Wall[] | undefined;
  /** How the wires are doing, in the order of their configuration. */
  sources: readonly SourceStatus[] = [];

  readonly #listener: RoomListener;
  readonly #line: Line;
  #stopSources: (() => void) | undefined;

  constructor(listener: RoomListener) {
    this.#listener = listener;
    this.#line = new Line({
      message: (name, data) => {
        this.#message(name, data);
      },
      live: (live) => {
        if (live) this.liveAt = pageClock().now();
        if (this.live === live) return;
        this.live = live;
        listener.changed();
      },
      lost: () => {
        void this.resume();
      },
    });
  }

  /** Finds out whether somebody is signed in, and goes on if so. Without an answer what is known stands. */
  async resume(): Promise<void> {
    const answer = await ask('GET', '/api/desk/session', HolderSchema);
    if (answer.kind === 'done') this.#enter(answer.value);
    else if (answer.kind === 'refused' && answer.status === 401) {
      this.#leave(this.signedIn ? SIGNED_OUT : '');
    } else if (this.signedIn === undefined) {
      this.#leave('De server antwoordt niet. Probeer het zo opnieuw.');
    }
  }

  /** Undefined: it worked; else why not. */
  async signIn(key: string): Promise<string | undefined> {
    const entry = await signInAtDesk(key);
    if (typeof entry === 'string') return entry;
    this.#enter(entry);
    return undefined;
  }

  async signOut(): Promise<void> {
    const answer = await ask('DELETE', '/api/desk/session', NOTHING);
    this.#leave(answer.kind === 'silence' ? NOT_CONFIRMED : '');
  }

  /** Sends a draft: it is published, or waits under its embargo. The same draft once more is a repeat. */
  send(draft: Draft): Promise<Answer<Outcome>> {
    const { method, path, headers, body } = sendingOf(draft);
    return this.#ask(method, path, OutcomeSchema, { headers, body });
  }

  /** Publishes what waits as it is, or what is held. */
  release(id: string, ifRevision?: number): Promise<Answer<Outcome>> {
    const body = ifRevision === undefined ? {} : { ifRevision };
    return this.#ask('POST', `${pathOf(id)}/release`, OutcomeSchema, { body });
  }

  hold(id: string, note: string, ifVersion?: number): Promise<Answer> {
    return this.#ask('POST', `${pathOf(id)}/hold`, NOTHING, {
      headers: ifMatch(ifVersion),
      body: note === '' ? {} : { note },
    });
  }

  setEmbargo(id: string, until: number | null, ifRevision: number): Promise<Answer<Outcome>> {
    return this.#ask('PUT', `${pathOf(id)}/embargo`, OutcomeSchema, { body: { until, ifRevision } });
  }

  /** Puts aside what waits; what is published under the id stays. */
  discard(id: string, reason: string, ifRevision?: number): Promise<Answer> {
    return this.#ask('DELETE', pathOf(id), NOTHING, {
      body: { ...(reason !== '' && { reason }), ...(ifRevision !== undefined && { ifRevision }) },
    });
  }

  /** Withdraws it, everywhere. */
  withdraw(id: string, reason: string, ifVersion?: number): Promise<Answer> {
    return this.#ask('DELETE', pathOf(id), NOTHING, {
      headers: ifMatch(ifVersion),
      body: reason === '' ? {} : { reason },
    });
  }

  async find(id: string): Promise<Found> {
    const answer = await this.#ask('GET', pathOf(id), DispatchSchema);
    if (answer.kind === 'done') return { kind: 'there', dispatch: answer.value };
    if (answer.kind === 'silence' || answer.status === 401 || answer.status >= 500)
      return { kind: 'silence' };
    return answer.status === 410 ? { kind: 'withdrawn' } : { kind: 'unknown' };
  }

  /** Oldest first. */
  async history(id: string): Promise<Answer<readonly HistoryItem[]>> {
    const answer = await this.#ask('GET', `${pathOf(id)}/history`, HistorySchema);
    return answer.kind === 'done'
      ? { ...answer, value: answer.value.acts as readonly HistoryItem[] }
      : answer;
  }

  async hooks(): Promise<Answer<readonly Hook[]>> {
    const answer = await this.#ask('GET', '/api/webhooks', HookListSchema);
    return answer.kind === 'done' ? { ...answer, value: answer.value.hooks } : answer;
  }

  /** Delivers a dead letter once more, or drops it. */
  letter(name: string, n: number, what: 'again' | 'drop'): Promise<Answer> {
    const path = `/api/webhooks/${encodeURIComponent(name)}/letters/${String(n)}`;
    return this.#ask(what === 'again' ? 'POST' : 'DELETE', path, NOTHING);
  }

  /** Adds the receipts of one dispatch, which may be older than those that the line tells of. */
  async recall(id: string): Promise<void> {
    const answer = await this.#ask('GET', `${pathOf(id)}/receipts`, ReceiptListSchema);
    if (answer.kind !== 'done') return;
    for (const receipt of answer.value.receipts) this.#addReceipt(receipt);
    this.#listener.changed();
  }

  /** What a section showed at a moment, ms since the epoch. */
  sectionAt(section: string, at: number): Promise<Answer<PastBoard>> {
    const path = `/api/sections/${encodeURIComponent(section)}?at=${String(at)}`;
    return this.#ask('GET', path, PastBoardSchema);
  }

  async #readSources(): Promise<void> {
    const answer = await this.#ask('GET', '/api/sources', SourceListSchema);
    if (answer.kind !== 'done' || !this.signedIn) return;
    this.sources = answer.value.sources;
    this.#listener.changed();
  }

  async #ask<T>(
    method: string,
    path: string,
    schema: v.GenericSchema<unknown, T>,
    question: { body?: unknown; headers?: Readonly<Record<string, string>> } = {},
  ): Promise<Answer<T>> {
    const answer = await ask(method, path, schema, question);
    if (answer.kind === 'refused' && answer.status === 401) {
      this.#leave(SIGNED_OUT);
    }
    return answer;
  }

  #enter(holder: Holder): void {
    this.holder = holder;
    this.signedIn = true;
    this.farewell = '';
    this.#line.open();
    this.#stopSources ??= whileVisible(LOOK_AT_SOURCES, () => {
      void this.#readSources();
    });
    this.#listener.changed();
  }

  /** Nothing of what waits stays on a screen that nobody is signed in at. */
  #leave(farewell: string): void {
    this.#line.close();
    this.#stopSources?.();
    this.#stopSources = undefined;
    this.signedIn = false;
    this.farewell = farewell;
    this.live = false;
    this.waiting = [];
    this.waitingKnown = false;
    this.receipts = [];
    this.sources = [];
    this.walls = undefined;
    this.#listener.changed();
  }

  #message(name: string, data: unknown): void {
    if (!this.signedIn) return;
    const now = v.safeParse(NowSchema, data);
    if (now.success) pageClock().observe(now.output.now);
    if (name === 'waiting') this.#takeWaiting(data);
    if (name === 'act') this.#takeAct(data);
    if (name === 'receipt') this.#takeReceipt(data);
    if (name === 'letters') this.#takeLetters(data);
    if (name === 'walls') this.#takeWalls(data);
    if (name === 'signed-out') this.#leave(farewellOf(data));
  }

  #takeWaiting(data: unknown): void {
    const list = v.safeParse(WaitingListSchema, data);
    if (!list.success) return;
    this.waiting = list.output.items;
    this.waitingKnown = true;
    this.#listener.changed();
    this.#listener.waitingChanged();
  }

  #takeAct(data: unknown): void {
    const act = v.safeParse(ActSchema, data);
    if (act.success && !act.output.late) this.#listener.acted(act.output);
  }

  #takeReceipt(data: unknown): void {
    const receipt = v.safeParse(ReceiptSchema, data);
    if (!receipt.success) return;
    this.#addReceipt(receipt.output);
    this.#listener.changed();
  }

  #takeLetters(data: unknown): void {
    const letters = v.safeParse(LettersSchema, data);
    if (!letters.success) return;
    this.deadLetters = letters.output.dead;
    this.#listener.changed();
    this.#listener.lettersChanged();
  }

  #takeWalls(data: unknown): void {
    const list = v.safeParse(WallListSchema, data);
    if (!list.success) return;
    this.walls = list.output.walls;
    this.#listener.changed();
  }

  #addReceipt(receipt: Receipt): void {
    const others = this.receipts.filter(({ epoch, n }) => epoch !== receipt.epoch || n !== receipt.n);
    this.receipts = [receipt, ...others].sort((a, b) => b.at - a.at || b.n - a.n).slice(0, MOST_RECEIPTS);
  }
}

function pathOf(id: string): string {
  return `/api/dispatches/${encodeURIComponent(id)}`;
}

function ifMatch(version: number | undefined): Record<string, string> {
  return version === undefined ? {} : { 'If-Match': `"${String(version)}"` };
}

function farewellOf(data: unknown): string {
  const { success, output } = v.safeParse(SignedOutSchema, data);
  const isRevoked = success && output.reason === 'revoked';
  return isRevoked ? 'Uw sleutel geldt niet meer. Wat u typte is bewaard.' : SIGNED_OUT;
}
