/**
 * A section's board as it goes over HTTP, ready to be written. The JSON of the board is made once per change;
 * only `now` in its middle is stamped anew, once a second, so that a board that has been quiet for hours still
 * tells the right time to whoever computes labels from it. Each compressed form is made when first asked for.
 *
 * The ETag names the board by the position at which the section last changed and by what the settings call it, the same
 * in every process and after every restart; so asking again for an unchanged board costs a 304 wherever it is answered. It is a weak one, as
 * two bodies under it differ in `now`. The `now` of a kept body is as old as the body; the `Date` of the 304 is not.
 */
import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { BoardMessage } from '../../shared/events.ts';
import type { Boards } from '../boards.ts';
import type { Encoding } from './encoding.ts';

export interface BoardAnswer {
  readonly etag: string;
  /** The whole body; the buffer is shared and must not be written to. */
  body(encoding: Encoding): Buffer;
}

export interface BoardAnswers {
  /** The board as this process knows it now. */
  of(section: string): BoardAnswer;
}

export function createBoardAnswers(boards: Boards, now: () => number): BoardAnswers {
  const answers = new Map<string, SectionAnswer>();
  // For as long as there are boards; they let go of their listeners when they close.
  boards.subscribe({
    deltas(deltas) {
      for (const { section } of deltas) answers.delete(section);
    },
    reset() {
      answers.clear();
    },
  });
  return {
    of(section) {
      let answer = answers.get(section);
      if (!answer) {
        answer = new SectionAnswer(boards.whole(section), now);
        answers.set(section, answer);
      }
      return answer;
    },
  };
}

class SectionAnswer implements BoardAnswer {
  readonly etag: string;
  readonly #head: string;
  readonly #tail: string;
  readonly #now: () => number;
  readonly #forms = new Map<Encoding, Buffer>();
  #stampedAt = -Infinity;

  constructor(
    { section, title = section, epoch, n, dispatches, gone, horizon }: BoardMessage,
    now: () => number,
  ) {
    const named = createHash('sha1').update(title).digest('base64url').slice(0, 8);
    this.etag = `W/"${epoch}.${n}.${named}"`;
    this.#head = `${JSON.stringify({ section, title, epoch, n }).slice(0, -1)},"now":`;
    this.#tail = `,${JSON.stringify({ dispatches, gone, horizon }).slice(1)}`;
    this.#now = now;
  }

  body(encoding: Encoding): Buffer {
    const now = this.#now();
    // A clock that was set back is a reason to stamp anew as well.
    if (Math.abs(now - this.#stampedAt) >= 1000) {
      this.#forms.clear();
      this.#forms.set('identity', Buffer.from(`${this.#head}${now}${this.#tail}`));
      this.#stampedAt = now;
    }
    let form = this.#forms.get(encoding);
    if (form === undefined) {
      form = compress(this.body('identity'), encoding);
      this.#forms.set(encoding, form);
    }
    return form;
  }
}

/** Synchronous: about a millisecond, at most once a second per section and form, and no second request waits twice. */
function compress(body: Buffer, encoding: Encoding): Buffer {
  if (encoding === 'br') return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
  return gzipSync(body);
}
