/** What a screen gets of a dispatch, in words of its own: also those who have only the client read it. */

/** The IPTC publication status: shown, hidden for now, or killed. */
export type Status = 'usable' | 'withheld' | 'canceled';

/** Why a new version came: an update of the news, or a correction of an error. */
export type Signal = 'update' | 'correction';

/** The head of a dispatch's text: where it was written and which agencies are credited. */
export interface Dateline {
  places: string[];
  agencies: string[];
  /** As it stood, such as `PYONGYANG (ANP/RTR)`. */
  raw: string;
}

/** A dispatch as screens show it; its body is on its article page only. Times are ms since the epoch. */
export interface Card {
  readonly id: string;
  /** 1, 2, 3 …; the highest is the one that holds. */
  readonly version: number;
  /** The id of its section, such as `buitenland`. */
  readonly section: string;
  readonly title: string;
  readonly dateline?: Dateline | undefined;
  readonly lead: string;
  /** Where it can be read, when that is not on its article page. */
  readonly url?: string | undefined;
  /** 1 flash, 2 bulletin, 3 urgent, 4 and above routine. */
  readonly urgency: number;
  readonly status: Status;
  /** Without one, a later version is a silent refile. */
  readonly signal?: Signal | undefined;
  /** What was corrected, for readers. */
  readonly note?: string | undefined;
  /** The id of the dispatch in whose place it comes. */
  readonly replaces?: string | undefined;
  /** A language tag, such as `nl`. */
  readonly lang: string;
  /** Of the first version; labels count from here. */
  readonly publishedAt: number;
  readonly updatedAt: number;
}
