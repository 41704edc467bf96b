/**
 * The height that a ticker keeps free, whatever comes: it follows from how many lines the longest text there can be
 * takes at this width, and that from a line of text of the same kind that is measured beside it.
 */
import type { LitElement, ReactiveController } from 'lit';
import { headlineLines, rowLines, WIDE } from '../../shared/reserved-lines.ts';

/** What is measured: a line of ordinary Dutch, see `.probe` in the styles. */
export const PROBE = 'De minister zei dinsdag dat de plannen voor de dijk rond zijn';

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
    const isLine = this.#find('.line')?.classList;
    isLine?.toggle(
      'wide',
      this.#host.offsetWidth >= WIDE * parseFloat(getComputedStyle(this.#host).fontSize),
    );
    const characters = (box.offsetWidth / probe.offsetWidth) * PROBE.length;
    const lines = isLine ? headlineLines(characters) : rowLines(characters);
    box.style.setProperty('--_lines', String(lines));
    box.style.setProperty('--_rows', String(this.#rows()));
  }

  #find(selector: string): HTMLElement | null {
    return this.#host.renderRoot?.querySelector(selector);
  }
}
