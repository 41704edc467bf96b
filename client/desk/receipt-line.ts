/** How far a withdrawal, a hold or a correction has come, as it grows. */
import { html, nothing } from 'lit';
import type { Receipt } from '../../shared/desk.ts';
import { receiptWords } from './words.ts';

export function receiptLine(receipt: Receipt) {
  const { told, confirmed, complete, walls } = receipt;
  return html`<div class="receipt ${complete ? 'complete' : ''}">
    <p class="receipt-words">${receiptWords(receipt)}</p>
    ${told > 0 ? html`<progress max=${told} value=${confirmed} aria-label="Bevestigde schermen"></progress>` : nothing}
    ${
      walls.length > 0
        ? html`<ul class="walls" aria-label="Walls">
            ${walls.map(
              ({ name, confirmed: has }) =>
                html`<li class=${has ? 'wall-done' : 'wall-open'}>
                  <span aria-hidden="true">${has ? '✓' : '…'}</span> ${name}
                  <span class="unseen">${has ? 'bevestigd' : 'nog niet bevestigd'}</span>
                </li>`,
            )}
          </ul>`
        : nothing
    }
    ${complete ? nothing : html`<p class="quiet">Wacht nog op bevestiging…</p>`}
  </div>`;
}
