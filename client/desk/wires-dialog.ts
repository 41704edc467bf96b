import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SourceStatus } from '../../shared/desk.ts';
import { pageClock } from '../clock.ts';
import { DeskElement } from './desk-element.ts';
import './desk-dialog.ts';
import { timeOf } from './time-of.ts';
import { isTroubled, stateWords } from './wires.ts';

const KINDS: Readonly<Record<SourceStatus['kind'], string>> = {
  feed: 'feed',
  folder: 'map',
  push: 'levert zelf',
};
const POLICIES: Readonly<Record<SourceStatus['policy'], string>> = {
  publish: 'publiceert meteen',
  desk: 'wacht op de redactie',
};

/** Each wire: when it was last heard, when it last brought something new, and what is wrong with it. */
@customElement('desk-wires')
export class DeskWires extends DeskElement {
  @property({ attribute: false }) sources: readonly SourceStatus[] = [];

  override render() {
    return html`<desk-dialog wide closable heading="Bronnen" .content=${this.#content()}></desk-dialog>`;
  }

  #content() {
    return html`<table class="wires">
      <thead>
        <tr>
          <th scope="col">Bron</th>
          <th scope="col">Gehoord</th>
          <th scope="col">Laatste nieuws</th>
          <th scope="col">Toestand</th>
        </tr>
      </thead>
      <tbody>
        ${this.sources.map((source) => this.#row(source))}
      </tbody>
    </table>`;
  }

  #row(source: SourceStatus) {
    const { name, kind, policy, okAt, newsAt, trouble } = source;
    return html`<tr>
      <th scope="row">${name} <span class="quiet">${KINDS[kind]}, ${POLICIES[policy]}</span></th>
      <td>${timeOf(okAt)}</td>
      <td>${timeOf(newsAt)}</td>
      <td class=${isTroubled(source) ? 'trouble' : ''}>
        ${stateWords(source, pageClock().now())}${trouble === undefined ? nothing : html`<p>${trouble}</p>`}
      </td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-wires': DeskWires;
  }
}
