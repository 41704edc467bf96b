/**
 * What a screen shows that is no wall yet: a short address with its code, and the same as a QR code, to be read from five
 * metres. Without a code it says what is the matter, and asks again by itself: nobody stands beside it.
 */
import { html, render } from '@lit-labs/ssr';
import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js';
import { nothing } from 'lit';
import type { Pairing } from '../walls/pairings.ts';
import type { PageAssets } from './assets.ts';
import { ICON, SITE_NAME } from './document.ts';
import { qrCode } from './qr-code.ts';

export interface FreshScreenPageParts {
  /** Where this server was found, such as https://nieuws.example. */
  readonly origin: string;
  /** Or why there is none, in one sentence. */
  readonly pairing: Pairing | string;
  readonly assets: PageAssets;
}

export function freshScreenPage({ origin, pairing, assets }: FreshScreenPageParts): string {
  const isWaiting = typeof pairing !== 'string';
  return collectResultSync(
    render(
      html`<!doctype html>
        <html lang="nl">
          <head>
            <meta charset="utf-8" />
            <title>Nieuw scherm | ${SITE_NAME}</title>
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <meta name="robots" content="noindex" />
            <link rel="icon" href=${ICON} />
            ${assets.styles.map((path) => html`<link rel="stylesheet" href=${path} />`)}
            ${assets.scripts.map((path) => html`<script type="module" src=${path}></script>`)}
          </head>
          <body>
            <main
              data-code=${isWaiting ? pairing.code : nothing}
              data-secret=${isWaiting ? pairing.secret : nothing}
            >
              <p class="wordmark">${SITE_NAME}</p>
              ${isWaiting ? invitation(origin, pairing.code) : trouble(pairing)}
              <p class="state" role="status"></p>
            </main>
          </body>
        </html>`,
    ),
  );
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
