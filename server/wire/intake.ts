/**
 * What agencies delivered goes to the newsroom here, item by item, whichever way it came. Beside the log stands a note
 * of what each item said last (a hash, no text), so that what comes again, by another road, after a crash, or
 * after the desk has had its hands on it, is nothing new; and so that order is that of the wire's own versions.
 */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Problem } from '../../shared/dispatch.ts';
import type { Boards } from '../boards.ts';
import type { Outcome } from '../desk/acts.ts';
import type { Newsroom } from '../desk/newsroom.ts';
import { readSubmission } from '../desk/read-submission.ts';
import { Refusal, StoreAway, type Entry, type Log, type Waiting } from '../log/log.ts';
import type { Source } from './sources.ts';
import { toSubmission, type Fitted } from './to-submission.ts';
import { wireId } from './wire-id.ts';
import type { WireItem } from './wire-item.ts';

/** What became of an item. `discarded`: it came too late, or the desk had put it away; `refused`: it could not be used. */
export const DELIVERED = ['published', 'waiting', 'repeated', 'withdrawn', 'discarded', 'refused'] as const;
export type DeliveredOutcome = (typeof DELIVERED)[number];

export interface Delivered {
  readonly id: string;
  /** Absent where nothing was published and none was said. */
  readonly version?: number;
  readonly outcome: DeliveredOutcome;
  /** What was not understood, left out, or wrong. */
  readonly problems: readonly Problem[];
}

export interface Intake {
  /**
   * Takes the items of one delivery in their order. What is wrong with one does not keep out the others.
   * @throws {StoreAway} the delivery may be half taken in, and taking it in again is safe
   */
  take(source: Source, items: readonly WireItem[]): Promise<readonly Delivered[]>;
}

export interface IntakeParts {
  readonly newsroom: Pick<Newsroom, 'submit' | 'hold'>;
  readonly log: Pick<Log, 'find' | 'waiting' | 'notes' | 'now'>;
  readonly boards: Pick<Boards, 'has' | 'sections' | 'whole'>;
  readonly logger: Logger;
  /** Told of each item. */
  readonly count?: (source: string, outcome: DeliveredOutcome) => void;
}

const TOPIC = 'wire';
const DAY = 86_400_000;
/** Longer than any feed or resend goes back. */
const REMEMBERED_MS = 90 * DAY;

/** What an item said last. */
interface Note {
  readonly version?: number;
  readonly said: string;
  readonly killed?: true;
  readonly at: number;
}

