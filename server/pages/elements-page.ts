/** `/embed/reference`: what the elements promise, made from the manifest that the build made from their sources. */
import { html } from '@lit-labs/ssr';
import { nothing } from 'lit';
import {
  elementsOf,
  type Described,
  type ElementAttribute,
  type ElementDeclaration,
  type ElementMember,
  type ElementsManifest,
} from '../../shared/elements-manifest.ts';
import { codeIn } from './api-prose.ts';
import type { Page } from './document.ts';

export function elementsPage(manifest: ElementsManifest, version: string): Page {
  const elements = elementsOf(manifest);
  return {
    title: 'Naslag van de elementen',
    description:
      'Attributen, eigenschappen, methoden, gebeurtenissen, slots, parts en CSS-eigenschappen van de nieuwstikker.',
    canonical: '/embed/reference',
    isStill: true,
    main: html`<div class="manual reference">
      <header class="manual-head">
        <h1>Naslag van de elementen</h1>
        <p>
          Wat hier staat is een belofte: het verdwijnt niet zonder een nieuw hoofdnummer. Dit is versie
          ${version}; voor editors staat hetzelfde in
          <a href="/embed/v1/custom-elements.json">custom-elements.json</a>. De uitleg is die van de broncode,
          in het Engels. Samenstellen en uitproberen doet u op <a href="/embed">Nieuws op uw eigen site</a>.
        </p>
      </header>
      <nav class="manual-contents" aria-label="Op deze pagina">
        <ul>
          ${elements.map(
            ({ tagName }) =>
              html`<li>
                <a href=${`#${tagName}`}><code>${`<${tagName}>`}</code></a>
              </li>`,
          )}
        </ul>
      </nav>
      ${elements.map(elementSection)}
    </div>`,
  };
}

function elementSection(element: ElementDeclaration) {
  const { tagName, description = '', attributes = [], members = [], events = [], slots = [] } = element;
  const { cssParts = [], cssProperties = [] } = element;
  const methods = members.filter(({ kind }) => kind === 'method');
  const properties = members.filter(({ kind, attribute }) => kind === 'field' && attribute === undefined);
  return html`<section class="manual-part" aria-labelledby=${tagName}>
    <h2 id=${tagName}><code>${`<${tagName}>`}</code></h2>
    <p lang="en">${codeIn(description)}</p>
    ${table(tagName, 'Attributen', attributes, attributeWords)}
    ${properties.length === 0 ? nothing : table(tagName, 'Eigenschappen', properties, typeWords)}
    ${table(tagName, 'Methoden', methods, signature)} ${table(tagName, 'Gebeurtenissen', events, typeWords)}
    ${table(tagName, 'Slots', slots)} ${table(tagName, 'Parts', cssParts)}
    ${table(tagName, 'CSS-eigenschappen', cssProperties)}
  </section>`;
}

/** One row each: what it is called, what it may be, what it is for. */
function table<T extends Described>(
  tagName: string,
  title: string,
  rows: readonly T[],
  words?: (row: T) => unknown,
) {
  if (rows.length === 0) return nothing;
  const id = `${tagName}-${title.toLowerCase()}`;
  return html`<h3 id=${id}>${title}</h3>
    ${title === 'Attributen' ? html`<p>Elk attribuut is ook een eigenschap van dezelfde naam.</p>` : nothing}
    <table class="manual-table" aria-labelledby=${id}>
      <thead>
        <tr>
          <th scope="col">Naam</th>
          ${words ? html`<th scope="col">Wat het is</th>` : nothing}
          <th scope="col">Waarvoor</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">${row.name === '' ? 'zonder naam' : html`<code>${row.name}</code>`}</th>
              ${words ? html`<td>${words(row)}</td>` : nothing}
              <td lang="en">${codeIn(row.description ?? '')}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

function attributeWords({ type, default: standard = '' }: ElementAttribute) {
  const value = unquoted(standard);
  return [
    ...valuesOf(type?.text ?? ''),
    value === '' ? '' : html`<span class="reference-default">standaard <code>${value}</code></span>`,
  ];
}

/** `'live' | 'button'` → live · button; any other type as it is called. */
function valuesOf(type: string): unknown[] {
  const values = type.split('|').map((one) => one.trim());
  if (!values.every((value) => /^'.*'$/.test(value))) return [html`<code>${type}</code>`];
  return values.flatMap((value, at) => [at === 0 ? '' : ' · ', html`<code>${unquoted(value)}</code>`]);
}

function unquoted(text: string): string {
  return text.replace(/^'(.*)'$/, '$1');
}

function typeWords({ type }: Described) {
  return type ? html`<code>${type.text}</code>` : '';
}

function signature({ name, parameters = [], return: returns }: ElementMember) {
  const given = parameters.map((parameter) => `${parameter.name}: ${parameter.type?.text ?? 'unknown'}`);
  return html`<code>${`${name}(${given.join(', ')}): ${returns?.type.text ?? 'void'}`}</code>`;
}
