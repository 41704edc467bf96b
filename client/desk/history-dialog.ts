import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HistoryItem } from '../../shared/desk.ts';
import { shortTime } from '../../shared/relative-time.ts';
import { pageClock } from '../clock.ts';
import { DeskElement } from './desk-element.ts';
import './desk-dialog.ts';
import { textOf } from './draft.ts';
import { actName } from './words.ts';
import { wordDiff } from './word-diff.ts';

/** The audit trail of one dispatch, newest first: who did what and when, and what it changed. */
@customElement('desk-history')
export class DeskHistory extends DeskElement {
  /** Oldest first; undefined while they are being read. */
  @property({ attribute: false }) acts: readonly HistoryItem[] | undefined;
  @property() trouble = '';

  override render() {
    return html`<desk-dialog wide closable heading="Geschiedenis" .content=${this.#content()}></desk-dialog>`;
  }

  #content() {
    if (this.trouble !== '') return html`<p>${this.trouble}</p>`;
    const { acts } = this;
    if (!acts) return html`<p class="quiet">Ophalen…</p>`;
    if (acts.length === 0) return html`<p>Hier is nog niets mee gebeurd.</p>`;
    return html`<ol class="history" reversed>
      ${acts.map((act, index) => this.#act(act, index)).reverse()}
    </ol>`;
  }

  #act(item: HistoryItem, index: number) {
    const { at, by, version, until, note } = item;
    const now = pageClock().now();
    return html`<li>
      <p class="history-head">
        <time datetime=${new Date(at).toISOString()}>${shortTime(at, now, 'nl')}</time>
        <strong>${actName(item)}</strong>
        ${until === undefined ? nothing : html`<span>embargo tot ${shortTime(until, now, 'nl')}</span>`}
        ${by === undefined ? nothing : html`<span>door ${by}</span>`}
        ${version === undefined ? nothing : html`<span class="quiet">versie ${version}</span>`}
      </p>
      ${note === undefined ? nothing : html`<p class="note-line">${note}</p>`}
      ${item.redacted ? html`<p class="quiet">De tekst is verwijderd.</p>` : this.#change(item, index)}
    </li>`;
  }

  /** The first text as it was; after that, what each version changed in the one before it. */
  #change({ dispatch }: HistoryItem, index: number) {
    if (!dispatch) return nothing;
    const before = (this.acts ?? [])
      .slice(0, index)
      .reverse()
      .find((act) => act.dispatch)?.dispatch;
    const { title } = dispatch;
    if (!before)
      return html`<p class="history-title">${title}</p>
        <p>${textOf(dispatch)}</p>`;
    const body = bodyOf(dispatch);
    const same = before.title === title && textOf(before) === textOf(dispatch) && bodyOf(before) === body;
    if (same) return nothing;
    return html`<p class="history-title">${wordDiff(before.title, title)}</p>
      <p>${wordDiff(textOf(before), textOf(dispatch))}</p>
      ${bodyOf(before) === body ? nothing : html`<p class="diff-body">${wordDiff(bodyOf(before), body)}</p>`}`;
  }
}

function bodyOf({ body }: NonNullable<HistoryItem['dispatch']>): string {
  return body.map(({ text }) => text).join('\n\n');
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-history': DeskHistory;
  }
}
