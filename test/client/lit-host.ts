/** A partner's page that is made with Lit itself, of whichever version it is bundled with: see lit-host.test.ts. */
import { LitElement, html } from 'lit';

class HostHeadlines extends LitElement {
  static override properties = { section: {}, arrived: { state: true } };

  declare section: string;
  declare arrived: number;

  constructor() {
    super();
    this.section = 'buitenland';
    this.arrived = 0;
  }

  override render() {
    return html`<p><output>${this.arrived}</output> gekomen</p>
      <news-ticker
        src=${this.dataset['server'] ?? ''}
        section=${this.section}
        .rows=${3}
        @ticker-dispatch=${() => {
          this.arrived += 1;
        }}
      ></news-ticker>
      <button
        @click=${() => {
          this.section = 'sport';
        }}
      >
        Sport
      </button>`;
  }
}

customElements.define('host-headlines', HostHeadlines);
