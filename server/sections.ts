/** A section of the ticker: what its board is called in addresses, and above the list. */
export interface Section {
  readonly id: string;
  readonly title: string;
}

export const DEFAULT_SECTIONS: readonly Section[] = [
  { id: 'buitenland', title: 'Buitenland' },
  { id: 'binnenland', title: 'Binnenland' },
  { id: 'regio', title: 'Regio' },
  { id: 'economie', title: 'Economie' },
  { id: 'sport', title: 'Sport' },
  { id: 'cultuur', title: 'Cultuur' },
];

/** Reads `id=Titel,id=Titel`; undefined when it is not that, or names a section twice. */
export function parseSections(text: string): readonly Section[] | undefined {
  const sections = text.split(',').map(parseSection);
  const ids = new Set(sections.map((section) => section?.id));
  return ids.size === sections.length && sections.every((section) => section !== undefined)
    ? sections
    : undefined;
}

function parseSection(text: string): Section | undefined {
  const match = /^\s*([a-z][a-z0-9-]{0,39})\s*=\s*(\S.{0,79}?)\s*$/u.exec(text);
  const [, id, title] = match ?? [];
  return id !== undefined && title !== undefined ? { id, title } : undefined;
}
