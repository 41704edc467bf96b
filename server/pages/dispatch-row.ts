/**
 * A row as it leaves the server: word for word what the element shows to whoever sees a dispatch for the first time, but
 * for its label, which is absolute: a page from a cache stays true.
 */
import { html } from '@lit-labs/ssr';
import { nothing } from 'lit';
import { articlePath } from '../../shared/article-path.ts';
import type { Card } from '../../shared/dispatch.ts';
import { textsOf } from '../../shared/ticker-texts.ts';
import { isoTime } from './dutch-time.ts';

export interface RowStyle {
  /** Of the page, and of the words that are ours. */
  readonly lang: string;
  readonly labelAt: (then: number) => string;
  /** Only the title and its small print. */
  readonly brief?: boolean;
  /** Says what the section of each is called, by its id. */
  readonly titleOf?: (section: string) => string | undefined;
  /** Its title leads nowhere. */
  readonly unlinked?: boolean;
}

/** The same parts as a row of the element, so that its style can be the same too. */
export function dispatchRow(card: Card, { lang: ours, labelAt, brief, titleOf, unlinked }: RowStyle) {
  const { title, publishedAt, updatedAt, lang, url, urgency, section, signal } = card;
  const texts = textsOf(ours);
  const isForeign = lang !== ours;
  const called = titleOf?.(section);
  const word = texts.urgencies[urgency - 1];
  return html`<li>
    <article lang=${isForeign ? lang : nothing} dir="auto">
      <h3>
        ${word ? html`<bdi class=${`urgency u${urgency}`} lang=${isForeign ? ours : nothing}>${word}</bdi>` : nothing}
        ${unlinked ? title : html`<a href=${url ?? articlePath(card)} rel="noopener">${title}</a>`}
      </h3>
      ${brief ? nothing : html`<p class="text">${leadWithDateline(card)}</p>`}
      <p class="meta" lang=${isForeign ? ours : nothing}>
        ${called ? html`<span>${called}</span>` : nothing}
        <time datetime=${isoTime(publishedAt)}>${labelAt(publishedAt)}</time>
        ${signal === 'update' ? html`<span>${texts.update} ${labelAt(updatedAt)}</span>` : nothing}
      </p>
    </article>
  </li>`;
}

/** The dateline as it stood, and the lead, in one paragraph. */
export function leadWithDateline({ dateline, lead }: Pick<Card, 'dateline' | 'lead'>) {
  // A list: a template that ends in a value would leave one of Lit's markers behind.
  return dateline ? [html`<span class="dateline">${dateline.raw}</span>`, ` - ${lead}`] : lead;
}