export function createIntake({ newsroom, log, boards, logger, count }: IntakeParts): Intake {
  return {
    async take(source, items) {
      const delivered: Delivered[] = [];
      for (const item of items) {
        const taken = await takeOne(source, item);
        count?.(source.name, taken.outcome);
        delivered.push(taken);
      }
      return delivered;
    },
  };

  async function takeOne(source: Source, item: WireItem): Promise<Delivered> {
    const id = wireId(source.name, item.sourceId);
    const problems = [...item.notUnderstood];
    const result = (outcome: DeliveredOutcome, version = item.version): Delivered => ({
      id,
      ...(version !== undefined && { version }),
      outcome,
      problems,
    });
    const note = await readNote(id);
    const passed = isPassed(note, item);
    try {
      const said = fingerprint(item);
      if (note?.said === said && note.version === item.version) {
        if (log.now() - note.at > DAY) await writeNote(id, { ...note, at: log.now() });
        return result('repeated');
      }
      if (passed && (await isLost(id, note))) {
        problems.push({ path: 'version', message: `came after version ${note?.version ?? 0}` });
        return result('discarded');
      }
      const outcome = await act({ source, item, id, note, problems });
      if (!passed && outcome !== undefined) {
        const killed = item.status === 'canceled' || (note?.killed && outcome.kind === 'waiting');
        await writeNote(id, {
          ...(item.version !== undefined && { version: item.version }),
          said,
          ...(killed && { killed }),
          at: log.now(),
        });
      }
      return outcome === undefined
        ? result('refused')
        : result(
            nameOf(outcome, item),
            outcome.kind === 'published' ? outcome.appended.version : item.version,
          );
    } catch (error) {
      if (error instanceof StoreAway) throw error;
      problems.push({ path: '', message: saidOf(error) });
      if (error instanceof Refusal) return result(isExpected(error) || passed ? 'discarded' : 'refused');
      // Its words stay out of our own log: it may be under embargo.
      logger.error(
        { source: source.name, error: nameOfError(error) },
        'an item of a wire could not be taken in',
      );
      return result('refused');
    }
  }

  /** Undefined: it did not pass the gate. */
  async function act(delivery: Delivery): Promise<Outcome | undefined> {
    const { source, item, id, problems } = delivery;
    const [newest, waiting] = [await log.find(id), await log.waiting.find(id)];
    if (item.status === 'withheld' && (newest?.kind === 'dispatch' || waiting)) {
      return newsroom.hold({ id, by: source.name, ...(item.note !== undefined && { note: item.note }) });
    }
    const replaces = await replacedBy(delivery);
    const fitted = toSubmission(item, source, {
      now: log.now(),
      anySection: boards.sections()[0]?.id ?? '',
      ...(newest?.kind === 'dispatch' && { firstPublishedAt: newest.dispatch.publishedAt }),
      ...(replaces !== undefined && { replaces }),
    });
    problems.push(...fitted.problems);
    return submit(delivery, fitted, newest, waiting);
  }

  async function submit(
    { source, item, id, note, problems }: Delivery,
    { said, trouble: noSection }: Fitted,
    newest: Entry | undefined,
    waiting: Waiting | undefined,
  ): Promise<Outcome | undefined> {
    // A kill is obeyed whatever else it says, or leaves out.
    const gate = item.status === 'canceled' ? killOf(said) : { ...said, status: 'usable' };
    const reading = readSubmission(gate, { boards, now: log.now() });
    if (!reading.ok) {
      problems.push(...reading.problems);
      return undefined;
    }
    const trouble = item.hold ?? noSection ?? troubleOf(source, item, newest);
    const forDesk = source.policy === 'desk' || trouble !== undefined || waitsForDesk(waiting);
    const action = {
      id,
      version: versionOf(item, note, newest),
      by: source.name,
      source: source.name,
      agencies: source.agencies,
      ...(forDesk && { forDesk }),
      ...(trouble !== undefined && { trouble }),
    };
    try {
      return await newsroom.submit(reading.value, action);
    } catch (error) {
      const again = error instanceof Refusal && error.reason === 'withdrawn' && comesBack(note, newest);
      if (!again || isPassed(note, item)) throw error;
      return newsroom.submit(
        { ...reading.value, restore: true },
        {
          ...action,
          version: 'next',
          forDesk: true,
          trouble: newest?.by === source.name || note?.killed ? KILLED : WITHDRAWN,
        },
      );
    }
  }

  /** Our id of what an item replaces, where that is known. */
  async function replacedBy({ source, item, id, problems }: Delivery): Promise<string | undefined> {
    if (item.replaces !== undefined) {
      const replaced = wireId(source.name, item.replaces);
      if (replaced === id) return undefined;
      const [published, waiting] = [await log.find(replaced), await log.waiting.find(replaced)];
      if (published?.kind === 'dispatch' || waitsForDesk(waiting)) return replaced;
    }
    if (item.replacesTitle !== undefined) {
      const replaced = await findByTitle(source, item.replacesTitle);
      if (replaced !== undefined) return replaced === id ? undefined : replaced;
    }
    if (item.replaces !== undefined || item.replacesTitle !== undefined) {
      problems.push({ path: 'replaces', message: 'names an item that has not come by this source' });
    }
    return undefined;
  }

  /** Of this source, the newest that bears the title: on the boards, or waiting for the desk. */
  async function findByTitle(source: Source, title: string): Promise<string | undefined> {
    const wanted = fold(title);
    const isIt = (one: { readonly id: string; readonly title: string }) =>
      one.id.startsWith(`${source.name}:`) && fold(one.title) === wanted;
    const shown = boards
      .sections()
      .flatMap((section) => boards.whole(section.id).dispatches.filter(isIt))
      .sort((a, b) => b.publishedAt - a.publishedAt);
    if (shown[0]) return shown[0].id;
    const waiting = await log.waiting.list();
    return waiting.filter(waitsForDesk).findLast(({ content }) => isIt(content))?.id;
  }

  /** A version that something above it has made useless, and that the log would refuse or bring out all the same. */
  async function isLost(id: string, note: Note | undefined): Promise<boolean> {
    return note?.killed === true || (await log.waiting.find(id)) !== undefined;
  }

  async function readNote(id: string): Promise<Note | undefined> {
    const text = await log.notes.get(TOPIC, id);
    return text === undefined ? undefined : (JSON.parse(text) as Note);
  }

  function writeNote(id: string, note: Note): Promise<void> {
    return log.notes.set(TOPIC, id, JSON.stringify(note), REMEMBERED_MS);
  }
}

