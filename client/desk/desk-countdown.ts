import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { pageClock } from '../clock.ts';
import { LabelController } from '../controllers/label.ts';
import { DeskElement } from './desk-element.ts';
import { countdown } from './words.ts';

/** How long it still takes, by the store's clock: "over 12 min". Not read out: the time itself stands beside it. */
@customElement('desk-countdown')
export class DeskCountdown extends DeskElement {
  /** Ms since the epoch. */
  @property({ type: Number }) until = 0;
  #shown = '';

  constructor() {
    super();
    new LabelController(this, {
      tick: (now) => {
        const { words, next } = countdown(this.until, now);
        if (words !== this.#shown) this.requestUpdate();
        return next;
      },
    });
  }

  override render() {
    this.#shown = countdown(this.until, pageClock().now()).words;
    return html`<span aria-hidden="true">${this.#shown}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-countdown': DeskCountdown;
  }
}
