/**
 * The head of a dispatch's text: "PYONGYANG (ANP/RTR) - De Russische president …". It is read by a small grammar:
 * up to four places, a qualifier, a date, credits in brackets, a separator. Where the text only resembles a
 * dateline it is prose, and stays whole: showing one dateline too little is better than losing a word.
 */
import type { Dateline } from './card.ts';

/** The agencies whose names make a bracket a credit. Configuration: hand another list to `parseDateline`. */
export const KNOWN_AGENCIES: readonly string[] = [
  ...['ANP', 'RTR', 'REUTERS', 'AFP', 'DPA', 'AP', 'BLOOMBERG', 'BELGA', 'EFE', 'ANSA', 'TASS', 'KYODO'],
  ...[
    'AAP',
    'ANADOLU',
    'ANTARA',
    'APA',
    'ATS',
    'CTK',
    'INTERFAX',
    'IRNA',
    'LUSA',
    'NOVUM',
    'NTB',
    'PAP',
    'PTI',
  ],
  ...['RITZAU', 'SDA', 'SID', 'STT', 'TANJUG', 'UKRINFORM', 'UPI', 'XINHUA', 'YONHAP'],
];

export interface ParsedText {
  readonly dateline?: Dateline;
  /** What follows the dateline; the text as it came when there is none. */
  readonly lead: string;
}

/** No dateline is longer; whatever the length of a text, no more of it is looked at. */
const LONGEST_HEAD = 300;
const MOST_PLACES = 4;
const LONGEST_PLACE = 60;

const PLACES = String.raw`[\p{L}\p{M}'’‘./\- ]`;
const DATE = String.raw`(?: +\d\d?\/\d\d)?`;

/** With credits, so the place may be in any case and the separator may stand close. */
const CREDITED = new RegExp(
  String.raw`^(${PLACES}+)(?:, *[^() ][^()]{0,39})?${DATE} +\(([^()]{1,100})\) *(?:\.-|[-–—=:_]) *(?=\S)`,
  'u',
);

/**
 * Without credits. The separator needs a space, and a hyphen one before it, or "EU-landen" and "VVD- en
 * CDA-Kamerleden" would fall apart.
 */
const BARE = new RegExp(
  String.raw`^(${PLACES}+?)(?:, *([\p{L}\p{N}][\p{L}\p{M}\p{N}'’. ]{0,39}?))?${DATE}` +
    String.raw`(?: +(?:\.-|[-–—=:_]) *|(?:\.-|[–—=:_]) +)(?=\S)`,
  'u',
);

/** 's-Hertogenbosch, 't Zand: the one part of a place in capitals that may be small. */
const APOSTROPHE_FORM = /^['’‘][st](?=[- ])/iu;

/**
 * Parts a text into its dateline and its lead; never throws, and takes no longer for a hostile text than it takes
 * to normalize it (NFC). `raw` is the dateline as it stood, without the separator. Places are as written; agencies
 * are in capitals, other names between the brackets as written, in their order.
 */
export function parseDateline(text: string, agencies: readonly string[] = KNOWN_AGENCIES): ParsedText {
  const normal = text.normalize('NFC').trimStart();
  const head = normal.slice(0, LONGEST_HEAD).replace(/\s/gu, ' ');
  const found = readCredited(head, agencies) ?? readBare(head);
  if (!found) return { lead: text };
  const { places, agencies: credited, rawLength, length } = found;
  return {
    dateline: { places, agencies: credited, raw: normal.slice(0, rawLength) },
    lead: normal.slice(length),
  };
}

interface Found {
  readonly places: string[];
  readonly agencies: string[];
  readonly rawLength: number;
  /** How much of the text the dateline and its separator take. */
  readonly length: number;
}

function readCredited(head: string, known: readonly string[]): Found | undefined {
  const match = CREDITED.exec(head);
  if (!match) return undefined;
  const [whole, before = '', bracket = ''] = match;
  const places = readPlaces(before);
  const names = new Set(known.map((name) => name.toUpperCase()));
  const credits = bracket.split('/').map((credit) => credit.trim());
  if (!places || !credits.some((credit) => names.has(credit.toUpperCase()))) return undefined;

  const agencies = credits
    .filter((credit) => credit !== '')
    .map((credit) => (names.has(credit.toUpperCase()) ? credit.toUpperCase() : credit));
  return { places, agencies, rawLength: whole.lastIndexOf(')') + 1, length: whole.length };
}

function readBare(head: string): Found | undefined {
  const match = BARE.exec(head);
  if (!match) return undefined;
  const [whole, before = '', qualifier = ''] = match;
  const places = readPlaces(before);
  if (!places?.every(isInCapitals) || !isNameOrDate(qualifier)) return undefined;

  const rawLength = whole.replace(/ *(?:\.-|[-–—=:_]) *$/u, '').length;
  return { places, agencies: [], rawLength, length: whole.length };
}

function readPlaces(text: string): string[] | undefined {
  const places = text.split('/').map((place) => place.trim());
  return places.length <= MOST_PLACES && places.every(isPlace) ? places : undefined;
}

/** A hyphen joins words; one that stands free is a separator, so what is around it is not one place. */
function isPlace(text: string): boolean {
  return text.length <= LONGEST_PLACE && /^['’‘]?\p{L}/u.test(text) && !/ -|-( |$)/u.test(text);
}

/** One capital alone is a list or an interview: "A - …", "Q: …". */
function isInCapitals(place: string): boolean {
  const letters = place.replace(APOSTROPHE_FORM, '').replace(/ß/gu, '');
  return !/\p{Ll}/u.test(letters) && /\p{Lu}.*\p{Lu}/u.test(letters);
}

/** "21 januari", "Maine"; not "VVD en NSC", as in "PVV, VVD en NSC - de coalitie - …". */
function isNameOrDate(qualifier: string): boolean {
  return /\p{N}/u.test(qualifier) || !/(?:^| )\p{Ll}/u.test(qualifier);
}
