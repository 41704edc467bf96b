/**
 * An article that is open while it changes: a new version is offered, not pushed under the reader's eyes; a
 * withdrawal takes the text away at once. The ticker beside it leaves the article out of its list, but tells of it.
 */

export function followArticle(page: Document): void {
  const article = page.querySelector<HTMLElement>('article[data-dispatch]');
  if (!article) return;
  page.addEventListener('ticker-change', (event) => {
    const { kind, id, card } = readChange(event);
    if (typeof id !== 'string' || id !== article.dataset['dispatch']) return;
    if (kind === 'withdrawal') withdraw(article);
    if (kind === 'update' || kind === 'correction' || kind === 'move') offer(article, kind, versionOf(card));
    if (kind === 'move') void followTo(article, id);
  });
}

const OFFERS = {
  update: 'Dit bericht is zojuist bijgewerkt.',
  correction: 'Dit bericht is zojuist gecorrigeerd.',
  move: 'Dit bericht staat nu in een andere rubriek.',
} as const;

function offer(article: HTMLElement, kind: keyof typeof OFFERS, version: string): void {
  const line = article.querySelector('.changed') ?? document.createElement('p');
  line.className = 'changed';
  line.setAttribute('role', 'status');
  const link = document.createElement('a');
  // An address of its own: a cache between us may hold the old version a little longer.
  link.href = `${location.pathname}?v=${version}`;
  link.textContent = 'Toon de nieuwe versie';
  line.replaceChildren(`${OFFERS[kind]} `, link);
  article.prepend(line);
}

/** The ticker beside the article hears no more of it once it stands in another section; a hidden one there does. */
async function followTo(article: HTMLElement, id: string): Promise<void> {
  const response = await fetch(`/api/dispatches/${encodeURIComponent(id)}`);
  if (response.status === 410) return withdraw(article);
  const dispatch: unknown = await response.json();
  if (typeof dispatch !== 'object' || dispatch === null || !('section' in dispatch)) return;
  const ticker = document.createElement('news-ticker');
  ticker.hidden = true;
  ticker.setAttribute('section', String(dispatch.section));
  ticker.setAttribute('exclude', id);
  article.after(ticker);
}

function withdraw(article: HTMLElement): void {
  const title = document.createElement('h1');
  title.textContent = 'Dit bericht is ingetrokken';
  const text = document.createElement('p');
  text.textContent = 'Het bericht dat op deze plaats stond, wordt niet langer gepubliceerd.';
  article.replaceChildren(title, text);
  document.title = title.textContent;
}

function readChange(event: Event): { kind?: unknown; id?: unknown; card?: unknown } {
  const detail: unknown = event instanceof CustomEvent ? event.detail : undefined;
  return typeof detail === 'object' && detail !== null ? detail : {};
}

function versionOf(card: unknown): string {
  return typeof card === 'object' && card !== null && 'version' in card ? String(card.version) : '';
}
