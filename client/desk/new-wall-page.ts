import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { HolderSchema } from '../../shared/desk.ts';
import { ask } from './api.ts';
import { DeskElement } from './desk-element.ts';
import './new-wall.ts';
import './sign-in.ts';
import { signInAtDesk } from './sign-in-at-desk.ts';

/** The whole page at `/w/7KQ4`: the door for who is not signed in yet, then the form. */
@customElement('new-wall-page')
export class NewWallPage extends DeskElement {
  @property() siteName = '';
  @property() code = '';
  @property({ attribute: false }) sections: ReadonlyMap<string, string> = new Map();
  /** Undefined until it is known. */
  @state() signedIn: boolean | undefined;
  @state() busy = false;
  @state() message = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#look();
  }

  override render() {
    if (this.signedIn === undefined) return nothing;
    if (!this.signedIn) {
      return html`<desk-sign-in
        .siteName=${this.siteName}
        .message=${this.message}
        .busy=${this.busy}
        @desk-sign-in=${(event: CustomEvent<string>) => {
          void this.#signIn(event.detail);
        }}
      ></desk-sign-in>`;
    }
    return html`<main class="new-wall-page">
      <p class="wordmark">${this.siteName} <span>Redactie</span></p>
      <h1>Scherm instellen</h1>
      <desk-new-wall alone .code=${this.code} .sections=${this.sections}></desk-new-wall>
    </main>`;
  }

  async #look(): Promise<void> {
    const answer = await ask('GET', '/api/desk/session', HolderSchema);
    this.signedIn = answer.kind === 'done';
    if (answer.kind === 'silence') this.message = 'De server antwoordt niet. Probeer het zo opnieuw.';
  }

  async #signIn(key: string): Promise<void> {
    this.busy = true;
    const entry = await signInAtDesk(key);
    this.busy = false;
    this.message = typeof entry === 'string' ? entry : '';
    this.signedIn = typeof entry !== 'string';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'new-wall-page': NewWallPage;
  }
}
