/**
 * `/embed`: how partners put the news on their own pages. Whole without JavaScript: the form is sent, and the codes come
 * back. With it the page follows each change, plays scenes and looks through a policy.
 */
import { html } from '@lit-labs/ssr';
import { nothing } from 'lit';
import {
  attributesOf,
  EMBED_CHOICES,
  MOST_ROWS,
  type ChoiceName,
  type EmbedConfiguration,
} from '../../shared/embed-configuration.ts';
import {
  embedSnippets,
  PARTNER_KEY,
  type EmbedPlace,
  type SnippetName,
} from '../../shared/embed-snippets.ts';
import { USUAL_WIDTH } from '../../shared/frame-height.ts';
import { codeIn } from './api-prose.ts';
import { sectionPath, type Page } from './document.ts';

export interface ConfiguratorPageParts {
  readonly configuration: EmbedConfiguration;
  readonly place: EmbedPlace;
  /** Whether partners have keys of their own. */
  readonly hasKeys: boolean;
}

export function configuratorPage({ configuration, place, hasKeys }: ConfiguratorPageParts): Page {
  const { script } = place;
  const codes = embedSnippets(configuration, place);
  return {
    title: 'Nieuws op uw eigen site',
    description:
      'Stel een nieuwstikker samen, zie hem werken, en neem de code mee: als script, iframe, npm-pakket, oEmbed of feed.',
    canonical: '/embed',
    main: html`<div class="manual embed" data-place=${JSON.stringify(place)}>
      <header class="manual-head">
        <h1>Nieuws op uw eigen site</h1>
        <p>
          Stel de tikker samen, kijk hoe hij zich houdt, en neem de code mee. Het adres van deze pagina
          onthoudt wat u koos. Alles over attributen, gebeurtenissen en opmaak staat in de
          <a href="/embed/reference">naslag van de elementen</a>.
        </p>
      </header>
      <div class="embed-work">${form(configuration, place)} ${preview(configuration, place)}</div>
      <section class="manual-part" aria-labelledby="code">
        <h2 id="code">De code</h2>
        ${hasKeys ? keyField() : nothing} ${ways(codes, place)}
      </section>
      <section class="manual-part" aria-labelledby="mag">
        <h2 id="mag">Wat uw pagina moet toestaan</h2>
        ${policy(codes, place)}
      </section>
      <section class="manual-part" aria-labelledby="gewicht">
        <h2 id="gewicht">Gewicht, en zonder JavaScript</h2>
        <p>
          Het script is ${bytes(script.gzipBytes)} groot zoals het verstuurd wordt (gzip),
          ${bytes(script.bytes)} uitgepakt, en is alles: er komt niets achteraan, er wordt niets bewaard, en
          er gaat geen verzoek naar een andere server dan deze. Het laadt zonder uw pagina op te houden, hoe
          vaak u het ook opneemt.
        </p>
        <p>
          ${codeIn('Zonder JavaScript, en tot het script er is, staat er wat u tussen `<news-ticker>` en `</news-ticker>` zet: in de code hierboven een link naar elke rubriek. Een iframe toont zonder JavaScript hetzelfde; een feed heeft het niet nodig.')}
        </p>
      </section>
    </div>`,
  };
}

/** In Dutch, for people; the empty choice leaves it to the element. */
const CHOICES: Readonly<
  Record<ChoiceName, { readonly label: string; readonly words: Record<string, string> }>
> = {
  layout: { label: 'Vorm', words: { list: 'Lijst', line: 'Eén regel' } },
  theme: { label: 'Kleuren', words: { auto: 'Die van de pagina', light: 'Licht', dark: 'Donker' } },
  lang: {
    label: 'Taal',
    words: {
      '': 'Die van de pagina',
      nl: 'Nederlands',
      en: 'English',
      de: 'Deutsch',
      fr: 'Français',
    },
  },
  updates: {
    label: 'Nieuwe berichten',
    words: { live: 'Verschijnen vanzelf', button: 'Wachten achter een knop' },
  },
  timestamps: {
    label: 'Tijden',
    words: { relative: '4 minuten geleden', absolute: '14:05', both: '4 minuten geleden · 14:05' },
  },
  links: {
    label: 'Koppen',
    words: { same: 'Openen hier', new: 'Openen in een nieuw venster', none: 'Zijn geen links' },
  },
  announce: {
    label: 'Schermlezers horen',
    words: { off: 'Niets', urgent: 'Dringend nieuws', all: 'Elk nieuw bericht' },
  },
  loading: { label: 'Verbindt', words: { eager: 'Meteen', lazy: 'Als hij bijna in beeld is' } },
};

