/**
 * The desk is one page with one style sheet: its elements draw into the page itself, so that labels, focus and
 * live regions work across them as in any document.
 */
import { LitElement } from 'lit';

export class DeskElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Tells those around it what was asked; `detail` says of what. */
  protected fire(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

/** Focuses the first of these that is there, once what was asked for is drawn. */
export async function focusOn(host: LitElement, ...selectors: string[]): Promise<void> {
  await host.updateComplete;
  await new Promise(requestAnimationFrame);
  for (const selector of selectors) {
    const found = host.querySelector<HTMLElement>(selector);
    if (!found) continue;
    found.focus();
    return;
  }
}
