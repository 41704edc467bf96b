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
    if (kind === 'move') void followTo(article, id, Number(versionOf(card)));
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
async function followTo(article: HTMLElement, id: string, leftAs: number): Promise<void> {
  const section = await sectionOf(id, leftAs);
  if (section === undefined) return withdraw(article);
  const ticker =
    article.parentElement?.querySelector('news-ticker[hidden]') ?? document.createElement('news-ticker');
  if (ticker.getAttribute('section') === section) return;
  ticker.toggleAttribute('hidden', true);
  ticker.setAttribute('section', section);
  ticker.setAttribute('exclude', id);
  // What happened before it held the section's board, it does not tell.
  ticker.addEventListener('ticker-ready', () => void followTo(article, id, leftAs), { once: true });
  article.after(ticker);
}

/**
 * Where a dispatch stands since it left as this version, or undefined when it was taken back. Asked until there is an
 * answer, and one that is no older than what the page knows: otherwise a withdrawal would not reach it any more.
 */
async function sectionOf(id: string, leftAs: number): Promise<string | undefined> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await fetch(`/api/dispatches/${encodeURIComponent(id)}`, { cache: 'no-store' });
      if (response.status === 410) return undefined;
      const dispatch = (await response.json()) as { section?: unknown; version?: unknown };
      if (typeof dispatch.section === 'string' && Number(dispatch.version) > leftAs) return dispatch.section;
    } catch {
      // No network, or no JSON: as good as no answer.
    }
    await nextChance(attempt);
  }
}

/** Full jitter over a window that doubles with every attempt; sooner, when a ticker of the page is live again. */
const FIRST_WINDOW = 2_000;
const LONGEST_WINDOW = 60_000;

function nextChance(attempt: number): Promise<void> {
  return new Promise((resolve) => {
    const status = (event: Event) => {
      if (event instanceof CustomEvent && event.detail === 'live') ask();
    };
    const ask = () => {
      clearTimeout(timer);
      document.removeEventListener('ticker-status', status);
      resolve();
    };
    const timer = setTimeout(ask, Math.random() * Math.min(FIRST_WINDOW * 2 ** attempt, LONGEST_WINDOW));
    document.addEventListener('ticker-status', status);
  });
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
