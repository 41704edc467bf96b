/**
 * What a screen shows that is no wall yet: a short address with its code, and the same as a QR code, to be read from five
 * metres. Without a code it says what is the matter, and asks again by itself: nobody stands beside it.
 */
import { html } from '@lit-labs/ssr';
import { nothing } from 'lit';
import type { Pairing } from '../walls/pairings.ts';
import type { PageAssets } from './assets.ts';
import { barePage } from './bare-page.ts';
import { qrCode } from './qr-code.ts';

export interface FreshScreenPageParts {
  readonly siteName: string;
  /** Where this server was found, such as https://nieuws.example. */
  readonly origin: string;
  /** Or why there is none, in one sentence. */
  readonly pairing: Pairing | string;
  readonly assets: PageAssets;
}

export function freshScreenPage({ siteName, origin, pairing, assets }: FreshScreenPageParts): string {
  const isWaiting = typeof pairing !== 'string';
  return barePage({
    siteName,
    title: 'Nieuw scherm',
    assets,
    body: html`<main
      data-code=${isWaiting ? pairing.code : nothing}
      data-secret=${isWaiting ? pairing.secret : nothing}
    >
      <p class="wordmark">${siteName}</p>
      ${isWaiting ? invitation(origin, pairing.code) : trouble(pairing)}
      <p class="state" role="status"></p>
    </main>`,
  });
}

function invitation(origin: string, code: string) {
  const address = `${origin}/w/${code}`;
  const host = origin.replace(/^https?:\/\//, '');
  return html`<h1>Dit scherm instellen</h1>
    <div class="ways">
      ${qrCode(address, `QR-code van ${address}`)}
      <div>
        <p class="step">Scan de code met uw telefoon, of ga naar</p>
        <p class="address">${host}/w/</p>
        <p class="code" aria-label=${`Code: ${code.split('').join(' ')}`}>${code}</p>
        <p class="step">U meldt zich aan als redactie en kiest wat dit scherm toont.</p>
      </div>
    </div>`;
}

function trouble(words: string) {
  return html`<h1>Nog even geduld</h1>
    <p class="step">${words}</p>`;
}