interface Delivery {
  readonly source: Source;
  readonly item: WireItem;
  readonly id: string;
  readonly note: Note | undefined;
  /** Grows as more becomes plain. */
  readonly problems: Problem[];
}

const KILLED = 'De bron trok dit bericht eerder in. Publiceren zet het terug.';
const WITHDRAWN = 'Dit bericht is eerder ingetrokken. Publiceren zet het terug.';
const WITHHELD = 'De bron houdt dit bericht nog vast.';
const HELD = 'De redactie houdt dit bericht vast; de bron stuurde een nieuwe versie.';

function troubleOf(source: Source, item: WireItem, newest: Entry | undefined): string | undefined {
  if (item.status === 'withheld') return WITHHELD;
  const isHeld = newest?.kind === 'dispatch' && newest.dispatch.status === 'withheld';
  return isHeld && newest.by !== source.name ? HELD : undefined;
}

/** A wire says again what it had killed, or what the desk withdrew: only the desk may bring it back. What was put away stays away. */
function comesBack(note: Note | undefined, newest: Entry | undefined): boolean {
  return newest?.kind === 'withdrawal' || note?.killed === true;
}

function waitsForDesk(waiting: Waiting | undefined): boolean {
  return waiting !== undefined && waiting.until === undefined;
}

/** The wire's own version, unless the desk has used that number meanwhile for a version of its own. */
function versionOf(item: WireItem, note: Note | undefined, newest: Entry | undefined): number | 'next' {
  if (item.version === undefined) return 'next';
  const isNews = note?.version !== undefined && item.version > note.version;
  return isNews && newest !== undefined && newest.version >= item.version ? 'next' : item.version;
}

/** A higher version has come already. A kill is never too late. */
function isPassed(note: Note | undefined, item: WireItem): boolean {
  if (item.status === 'canceled' || note?.version === undefined || item.version === undefined) return false;
  return item.version < note.version;
}

function killOf({ section, note }: Fitted['said']): Record<string, unknown> {
  return { section, title: '-', text: '-', status: 'canceled', ...(note !== undefined && { note }) };
}

function nameOf(outcome: Outcome, item: WireItem): DeliveredOutcome {
  if (outcome.kind === 'published' ? outcome.appended.repeated : outcome.repeated) return 'repeated';
  if (outcome.kind !== 'published') return outcome.kind;
  return ({ usable: 'published', withheld: 'waiting', canceled: 'withdrawn' } as const)[item.status];
}

/**
 * What readers would see of it, and what is to be done with it. Not its time or its categories: there are feeds that
 * date every item anew at each look.
 */
function fingerprint(item: WireItem): string {
  const { status, signal, title, text, body, urgency, embargo, note, lang, url, replaces, replacesTitle } =
    item;
  const said = [
    status,
    signal,
    title,
    text,
    body,
    urgency,
    embargo,
    note,
    lang,
    url,
    replaces,
    replacesTitle,
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 22);
}

/** Titles as people recognise them: whatever the case, the spaces and a version mark such as (2). */
function fold(title: string): string {
  return title
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(/ ?\(\d+\)$/, '')
    .trim()
    .toLowerCase();
}

/** What was withdrawn or put away does not come back by itself. */
function isExpected({ reason }: Refusal): boolean {
  return reason === 'withdrawn';
}

function saidOf(error: unknown): string {
  return error instanceof Refusal ? error.message : 'could not be taken in';
}

function nameOfError(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
