/** What any wire format comes down to: one shape for everything that agencies deliver. */
import type { Problem, Status, Signal } from '../../shared/dispatch.ts';

/** One item of a delivery, as its format says it; nothing here is invented to fill a gap. */
export interface WireItem {
  /** Who it is at its source, without its version: a URN, guid or uri. */
  readonly sourceId: string;
  readonly version?: number;
  readonly status: Status;
  readonly signal?: Signal;
  /** Without a version mark such as (2). Empty for a kill or a hold that carries no text. */
  readonly title: string;
  /** Dateline and first paragraph, as `text` of a submission. Empty where nothing stands but the title. */
  readonly text: string;
  readonly body: readonly ({ readonly paragraph: string } | { readonly crosshead: string })[];
  readonly urgency?: number;
  /** ms since the epoch */
  readonly embargo?: number;
  /** ms since the epoch */
  readonly publishedAt?: number;
  /** The `sourceId` of what it replaces. */
  readonly replaces?: string;
  /** The headline of what it replaces, where only that is said. */
  readonly replacesTitle?: string;
  /** What the editors are told of a correction; notes for editors only are not among them. */
  readonly note?: string;
  /** Every name and code of a subject, section or category. */
  readonly categories: readonly string[];
  readonly lang?: string;
  readonly url?: string;
  /**
   * Why the desk must look before it is published, whatever the source's policy, in Dutch: an embargo of which the
   * time cannot be read, a status that nobody knows, a headline that had to be cut.
   */
  readonly hold?: string;
  /** What the reader met and could not use, for the people who look after the wire. */
  readonly notUnderstood: readonly Problem[];
}

/** How a source writes, where its files do not say it. */
export interface WireDialect {
  /** IANA; for times without a zone. */
  readonly timeZone: string;
  readonly lang: string;
  /** Names that stand for agencies in datelines, beside those that are known. */
  readonly agencies: readonly string[];
}

/** One format: knows its own, and reads it. */
export interface WireFormat {
  /** As people call it, such as `NewsML 1.2`. */
  readonly name: string;
  /** Whether a text is of this format; cheap, by its first few kB. */
  recognises(head: string): boolean;
  /** @throws {UnreadableWire} */
  read(text: string, dialect: WireDialect): WireReading;
}

export interface WireReading {
  readonly format: string;
  readonly items: readonly WireItem[];
  /** What is wrong with the delivery as a whole, such as a feed that was cut off. */
  readonly problems: readonly Problem[];
  /** It ends before its end: what followed may be read at another time. */
  readonly isCut?: boolean;
}

/** A delivery that cannot be read; `problem` says why, for `.problem.json` and for problem+json. */
export class UnreadableWire extends Error {
  override name = 'UnreadableWire';
  /** Stable, for programs: `not-xml`, `too-deep`, `too-large`, `too-slow`, `entities`, `unknown-format`, `no-items` … */
  readonly type: string;
  readonly problems: readonly Problem[];

  constructor(type: string, message: string, problems: readonly Problem[] = []) {
    super(message);
    this.type = type;
    this.problems = problems;
  }
}

/** The reader has no room, or is gone; the delivery is not at fault, and reading it later may do. */
export class ReaderBusy extends Error {
  override name = 'ReaderBusy';
}
