import type { Card } from '../../shared/dispatch.ts';

/** 21 November 2026, 12:00:00 in Amsterdam. */
export const NOON = Date.UTC(2026, 10, 21, 11);

/** An invented dispatch, `minutes` old at noon. */
export function card(id: string, minutes: number, more: Partial<Card> = {}): Card {
  const publishedAt = NOON - minutes * 60_000;
  return {
    id,
    version: 1,
    section: 'buitenland',
    title: `Veerdienst ${id} hervat de vaart na storing`,
    dateline: { places: ['HARLINGEN'], agencies: ['ANP'], raw: 'HARLINGEN (ANP)' },
    lead: `De veerdienst ${id} vaart weer volgens de dienstregeling, meldt de rederij. Reizigers moeten rekening houden met drukte op de kade.`,
    urgency: 4,
    status: 'usable',
    lang: 'nl',
    publishedAt,
    updatedAt: publishedAt,
    ...more,
  };
}

/** The next version of a dispatch. */
export function nextVersion(old: Card, more: Partial<Card>): Card {
  return { ...old, version: old.version + 1, updatedAt: NOON, ...more };
}