function form(configuration: EmbedConfiguration, { sections }: EmbedPlace) {
  const { sections: chosen, rows, heading } = configuration;
  return html`<form class="embed-form" method="get" action="/embed" aria-labelledby="samenstellen">
    <h2 id="samenstellen">Samenstellen</h2>
    <fieldset>
      <legend>Rubrieken</legend>
      <div class="embed-ticks">
        ${sections.map(
          ({ id, title }) =>
            html`<label
              ><input type="checkbox" name="section" value=${id} ?checked=${chosen.includes(id)} />
              <span>${title}</span></label
            >`,
        )}
      </div>
    </fieldset>
    <label class="embed-field">
      <span>Kop erboven</span>
      <input
        type="text"
        name="heading"
        value=${heading}
        maxlength="120"
        autocomplete="off"
        placeholder="Meer uit …"
      />
    </label>
    <label class="embed-field">
      <span>Rijen (1 tot ${MOST_ROWS})</span>
      <input type="number" name="rows" value=${rows} min="1" max=${MOST_ROWS} inputmode="numeric" />
    </label>
    ${(Object.keys(CHOICES) as ChoiceName[]).map((name) => select(name, configuration))}
    <p class="embed-send"><button type="submit">Toon</button></p>
  </form>`;
}

function select(name: ChoiceName, { choices }: EmbedConfiguration) {
  const { label, words } = CHOICES[name];
  return html`<label class="embed-field">
    <span>${label}</span>
    <select name=${name}>
      ${EMBED_CHOICES[name].map(
        (value) =>
          html`<option value=${value} ?selected=${choices[name] === value}>${words[value] ?? value}</option>`,
      )}
    </select>
  </label>`;
}

const SCENES = [
  ['', 'Het nieuws van nu'],
  ['quiet', 'Rustige dag'],
  ['busy', 'Drukke dag'],
  ['breaking', 'Groot nieuws'],
  ['correction', 'Correctie en intrekking'],
  ['outage', 'Storing'],
] as const;

function preview(configuration: EmbedConfiguration, { sections }: EmbedPlace) {
  const attributes = new Map(attributesOf(configuration));
  const attribute = (name: string) => attributes.get(name) ?? nothing;
  return html`<section class="embed-preview" aria-labelledby="voorbeeld">
    <h2 id="voorbeeld">Voorbeeld</h2>
    <fieldset class="embed-scenes" data-with-script hidden>
      <legend>Wat er gebeurt</legend>
      <div class="embed-options">
        ${SCENES.map(
          ([value, title]) =>
            html`<label
              ><input type="radio" name="scene" value=${value} ?checked=${value === ''} />
              <span>${title}</span></label
            >`,
        )}
      </div>
    </fieldset>
    <div class="embed-stage">
      <p class="embed-note" data-scene-note role="status">
        Dit is het echte element, met het nieuws van deze server.
      </p>
      <div class="embed-frame">
        <news-ticker
          section=${attribute('section')}
          rows=${attribute('rows')}
          heading=${attribute('heading')}
          layout=${attribute('layout')}
          theme=${attribute('theme')}
          lang=${attribute('lang')}
          updates=${attribute('updates')}
          timestamps=${attribute('timestamps')}
          links=${attribute('links')}
          announce=${attribute('announce')}
        >
          ${sections
            .filter(({ id }) => configuration.sections.includes(id))
            .map(({ id, title }) => html`<p><a href=${sectionPath(id)}>Het laatste nieuws: ${title}</a></p>`)}
        </news-ticker>
      </div>
    </div>
  </section>`;
}

/**
 * No part of the configuration: that travels in the address, from colleague to colleague, and a key in it would land on
 * pages of somebody else, which are then refused, or count as screens of the partner.
 */
function keyField() {
  return html`<section class="embed-way" aria-labelledby="sleutel">
    <div>
      <h3 id="sleutel">De sleutel van uw site</h3>
      <p>${codeIn('Kreeg u er een van ons, dan hoort die als `partner` in de code.')}</p>
    </div>
    <div data-with-script hidden>
      <input
        type="text"
        name="partner"
        pattern=${PARTNER_KEY}
        maxlength="64"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        aria-labelledby="sleutel"
        aria-describedby="sleutel-uitleg"
      />
      <p class="embed-note" id="sleutel-uitleg" role="status" data-key-note>
        Hij komt in de codes hieronder, en niet in het adres van deze pagina: dat kunt u gerust doorgeven.
      </p>
    </div>
  </section>`;
}

function ways(codes: Record<SnippetName, string>, { version, script }: EmbedPlace) {
  return [
    way(
      'Script en element',
      codes,
      ['script'],
      [
        'De gewone weg. Het adres met `v1` loopt mee met verbeteringen die niets breken; browsers vragen het elke vijf minuten opnieuw.',
      ],
    ),
    way(
      'Vaste versie, met controle',
      codes,
      ['fixed'],
      [
        `Versie ${version} verandert nooit meer. De browser weigert het script als er één byte anders is dan de ${bytes(script.bytes)} van nu (\`integrity\`); nieuwe versies neemt u zelf over.`,
      ],
    ),
    way(
      'Iframe',
      codes,
      ['iframe'],
      [
        `Voor pagina’s die onze code apart willen houden. Zo werkt het in een sandbox. De hoogte klopt bij een breedte van ${USUAL_WIDTH} pixels; \`frame.js\` past haar aan de echte breedte aan, zonder te verschuiven wat in beeld is, en mag ook weg.`,
      ],
    ),
    way(
      'npm',
      codes,
      ['npm', 'jsx'],
      [
        'Voor wie zelf bouwt. Met types voor React, Vue en Svelte; `news-ticker` zelf heeft geen neveneffecten, `news-ticker/define` maakt de elementen bekend. In TypeScript hoort daar voor React `import type {} from "news-ticker/react"` bij.',
      ],
    ),
    way(
      'oEmbed',
      codes,
      ['oembed'],
      ['Voor een cms dat adressen zelf omzet: plak het adres van een rubriek, of vraag dit op.'],
    ),
    way(
      'Feeds',
      codes,
      ['feeds'],
      ['RSS, Atom en JSON Feed, voor lezers, verzamelaars en schermen die alleen dat kennen.'],
    ),
  ];
}

