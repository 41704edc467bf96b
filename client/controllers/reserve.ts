/**
 * The height that a ticker keeps free, whatever comes: it follows from how many lines the longest text there can be
 * takes at this width, and that from a line of text of the same kind that is measured beside it.
 */
import type { LitElement, ReactiveController } from 'lit';

/** What is measured: a line of ordinary Dutch, see `.probe` in the styles. */
export const PROBE = 'De minister zei dinsdag dat de plannen voor de dijk rond zijn';
/** A dispatch of this length is shown whole, at any width. */
export const TEXT_LENGTH = 320;
/** And a headline of this length; in its size and weight a character is this much wider than in the measured line. */
export const HEADLINE_LENGTH = 90;
export const HEADLINE_WIDTH = 1.37;
/** About half a word is left open at the end of a line. */
const RAGGED = 4;
/** From this width on, em, a headline has its place between heading and buttons: `reserve.css` knows no other measure. */
export const WIDE = 56;

export class ReserveController implements ReactiveController {
  readonly #host: LitElement;
  readonly #rows: () => number;
  readonly #sizes = new ResizeObserver(() => {
    this.#reserve();
  });
  /** What there was room to be made for, when it was last measured. */
  #reserved = '';

  /** `rows`: how many there are. */
  constructor(host: LitElement, rows: () => number) {
    this.#host = host;
    this.#rows = rows;
    host.addController(this);
  }

  hostConnected(): void {
    this.#sizes.observe(this.#host);
    this.#reserved = '';
    this.hostUpdated();
  }

  /** Measures only what asks for another height: to measure is to lay out, and dispatches come in bursts. */
  hostUpdated(): void {
    const probe = this.#find('.probe');
    const reserved = `${this.#rows()} ${!!this.#find('.line')}`;
    if (!probe || reserved === this.#reserved) return;
    this.#reserved = reserved;
    this.#sizes.observe(probe);
    this.#reserve();
  }

  hostDisconnected(): void {
    this.#sizes.disconnect();
  }

  #reserve(): void {
    const box = this.#find('.box');
    const probe = this.#find('.probe');
    if (!box || !probe || probe.offsetWidth === 0) return;
    const charactersIn = (element: HTMLElement) => (element.offsetWidth / probe.offsetWidth) * PROBE.length;
    const isLine = this.#find('.line')?.classList;
    isLine?.toggle(
      'wide',
      this.#host.offsetWidth >= WIDE * parseFloat(getComputedStyle(this.#host).fontSize),
    );
    const lines = isLine
      ? Math.ceil(HEADLINE_LENGTH / Math.max(charactersIn(box) / HEADLINE_WIDTH - RAGGED, RAGGED))
      : Math.ceil(TEXT_LENGTH / Math.max(charactersIn(box) - RAGGED, RAGGED));
    box.style.setProperty('--_lines', String(lines));
    box.style.setProperty('--_rows', String(this.#rows()));
  }

  #find(selector: string): HTMLElement | null {
    return this.#host.renderRoot?.querySelector(selector);
  }
}
