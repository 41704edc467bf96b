/**
 * The words of a ticker that readers see and the project owns, in four languages: the same in the rows that leave the
 * server as in the element. What is counted has a form for one and for more.
 */
export interface Texts {
  readonly more: string;
  readonly pause: string;
  readonly resume: string;
  readonly live: string;
  readonly connecting: string;
  /** Before a time, as are `since`, `update` and `correction`. */
  readonly stale: string;
  readonly offline: string;
  /** After `offline`. */
  readonly since: string;
  readonly retry: string;
  readonly previous: string;
  readonly next: string;
  /** Urgency 1, 2 and 3. */
  readonly urgencies: readonly [flash: string, bulletin: string, urgent: string];
  readonly failed: string;
  /** This page may not be live. */
  readonly refused: string;
  readonly empty: string;
  /** In the place of a dispatch that left under a reader's eyes, by what became of it. */
  readonly withdrawal: string;
  /** It may return, or not: nothing is promised, and no reason is hinted at. */
  readonly hold: string;
  readonly move: string;
  readonly update: string;
  readonly correction: string;
  /** Before the title of what a dispatch replaces. */
  readonly replaces: string;
  readonly missed: string;
  readonly latest: string;
  readonly items: Counted;
  readonly fresh: Counted;
  readonly corrections: Counted;
}

type Counted = readonly [one: string, more: string];

const NL: Texts = {
  more: 'Meer uit',
  pause: 'Pauzeren',
  resume: 'Hervatten',
  live: 'Live',
  connecting: 'Verbinden…',
  stale: 'Laatst bijgewerkt',
  offline: 'Geen verbinding',
  since: 'sinds',
  retry: 'Probeer opnieuw',
  previous: 'Vorig bericht',
  next: 'Volgend bericht',
  urgencies: ['Flits', 'Bulletin', 'Urgent'],
  failed: 'Niet beschikbaar',
  refused: 'Niet beschikbaar op deze site',
  empty: 'Nog geen berichten',
  withdrawal: 'Dit bericht is ingetrokken.',
  hold: 'Dit bericht is op dit moment niet beschikbaar.',
  move: 'Dit bericht staat nu in een andere rubriek.',
  update: 'bijgewerkt',
  correction: 'gecorrigeerd',
  replaces: 'vervangt:',
  missed: 'U miste',
  latest: 'laatste:',
  items: ['bericht', 'berichten'],
  fresh: ['nieuw bericht', 'nieuwe berichten'],
  corrections: ['correctie', 'correcties'],
};

const TEXTS: Readonly<Record<string, Texts>> = {
  en: {
    more: 'More from',
    pause: 'Pause',
    resume: 'Resume',
    live: 'Live',
    connecting: 'Connecting…',
    stale: 'Last updated',
    offline: 'No connection',
    since: 'since',
    retry: 'Try again',
    previous: 'Previous item',
    next: 'Next item',
    urgencies: ['Flash', 'Bulletin', 'Urgent'],
    failed: 'Not available',
    refused: 'Not available on this site',
    empty: 'No items yet',
    withdrawal: 'This item has been withdrawn.',
    hold: 'This item is not available at the moment.',
    move: 'This item is in another section now.',
    update: 'updated',
    correction: 'corrected',
    replaces: 'replaces:',
    missed: 'You missed',
    latest: 'latest:',
    items: ['item', 'items'],
    fresh: ['new item', 'new items'],
    corrections: ['correction', 'corrections'],
  },
  de: {
    more: 'Mehr aus',
    pause: 'Anhalten',
    resume: 'Fortsetzen',
    live: 'Live',
    connecting: 'Verbinden…',
    stale: 'Zuletzt aktualisiert',
    offline: 'Keine Verbindung',
    since: 'seit',
    retry: 'Erneut versuchen',
    previous: 'Vorige Meldung',
    next: 'Nächste Meldung',
    urgencies: ['Blitz', 'Eilmeldung', 'Vorrang'],
    failed: 'Nicht verfügbar',
    refused: 'Auf dieser Seite nicht verfügbar',
    empty: 'Noch keine Meldungen',
    withdrawal: 'Diese Meldung wurde zurückgezogen.',
    hold: 'Diese Meldung ist derzeit nicht verfügbar.',
    move: 'Diese Meldung steht jetzt in einem anderen Ressort.',
    update: 'aktualisiert',
    correction: 'berichtigt',
    replaces: 'ersetzt:',
    missed: 'Verpasst:',
    latest: 'zuletzt:',
    items: ['Meldung', 'Meldungen'],
    fresh: ['neue Meldung', 'neue Meldungen'],
    corrections: ['Berichtigung', 'Berichtigungen'],
  },
  fr: {
    more: 'Plus de',
    pause: 'Suspendre',
    resume: 'Reprendre',
    live: 'En direct',
    connecting: 'Connexion…',
    stale: 'Dernière mise à jour',
    offline: 'Hors connexion',
    since: 'depuis',
    retry: 'Réessayer',
    previous: 'Dépêche précédente',
    next: 'Dépêche suivante',
    urgencies: ['Flash', 'Alerte', 'Urgent'],
    failed: 'Indisponible',
    refused: 'Indisponible sur ce site',
    empty: 'Pas encore de dépêches',
    withdrawal: 'Cette dépêche a été retirée.',
    hold: 'Cette dépêche est indisponible pour le moment.',
    move: 'Cette dépêche est maintenant dans une autre rubrique.',
    update: 'mis à jour',
    correction: 'corrigé',
    replaces: 'remplace :',
    missed: 'Vous avez manqué',
    latest: 'la dernière :',
    items: ['dépêche', 'dépêches'],
    fresh: ['nouvelle dépêche', 'nouvelles dépêches'],
    corrections: ['correction', 'corrections'],
  },
};

/** The texts of a language tag; Dutch where we do not speak it. */
export function textsOf(lang: string): Texts {
  return TEXTS[lang.slice(0, 2).toLowerCase()] ?? NL;
}

/** "3 nieuwe berichten". */
export function counted(count: number, [one, more]: Counted): string {
  return `${count} ${count === 1 ? one : more}`;
}

/** What a section is called where its title is not known: "buitenland" → "Buitenland". */
export function sectionTitle(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1);
}