function way(
  title: string,
  codes: Record<SnippetName, string>,
  names: readonly SnippetName[],
  about: readonly string[],
) {
  const id = `als-${names[0] ?? ''}`;
  return html`<section class="embed-way" aria-labelledby=${id}>
    <div>
      <h3 id=${id}>${title}</h3>
      ${about.map((text) => html`<p>${codeIn(text)}</p>`)}
    </div>
    <div>${names.map((name) => codeBlock(codes, name, title))}</div>
  </section>`;
}

function codeBlock(codes: Record<SnippetName, string>, name: SnippetName, title: string) {
  return html`<div class="embed-code">
    <pre
      tabindex="0"
      role="group"
      aria-label=${`Code: ${title}`}
    ><code data-code=${name}>${codes[name]}</code></pre>
    <button type="button" data-copy=${name} data-with-script hidden>
      Kopieer<span class="unseen"> de code: ${title}</span>
    </button>
  </div>`;
}

function policy(codes: Record<SnippetName, string>, { origin, reserve }: EmbedPlace) {
  return html`<div class="embed-way">
      <p>
        Stuurt uw pagina een Content-Security-Policy mee, dan moet daar dit in staan, naast wat er al staat.
      </p>
      <div>
        ${codeBlock(codes, 'policy', 'Content-Security-Policy')}
        <dl class="embed-reasons">
          ${reason('script-src', 'Het script zelf. Er is geen `unsafe-inline` of `unsafe-eval` nodig.')}
          ${reason('connect-src', 'Twee adressen: over https komt de eerste lijst, over wss alles wat nieuw is. Het ene houdt het andere niet in.')}
          ${reserve ? reason('style-src', 'Alleen voor `reserve.css`, dat de ruimte vrijhoudt voor het script er is. Het element zelf heeft het niet nodig.') : nothing}
          ${reason('trusted-types', 'Alleen als u namen van policy’s opsomt: die van ons heet `news-ticker`.')}
          ${reason('frame-src', `Alleen voor een iframe: \`${origin}/embed/\`. Dan hoeft van het andere er niets bij, of het moest \`script-src\` zijn, voor \`frame.js\`.`)}
        </dl>
      </div>
    </div>
    <section class="embed-check" aria-labelledby="nakijken" data-with-script hidden>
      <div class="embed-way">
        <div>
          <h3 id="nakijken">Kijk mijn pagina na</h3>
          <p>
            Plak het beleid van uw pagina zoals u het vindt: headers uit DevTools of curl, de instellingen van
            uw server, of de broncode van de pagina. U leest precies wat eraan ontbreekt. Het blijft in uw
            browser.
          </p>
        </div>
        <div>
          <form>
            <label class="embed-field">
              <span>Het beleid: de header, de meta-tag, of alle headers samen</span>
              <textarea
                name="policies"
                rows="5"
                spellcheck="false"
                autocapitalize="off"
                autocomplete="off"
                required
              ></textarea>
            </label>
            <fieldset>
              <legend>Zo neemt u de tikker op</legend>
              <div class="embed-options">
                ${CHECKED_WAYS.map(
                  ([value, title], at) =>
                    html`<label
                      ><input type="radio" name="way" value=${value} ?checked=${at === 0} />
                      <span>${title}</span></label
                    >`,
                )}
              </div>
              <div class="embed-ticks">
                <label
                  ><input type="checkbox" name="nonce" />
                  <span>De tag krijgt de nonce van de pagina</span></label
                >
                <label data-of-script
                  ><input type="checkbox" name="repeated" />
                  <span>Het script staat vaker dan één keer op de pagina</span></label
                >
              </div>
            </fieldset>
            <p><button type="submit">Kijk na</button></p>
          </form>
          <p class="embed-verdict" role="status"></p>
          <div class="embed-findings"></div>
        </div>
      </div>
    </section>`;
}

const CHECKED_WAYS = [
  ['script', 'Script (v1)'],
  ['fixed', 'Vaste versie'],
  ['iframe', 'Iframe'],
] as const;

function reason(name: string, text: string) {
  return html`<div>
    <dt><code>${name}</code></dt>
    <dd>${codeIn(text)}</dd>
  </div>`;
}

const NUMBER = new Intl.NumberFormat('nl');

/** 18553 → "18.553 bytes" */
function bytes(count: number): string {
  return `${NUMBER.format(count)} bytes`;
}
