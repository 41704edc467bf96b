/** What lies over the desk, one thing at a time: a question, a history, dead letters, the wires, the walls, the keys. */
import { html, nothing, type TemplateResult } from 'lit';
import type { HistoryItem, Hook } from '../../shared/desk.ts';
import type { Question } from './ask-dialog.ts';
import './ask-dialog.ts';
import './help-dialog.ts';
import './history-dialog.ts';
import type { LetterAct } from './letters-dialog.ts';
import './letters-dialog.ts';
import './look-back-dialog.ts';
import type { Room } from './room.ts';
import { whyNot } from './why-not.ts';
import './walls-dialog.ts';
import './wires-dialog.ts';

/** Does what was asked about, with the text that was given; a text in answer says why it did not work. */
export type Deed = (text: string) => Promise<string | undefined>;

type Shown =
  | { readonly kind: 'keys' }
  | { readonly kind: 'wires' }
  | { readonly kind: 'walls'; readonly sections: ReadonlyMap<string, string> }
  | { readonly kind: 'past'; readonly section: string; readonly sections: ReadonlyMap<string, string> }
  | { readonly kind: 'history'; readonly acts: readonly HistoryItem[] | undefined; readonly trouble: string }
  | { readonly kind: 'letters'; readonly hooks: readonly Hook[] | undefined; readonly trouble: string }
  | {
      readonly kind: 'question';
      readonly question: Question;
      readonly busy: boolean;
      readonly trouble: string;
      readonly deed: Deed;
    };

interface OverlayListener {
  /** There is something else to draw. */
  changed(): void;
  /** A dispatch is to be shown. */
  open(id: string): void;
}

const KEYS_OFF = 'news-desk/keys-off';

export class Overlay {
  /** Whether the keys without Ctrl or Alt are on; kept on this machine. */
  singleKeys = localStorage.getItem(KEYS_OFF) === null;
  #shown: Shown | undefined;
  readonly #room: Room;
  readonly #listener: OverlayListener;

  constructor(room: Room, listener: OverlayListener) {
    this.#room = room;
    this.#listener = listener;
  }

  get isOpen(): boolean {
    return this.#shown !== undefined;
  }

  close(): void {
    this.#show(undefined);
  }

  ask(question: Question, deed: Deed): void {
    this.#show({ kind: 'question', question, busy: false, trouble: '', deed });
  }

  showKeys(): void {
    this.#show({ kind: 'keys' });
  }

  showWires(): void {
    this.#show({ kind: 'wires' });
  }

  showWalls(sections: ReadonlyMap<string, string>): void {
    this.#show({ kind: 'walls', sections });
  }

  showPast(section: string, sections: ReadonlyMap<string, string>): void {
    this.#show({ kind: 'past', section, sections });
  }

  async showHistory(id: string): Promise<void> {
    this.#show({ kind: 'history', acts: undefined, trouble: '' });
    const answer = await this.#room.history(id);
    if (this.#shown?.kind !== 'history') return;
    const acts = answer.kind === 'done' ? answer.value : undefined;
    this.#show({ kind: 'history', acts, trouble: acts ? '' : whyNot(answer) });
  }

  async showLetters(): Promise<void> {
    this.#show({ kind: 'letters', hooks: undefined, trouble: '' });
    await this.lettersChanged();
  }

  /** One was given up, delivered after all, or dropped: the list follows where it is open. */
  async lettersChanged(): Promise<void> {
    if (this.#shown?.kind !== 'letters') return;
    const answer = await this.#room.hooks();
    if (this.#shown?.kind !== 'letters') return;
    const hooks = answer.kind === 'done' ? answer.value : undefined;
    this.#show({ kind: 'letters', hooks, trouble: hooks ? '' : whyNot(answer) });
  }

  template() {
    if (!this.#shown) return nothing;
    return html`<div
      @desk-close=${() => {
        this.close();
      }}
    >
      ${this.#content(this.#shown)}
    </div>`;
  }

  #content(shown: Shown): TemplateResult {
    switch (shown.kind) {
      case 'keys':
        return html`<desk-help
          .keys=${this.singleKeys}
          @desk-keys=${(event: CustomEvent<boolean>) => {
            this.#switchKeys(event.detail);
          }}
        ></desk-help>`;
      case 'wires':
        return html`<desk-wires .sources=${this.#room.sources}></desk-wires>`;
      case 'walls':
        return html`<desk-walls
          .walls=${this.#room.walls ?? []}
          .known=${this.#room.walls !== undefined}
          .sections=${shown.sections}
        ></desk-walls>`;
      case 'past':
        return html`<desk-look-back
          .section=${shown.section}
          .sections=${shown.sections}
          .read=${this.#readPast}
          @desk-open=${(event: CustomEvent<string>) => {
            this.close();
            this.#listener.open(event.detail);
          }}
        ></desk-look-back>`;
      case 'history':
        return html`<desk-history .acts=${shown.acts} .trouble=${shown.trouble}></desk-history>`;
      case 'letters':
        return html`<desk-letters
          .hooks=${shown.hooks}
          .trouble=${shown.trouble}
          @desk-letter=${(event: CustomEvent<LetterAct>) => {
            void this.#letter(event.detail);
          }}
        ></desk-letters>`;
      case 'question':
        return html`<desk-ask
          .question=${shown.question}
          .busy=${shown.busy}
          .trouble=${shown.trouble}
          @desk-answer=${(event: CustomEvent<string>) => {
            void this.#answered(shown, event.detail);
          }}
        ></desk-ask>`;
    }
  }

  readonly #readPast = (section: string, at: number) => this.#room.sectionAt(section, at);

  async #answered(asked: Shown & { readonly kind: 'question' }, text: string): Promise<void> {
    const busy: Shown = { ...asked, busy: true, trouble: '' };
    this.#show(busy);
    const trouble = await asked.deed(text);
    // Another question may have come of it.
    if (this.#shown === busy) this.#show(trouble === undefined ? undefined : { ...asked, trouble });
  }

  async #letter({ name, n, what }: LetterAct): Promise<void> {
    await this.#room.letter(name, n, what);
    await this.lettersChanged();
  }

  #switchKeys(on: boolean): void {
    this.singleKeys = on;
    if (on) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, '1');
  }

  #show(shown: Shown | undefined): void {
    this.#shown = shown;
    this.#listener.changed();
  }
}
