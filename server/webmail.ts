/** Where readers have their mail: the masthead leads to one of two providers, whichever the reader chose. */
export interface WebmailProvider {
  readonly name: string;
  readonly url: string;
}

/** For the demonstration: addresses that stand for no one. */
export const DEMO_WEBMAIL: readonly WebmailProvider[] = [
  { name: 'Duinpost', url: 'https://example.com/' },
  { name: 'Kanaalmail', url: 'https://example.org/' },
];

/** Reads `naam=https://…,naam=https://…`; undefined when it is not two different providers. */
export function parseWebmail(text: string): readonly WebmailProvider[] | undefined {
  const providers = text.split(',').map(parseProvider);
  const [one, other, ...more] = providers;
  return one && other && more.length === 0 && one.name !== other.name ? [one, other] : undefined;
}

function parseProvider(text: string): WebmailProvider | undefined {
  const [, name, url] = /^\s*([^=]{1,39}?)\s*=\s*(https:\/\/\S+)\s*$/u.exec(text) ?? [];
  return name !== undefined && url !== undefined && name.trim() !== '' && URL.canParse(url)
    ? { name: name.trim(), url: new URL(url).href }
    : undefined;
}
