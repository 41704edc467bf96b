import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { parseDateline } from '../../shared/dateline.ts';
import type { Card } from '../../shared/dispatch.ts';
import { shortTime } from '../../shared/relative-time.ts';
import { pageClock } from '../clock.ts';
import './ticker.ts';
import { DeskElement } from './desk-element.ts';
import type { Draft } from './draft.ts';
import { previewLink, PREVIEW_SECTION, PREVIEW_SERVER } from './preview-link.ts';
import { paragraphsOf } from './submission.ts';
import './wall-preview.ts';
import { fieldsDiff } from './word-diff.ts';

const VIEWS = [
  ['row', 'Tickerrij'],
  ['wall', 'Scherm'],
  ['article', 'Artikel'],
] as const;
const DIFF = ['diff', 'Verschil'] as const;
type View = (typeof VIEWS)[number][0] | 'diff';

/** As it will look: a row of the ticker, a screen of the newsroom, an article; and for a next version what is different. */
@customElement('desk-preview')
export class DeskPreview extends DeskElement {
  @property({ attribute: false }) draft!: Draft;
  @property() section = '';
  /** The cards of its section. */
  @property({ attribute: false }) others: readonly Card[] = [];
  @state() view: View | undefined;

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('draft');
    if (changed.has('draft') && before?.id !== this.draft.id) this.view = undefined;
    if (changed.has('draft')) previewLink().show(this.#card());
  }

  override render() {
    const { base, task } = this.draft;
    const views = task === 'waiting' ? [...VIEWS, DIFF] : base ? [DIFF, ...VIEWS] : VIEWS;
    const shown = this.view ?? views[0]?.[0] ?? 'row';
    return html`<section class="preview" aria-label="Voorbeeld">
      <div
        class="tabs"
        role="tablist"
        aria-label="Voorbeeld"
        @keydown=${(event: KeyboardEvent) => {
          this.#key(event, views, shown);
        }}
      >
        ${views.map(
          ([view, name]) =>
            html`<button
              type="button"
              role="tab"
              id="view-${view}"
              aria-selected=${view === shown ? 'true' : 'false'}
              aria-controls="view"
              tabindex=${view === shown ? 0 : -1}
              @click=${() => {
                this.view = view;
              }}
            >
              ${name}
            </button>`,
        )}
      </div>
      <div class="view view-${shown}" id="view" role="tabpanel" aria-labelledby="view-${shown}" tabindex="0">
        ${shown === 'diff' && base ? fieldsDiff(base.fields, this.draft.fields) : nothing}
        ${shown === 'row' ? this.#row() : nothing} ${shown === 'wall' ? this.#wall() : nothing}
        ${shown === 'article' ? this.#article() : nothing}
      </div>
    </section>`;
  }

  #row() {
    return html`<news-ticker
      class="one-row"
      .src=${PREVIEW_SERVER}
      .section=${PREVIEW_SECTION}
      .rows=${1}
      .links=${'none'}
      .heading=${'Zo komt de rij eruit te zien'}
    ></news-ticker>`;
  }

  #wall() {
    return html`<desk-wall-preview
      .card=${{ ...this.#card(), section: this.draft.fields.section }}
      .others=${this.others}
      .section=${this.section}
    ></desk-wall-preview>`;
  }

  #article() {
    const { title, dateline, lead, lang, signal, note } = this.#card();
    const blocks = this.draft.base?.blocks ?? [];
    const now = pageClock().now();
    return html`<article class="article" lang=${lang}>
      <header>
        <p class="kicker">${this.section}</p>
        <h3 class="headline">${title}</h3>
        <p class="times">${shortTime(now, now, 'nl')}</p>
        ${
          signal
            ? html`<p class="revision" lang="nl">
                <strong>${signal === 'correction' ? 'Gecorrigeerd' : 'Bijgewerkt'}</strong>
                ${note ? html`<span class="note">${note}</span>` : nothing}
              </p>`
            : nothing
        }
      </header>
      <p class="lead">
        ${dateline ? html`<span class="dateline">${dateline.raw}</span> - ` : nothing}${lead}
      </p>
      ${paragraphsOf(this.draft.fields.body).map((text) => {
        const known = blocks.find((block) => block.text === text);
        return known?.kind === 'crosshead' ? html`<h4>${text}</h4>` : html`<p>${text}</p>`;
      })}
      ${
        dateline && dateline.agencies.length > 0
          ? html`<p class="credit" lang="nl">Bron: ${dateline.agencies.join(' / ')}</p>`
          : nothing
      }
    </article>`;
  }

  /** What screens would get, as of now. */
  #card(): Card {
    const { fields, task, id, base } = this.draft;
    const now = pageClock().now();
    const { dateline, lead } = parseDateline(fields.text.replace(/\s+/g, ' ').trim());
    const signal = task === 'correct' ? 'correction' : task === 'update' ? 'update' : base?.said?.signal;
    return {
      id,
      version: Math.floor(now),
      section: PREVIEW_SECTION,
      title: fields.title.trim() || 'Kop',
      ...(dateline && { dateline }),
      lead: lead || 'Tekst',
      urgency: fields.urgency,
      status: 'usable',
      ...(signal && { signal }),
      ...(signal && fields.note.trim() && { note: fields.note.trim() }),
      ...(fields.replaces && { replaces: fields.replaces }),
      lang: /^[a-z]{2,3}(-|$)/.test(fields.lang) ? fields.lang : 'nl',
      publishedAt: now,
      updatedAt: now,
    };
  }

  #key(event: KeyboardEvent, views: readonly (readonly [View, string])[], shown: View): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = views.findIndex(([view]) => view === shown);
    this.view = views[(at + step + views.length) % views.length]?.[0];
    void this.updateComplete.then(() => {
      this.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-preview': DeskPreview;
  }
}
