import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Wall } from '../../shared/wall.ts';
import { DeskElement, focusOn } from './desk-element.ts';
import './desk-dialog.ts';
import type { WallDeed } from './desk-wall.ts';
import './desk-wall.ts';
import './new-wall.ts';
import './section-choice.ts';
import { askWall, forgetWall, whyNotWall } from './wall-acts.ts';

type View =
  { readonly kind: 'list' } | { readonly kind: 'new' } | { readonly kind: 'sections'; readonly name: string };

/** The newsroom's walls: how each is doing, and what can be asked of it. */
@customElement('desk-walls')
export class DeskWalls extends DeskElement {
  @property({ attribute: false }) walls: readonly Wall[] = [];
  /** The list has come in. */
  @property({ type: Boolean }) known = false;
  @property({ attribute: false }) sections: ReadonlyMap<string, string> = new Map();
  @state() view: View = { kind: 'list' };
  @state() said = '';
  @state() trouble = false;

  override render() {
    const { view } = this;
    const heading =
      view.kind === 'sections'
        ? `Rubrieken van ${view.name}`
        : view.kind === 'new'
          ? 'Nieuw scherm'
          : 'Schermen';
    return html`<desk-dialog
      wide
      ?closable=${view.kind === 'list'}
      .heading=${heading}
      .content=${view.kind === 'list' ? this.#list() : view.kind === 'new' ? this.#new() : this.#sections(view.name)}
    ></desk-dialog>`;
  }

  #list() {
    return html`${
        this.walls.length > 0
          ? html`<div class="screens">${this.walls.map((wall) => this.#wall(wall))}</div>`
          : this.#none()
      }
      <p class=${this.trouble ? 'problem' : 'quiet'} role="status">${this.said}</p>
      <div class="buttons screens-foot">
        <button
          type="button"
          id="new-wall"
          @click=${() => {
            this.#go({ kind: 'new' }, '#code, #wall-name');
          }}
        >
          Nieuw scherm
        </button>
        ${
          this.walls.length > 0
            ? html`<p class="quiet">Open op het scherm <strong>${location.host}/wall</strong></p>`
            : nothing
        }
      </div>`;
  }

  #none() {
    if (!this.known) return html`<p class="quiet">Ophalen…</p>`;
    return html`<p>Er zijn nog geen schermen.</p>
      <p class="quiet">
        Open op het scherm het adres <strong>${location.host}/wall</strong>. Daar verschijnt een code; scan
        hem met uw telefoon, of vul hem hier in bij ‘Nieuw scherm’.
      </p>`;
  }

  #wall(wall: Wall) {
    return html`<desk-wall
      .wall=${wall}
      .sections=${this.sections}
      @desk-wall-deed=${(event: CustomEvent<WallDeed>) => {
        void this.#do(wall, event.detail);
      }}
    ></desk-wall>`;
  }

  #sections(name: string) {
    const shown = this.walls.find((wall) => wall.name === name)?.sections ?? [];
    return html`<form
      novalidate
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        void this.#change(name);
      }}
    >
      <desk-section-choice .sections=${this.sections} .chosen=${shown}></desk-section-choice>
      <p class="problem" role="status">${this.said}</p>
      <div class="buttons">
        <button class="main">Tonen</button>
        <button
          type="button"
          @click=${() => {
            this.#back(name, 'sections');
          }}
        >
          Toch niet
        </button>
      </div>
    </form>`;
  }

  #new() {
    return html`<desk-new-wall
      .sections=${this.sections}
      @desk-new-wall-done=${() => {
        this.#go({ kind: 'list' }, '#new-wall');
      }}
    ></desk-new-wall>`;
  }

  async #do({ name }: Wall, deed: WallDeed): Promise<void> {
    if (deed === 'sections') {
      this.#go({ kind: 'sections', name }, 'desk-section-choice input');
      return;
    }
    const answer = await (deed === 'forget' ? forgetWall(name) : askWall(name, { kind: deed }));
    const done = { identify: 'toont nu zijn naam', reload: 'wordt opnieuw geladen', forget: 'is vergeten' }[
      deed
    ];
    this.#say(
      answer.kind === 'done' ? `${name} ${done}.` : `${name}: ${lower(whyNotWall(answer))}`,
      answer.kind !== 'done',
    );
    // Its row goes in a moment, and the focus with it.
    if (deed === 'forget' && answer.kind === 'done') void focusOn(this, '#new-wall');
  }

  async #change(name: string): Promise<void> {
    const sections = this.querySelector('desk-section-choice')?.value ?? [];
    if (sections.length === 0) {
      this.#say('Kies ten minste één rubriek.', true);
      void focusOn(this, 'desk-section-choice input');
      return;
    }
    const answer = await askWall(name, { kind: 'sections', sections });
    if (answer.kind !== 'done') {
      this.#say(whyNotWall(answer), true);
      return;
    }
    this.#back(name, 'sections');
    const titles = sections.map((id) => this.sections.get(id) ?? id);
    this.#say(`${name} toont nu ${titles.join(', ')}.`, false);
  }

  #back(name: string, deed: WallDeed): void {
    this.#go({ kind: 'list' }, `[aria-label="${CSS.escape(name)}"] [data-deed=${deed}]`, '#new-wall');
  }

  #go(view: View, ...selectors: string[]): void {
    this.view = view;
    this.said = '';
    void focusOn(this, ...selectors);
  }

  #say(words: string, trouble: boolean): void {
    this.said = words;
    this.trouble = trouble;
  }
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

declare global {
  interface HTMLElementTagNameMap {
    'desk-walls': DeskWalls;
  }
}
