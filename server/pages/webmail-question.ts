/**
 * Which webmail a reader uses: a link in the masthead, a dialog that asks once, and a page that does the same without
 * JavaScript. The answer stays in the reader's browser (client/pages/webmail-link.ts); no page of ours differs by it.
 */
import { html } from '@lit-labs/ssr';
import type { WebmailProvider } from '../webmail.ts';
import type { Page } from './document.ts';

const QUESTION = 'Welke webmail gebruikt u?';
export const WEBMAIL_PATH = '/webmail';

/** The way to it; the button has its room from the start, so that nothing moves when there is something to change. */
export function webmailLink() {
  return html`<webmail-link class="webmail">
    <button type="button" aria-haspopup="dialog" hidden data-webmail-change>
      <span class="unseen">Webmail </span>wijzigen
    </button>
    <a href=${WEBMAIL_PATH} data-webmail-link>Webmail</a>
  </webmail-link>`;
}

export function webmailDialog(providers: readonly WebmailProvider[]) {
  return html`<dialog
    class="question"
    lang="nl"
    aria-labelledby="webmail-vraag"
    aria-describedby="webmail-uitleg"
  >
    <div>
      <h2 id="webmail-vraag">${QUESTION}</h2>
      <p id="webmail-uitleg">
        De volgende keer gaat Webmail er meteen heen. Uw antwoord blijft op dit apparaat.
      </p>
      ${providerList(providers)}
      <form method="dialog">
        <button type="submit">Annuleren</button>
        <button type="button" hidden data-webmail-forget>Vergeet mijn keuze</button>
      </form>
    </div>
  </dialog>`;
}

export function webmailPage(providers: readonly WebmailProvider[]): Page {
  return {
    title: 'Webmail',
    main: html`<div class="notice">
      <h1>${QUESTION}</h1>
      <p>Met JavaScript onthoudt uw browser de keuze; naar ons gaat er niets van.</p>
      ${providerList(providers)}
    </div>`,
  };
}

function providerList(providers: readonly WebmailProvider[]) {
  return html`<ul class="providers">
    ${providers.map(({ name, url }) => html`<li><a href=${url} data-webmail=${name}>${name}</a></li>`)}
  </ul>`;
}
