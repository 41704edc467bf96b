/** What editors do to what is there already, each with the question that goes before it. */
import type { WaitingItem } from '../../shared/desk.ts';
import type { Dispatch } from '../../shared/dispatch.ts';
import type { Answer } from './api.ts';
import type { Drafts } from './drafts.ts';
import type { Overlay } from './overlay.ts';
import { toDiscard, toHold, toRelease, toWithdraw } from './questions.ts';
import type { Room } from './room.ts';
import { whyNot } from './why-not.ts';

interface ActParts {
  readonly room: Room;
  readonly drafts: Drafts;
  readonly overlay: Overlay;
  readonly say: (words: string) => void;
  /** It waits no more. */
  readonly leftWaiting: (id: string) => void;
  /** It is there in another state. */
  readonly changed: (id: string) => Promise<void>;
}

export class Acts {
  readonly #parts: ActParts;

  constructor(parts: ActParts) {
    this.#parts = parts;
  }

  /** Publishes what waits, as it is. */
  release({ id, title, revision }: WaitingItem, section: string): void {
    const { room, overlay, leftWaiting } = this.#parts;
    overlay.ask(toRelease(title, section), async () => {
      const answer = await room.release(id, revision);
      return this.#ended(answer, `Gepubliceerd: ${title}`, () => {
        leftWaiting(id);
      });
    });
  }

  discard(id: string, title: string): void {
    const { room, drafts, overlay, leftWaiting } = this.#parts;
    overlay.ask(toDiscard(title), async (reason) => {
      const revision = room.waiting.find((item) => item.id === id)?.revision;
      const answer = await room.discard(id, reason, revision);
      return this.#ended(answer, `Weggelegd: ${title}`, () => {
        drafts.drop(id);
        leftWaiting(id);
      });
    });
  }

  hold({ id, version, title }: Dispatch): void {
    const { room, overlay, changed } = this.#parts;
    overlay.ask(toHold(title), async (note) => {
      const answer = await room.hold(id, note, version);
      return this.#ended(answer, `Aangehouden: ${title}`, () => changed(id));
    });
  }

  /** Brings back what is held. */
  async unhold({ id, title }: Dispatch): Promise<void> {
    const { room, say, changed } = this.#parts;
    const answer = await room.release(id);
    say(answer.kind === 'done' ? `Vrijgegeven: ${title}` : whyNot(answer));
    await changed(id);
  }

  withdraw({ id, version, title }: Dispatch): void {
    const { room, overlay, changed } = this.#parts;
    overlay.ask(toWithdraw(title), async (reason) => {
      const answer = await room.withdraw(id, reason, version);
      return this.#ended(answer, `Ingetrokken: ${title}`, () => changed(id));
    });
  }

  async #ended(answer: Answer, words: string, then: () => unknown): Promise<string | undefined> {
    if (answer.kind !== 'done') return whyNot(answer);
    this.#parts.say(words);
    await then();
    return undefined;
  }
}
