/**
 * An article that is open while it changes: a new version is offered, not pushed under the reader's eyes; a
 * withdrawal takes the text away at once, and so does a hold, after which it may return. That holds for an article of any age, so what is listened to is every change
 * of its section, and not what a board has room for.
 */
import { articlePath } from '../../shared/article-path.ts';
import type { Gone } from '../../shared/board.ts';
import type { Card } from '../../shared/card.ts';
import type { NewsTicker } from '../elements/news-ticker.ts';

export function followArticle(page: Document): void {
  const article = page.querySelector<HTMLElement>('article[data-dispatch]');
  if (article) void new OpenArticle(article).follow(article.dataset['section'] ?? '');
}

const OFFERS = {
  update: 'Dit bericht is zojuist bijgewerkt.',
  correction: 'Dit bericht is zojuist gecorrigeerd.',
  move: 'Dit bericht staat nu in een andere rubriek.',
  back: 'Dit bericht staat er weer.',
} as const;

const FIRST_WINDOW = 2_000;
const LONGEST_WINDOW = 60_000;

/** What stands in the place of the text, by why it is not there. */
const NOTICES = {
  withdrawal: {
    title: 'Dit bericht is ingetrokken',
    text: 'Het bericht dat op deze plaats stond, wordt niet langer gepubliceerd.',
  },
  hold: {
    title: 'Dit bericht is op dit moment niet beschikbaar',
    text: 'Komt het terug, dan ziet u dat hier.',
  },
} as const;

class OpenArticle {
  readonly #article: HTMLElement;
  readonly #id: string;
  /** The newest version that the page knows of, whether it shows that one or not. */
  #version: number;
  #section = '';
  #stop: (() => void) | undefined;
  /** Something may have happened to it of which no board tells. */
  #unsure = true;
  #asking = false;
  /** Asks at once, where it waits to ask once more. */
  #askNow: (() => void) | undefined;
  #isTaken = false;

  constructor(article: HTMLElement) {
    this.#article = article;
    this.#id = article.dataset['dispatch'] ?? '';
    this.#version = Number(article.dataset['version']);
  }

  /** Listens to what happens in a section, over the connection of the tickers on the page. */
  async follow(section: string): Promise<void> {
    this.#section = section;
    const { TickerClient } = (await customElements.whenDefined(
      'news-ticker',
    )) as unknown as typeof NewsTicker;
    if (section !== this.#section) return;
    const client = new TickerClient({ server: location.origin, sections: [section] });
    const look = () => {
      const board = client.boards.get(section);
      if (!board || section !== this.#section) return;
      const entries = [...board.dispatches, ...board.gone];
      for (const entry of entries) this.#take(entry);
      if (client.status !== 'live') this.#unsure = true;
      else if (this.#unsure && entries.some(({ id }) => id === this.#id)) this.#unsure = false;
      else if (this.#unsure) void this.#ask();
    };
    let { status } = client;
    const stop = this.#stop;
    this.#stop = client.subscribe({
      entry: (entry) => {
        this.#take(entry);
      },
      boardChanged: look,
      linkChanged: () => {
        if (status !== 'live' && client.status === 'live') this.#askNow?.();
        ({ status } = client);
        look();
      },
    });
    // After the new: what both hold is not asked for twice.
    stop?.();
  }

  #take(entry: Card | Gone): void {
    const isCard = 'title' in entry;
    if (isCard && entry.replaces === this.#id) this.#tellReplacement(entry);
    if (entry.id !== this.#id) return;
    if (isCard) this.#takeVersion(entry);
    else if (entry.version >= this.#version) this.#takeAway(entry);
  }

  #takeVersion(card: Card): void {
    const { version, signal } = card;
    if (version <= this.#version) return;
    this.#version = version;
    if (this.#isTaken) this.#bringBack(card);
    else if (signal) this.#offer(signal);
  }

  #takeAway({ version, moved, held }: Gone): void {
    if (version === this.#version && (this.#isTaken || this.#asking)) return;
    this.#version = version;
    if (!moved) return this.#clear(held ? 'hold' : 'withdrawal');
    this.#offer('move');
    void this.#ask();
  }

  /**
   * Asks what became of it, until there is an answer that is no older than what the page knows: otherwise a withdrawal
   * would not reach it any more.
   */
  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    for (let attempt = 0; this.#asking; attempt += 1) {
      try {
        const address = `/api/dispatches/${encodeURIComponent(this.#id)}`;
        const response = await fetch(address, { cache: 'no-store' });
        if (response.status === 410 || response.status === 404) {
          this.#asking = this.#unsure = false;
          // What is held is as if it were not there, for all who are not of the newsroom.
          this.#clear(response.status === 410 ? 'withdrawal' : 'hold');
        } else {
          const now = (await response.json()) as Partial<Card>;
          if (typeof now.section === 'string' && Number(now.version) >= this.#version) {
            this.#asking = this.#unsure = false;
            this.#takeVersion(now as Card);
            if (now.section !== this.#section) {
              // What happened before its board is held is not told; the board, or one more question, tells.
              this.#unsure = true;
              void this.follow(now.section);
            }
          }
        }
      } catch {
        // No network, or no JSON: as good as no answer.
      }
      if (this.#asking) await this.#nextChance(attempt);
    }
  }

  /** Full jitter over a window that doubles with every attempt; sooner, when the page is live again. */
  #nextChance(attempt: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(
        resolve,
        Math.random() * Math.min(FIRST_WINDOW * 2 ** attempt, LONGEST_WINDOW),
      );
      this.#askNow = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #offer(kind: keyof typeof OFFERS): void {
    // An address of its own: a cache between us may hold the old version a little longer.
    this.#say(OFFERS[kind], `${location.pathname}?v=${String(this.#version)}`, 'Toon de nieuwe versie');
  }

  #tellReplacement(card: Card): void {
    const path = articlePath(card);
    const links = [...this.#article.querySelectorAll('a')];
    if (links.every((link) => link.getAttribute('href') !== path))
      this.#say('Hierover is een nieuwer bericht:', path, card.title);
  }

  #say(words: string, href: string, text: string): void {
    const line = this.#article.querySelector('.changed') ?? document.createElement('p');
    line.className = 'changed';
    line.setAttribute('role', 'status');
    line.setAttribute('lang', 'nl');
    const link = document.createElement('a');
    link.href = href;
    link.textContent = text;
    line.replaceChildren(`${words} `, link);
    this.#article.prepend(line);
  }

  /** Nothing of the text stays. */
  #clear(why: keyof typeof NOTICES): void {
    this.#isTaken = true;
    const { title, text } = NOTICES[why];
    this.#fill(title, text, 'nl');
  }

  /** As much as a card has; the text is not on this page any more, and a click away. */
  #bringBack({ title, lead, lang }: Card): void {
    this.#fill(title, lead, lang);
    this.#offer('back');
  }

  #fill(title: string, text: string, lang: string): void {
    const heading = document.createElement('h1');
    heading.textContent = document.title = title;
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    this.#article.lang = lang;
    this.#article.replaceChildren(heading, paragraph);
  }
}
