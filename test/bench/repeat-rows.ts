/**
 * The yardstick of dispatches.ts: the rows of a list as one would write them with Lit's own `repeat()`, in the normal
 * flow, each keyed by its dispatch. Nothing is placed, reserved, or kept still for whoever reads.
 */
import { html, render, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Item } from '../../client/shown.ts';

export class Rows {
  readonly #list: HTMLElement;
  #items: readonly Item[] = [];

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  show(items: readonly Item[], _count: number, template: (item: Item) => TemplateResult): void {
    this.#items = items;
    const row = (item: Item) => html`<li part="row" style="position: static">${template(item)}</li>`;
    render(
      repeat(items, ({ id }) => id, row),
      this.#list,
    );
  }

  shows(id: string): boolean {
    return this.#items.some((item) => item.id === id && item.card);
  }
}
