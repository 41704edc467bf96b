/**
 * The rows of a list: as many `<li>` as there were dispatches at once. A dispatch keeps its element while it is
 * shown; one that leaves hands its element to the one that comes, with new nodes in it. Order in the document is
 * order on screen; where a row stands is a transform, so that a row that moves shifts nothing.
 */
import { nothing, render, type TemplateResult } from 'lit';
import type { Item } from '../shown.ts';

interface Row {
  readonly li: HTMLLIElement;
  item: Item | undefined;
  /** What it says: while that stays the same object, its nodes are left alone. */
  template: TemplateResult | undefined;
  /** Where it stands, px from the top of the list, and how much of it it takes. */
  top: number;
  height: number;
}

/** What a list shows, in elements. */
export class Rows {
  readonly #list: HTMLElement;
  /** Hears also what a page or a narrower window makes of rows that stay as they are. */
  readonly #sizes: ResizeObserver;
  #rows: Row[] = [];

  constructor(list: HTMLElement) {
    this.#list = list;
    this.#sizes = new ResizeObserver((entries) => {
      this.#rows.filter(({ li }) => entries.some(({ target }) => target === li)).forEach(measure);
      this.#place(false);
    });
  }

  /**
   * Shows these items, in this order, and keeps up to `count` rows; what does not differ is not touched. `still`: a row
   * that is corrected or withdrawn keeps its height, so that those below stay where they are.
   */
  show(
    items: readonly Item[],
    count: number,
    template: (item: Item) => TemplateResult,
    still: boolean,
  ): void {
    const before = this.#rows;
    const first = before.every(({ item }) => !item);
    const free = before.filter(({ item }) => !item || !items.some(({ id }) => id === item.id));
    const rows = items.map(
      ({ id }) => before.find(({ item }) => item?.id === id) ?? free.shift() ?? this.#create(),
    );
    const spare = before.filter((row) => !rows.includes(row));
    for (const { li } of spare.splice(Math.max(count - rows.length, 0))) {
      this.#sizes.unobserve(li);
      li.remove();
    }
    this.#rows = [...rows, ...spare];
    this.#order(rows.filter((row, index) => row.item?.id !== items[index]?.id));
    this.#rows
      .filter((row, index) => {
        const item = items[index];
        return fill(row, item, item && template(item), first ? '' : 'new', still);
      })
      // After all has been written: the browser lays out once.
      .forEach(measure);
    this.#place(true);
  }

  /** Whether a dispatch is on screen, with its text. */
  shows(id: string): boolean {
    return this.#rows.some(({ item }) => item?.id === id && item.card);
  }

  #create(): Row {
    const li = document.createElement('li');
    li.setAttribute('part', 'row');
    this.#list.append(li);
    // A page may give rows a padding of its own.
    this.#sizes.observe(li, { box: 'border-box' });
    return { li, item: undefined, template: undefined, top: NaN, height: 0 };
  }

  /** Only what is new in its place is moved: an element that moves in the document loses focus and the reader's place. */
  #order(fresh: readonly Row[]): void {
    for (const { li } of fresh) li.remove();
    let next: Element | null = null;
    for (const { li } of [...this.#rows].reverse()) {
      if (!li.isConnected || li.nextElementSibling !== next) this.#list.insertBefore(li, next);
      next = li;
    }
  }

  /** Rows that change places are seen to move; rows that a narrower window makes longer are not. */
  #place(moving: boolean): void {
    let top = 0;
    for (const row of this.#rows) {
      // Compared as a number: the browser rounds what it is given, and an idle tick must not write.
      if (row.top !== top) {
        this.#list.classList.toggle('moving', moving);
        row.li.style.transform = `translateY(${top}px)`;
      }
      row.top = top;
      top += row.height;
    }
  }
}

/**
 * As it is laid out, however a page scales what is around it: rows are placed in the list's own pixels. A browser lays
 * out in 64ths of them, and says it in fewer digits.
 */
function heightOf(li: HTMLElement): number {
  return Math.round((parseFloat(getComputedStyle(li).height) || 0) * 64) / 64;
}

function measure(row: Row): void {
  row.height = heightOf(row.li);
}

/** Says whether something of the row was written, so that its height may be another. */
function fill(
  row: Row,
  item: Item | undefined,
  template: TemplateResult | undefined,
  arrival: '' | 'new',
  still: boolean,
): boolean {
  const { li } = row;
  const before = row.item;
  const another = item?.id !== before?.id;
  const kept = still && !another;
  row.item = item;
  if (!another && template === row.template && (kept || !li.style.minHeight)) return false;
  // Words alone are other words; a dispatch may have another label and read the same.
  const reads = item?.card ? item.card.version !== before?.card?.version : template !== row.template;
  const changed = !another && reads;
  const focused = li.matches(':focus-within');
  const height = kept && changed ? row.height : 0;
  row.template = template;
  li.hidden = !item;
  if (!kept) letGo(li);
  if (another) li.className = arrival;
  // New nodes for new text: text that takes another height in the same nodes would shift what stands below it.
  if (another || changed) render(nothing, li);
  if (template) render(template, li);
  if (height > 0) keepHeight(li, height);
  if (focused && !another && !li.matches(':focus-within')) {
    li.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
  }
  return true;
}

/** Which texts of a row may be cut, the first one first. */
const GIVES_WAY = ['.text', 'h3', '.note'];

/** What is corrected or withdrawn under a reader's eyes takes no more space than it had. */
function keepHeight(li: HTMLElement, height: number): void {
  li.style.minHeight = '';
  for (const part of GIVES_WAY) {
    const text = li.querySelector<HTMLElement>(part);
    const excess = heightOf(li) - height;
    if (!text || excess <= 0) continue;
    const line = parseFloat(getComputedStyle(text).lineHeight);
    const lines = Math.round(text.offsetHeight / line) - Math.ceil(excess / line);
    text.style.webkitLineClamp = String(Math.max(lines, 1));
  }
  li.style.minHeight = `${height}px`;
}

function letGo(li: HTMLElement): void {
  if (!li.style.minHeight) return;
  li.style.minHeight = '';
  for (const text of li.querySelectorAll<HTMLElement>(GIVES_WAY.join())) text.style.webkitLineClamp = '';
}
