/**
 * A feed in XML before it is parsed: whether it is cut off, and which of its items are broken. What is whole is
 * kept; the parser after this one takes a feed as a whole or not at all.
 */
import { Parser } from 'htmlparser2';
import type { DeliveryState } from './draft.ts';
import { isSelfClosed } from '../reading/tree.ts';
import { UnreadableWire } from '../wire-item.ts';

export interface FeedFile {
  /** Well-formed as far as its items go. */
  readonly text: string;
  readonly state: DeliveryState;
}

const MOST_LEVELS = 200;
const MOST_ELEMENTS = 400_000;

/** @throws {UnreadableWire} `too-deep`, `too-large`, `entities`, `cut-off` */
export function mendFeed(text: string): FeedFile {
  const survey = new FeedSurvey();
  survey.read(text);
  const { items, isCut } = survey;
  const broken = items.filter((item) => item.isBroken);
  const problems = broken.map(({ index }) => ({
    path: `items.${index}`,
    message: 'is not well-formed, and is not read',
  }));
  const last = items.at(-1);
  if (isCut && !last) throw new UnreadableWire('cut-off', 'The feed is cut off within its first item.');
  const end = isCut && last ? last.end : text.length;
  const closers = isCut && last ? last.around.map((name) => `</${name}>`).reverse() : [];
  let whole = '';
  let from = 0;
  for (const item of broken) {
    whole += text.slice(from, item.start);
    from = item.end;
  }
  whole += text.slice(from, end) + closers.join('');
  return { text: whole, state: { problems, isCut, mayBeEmpty: broken.length === 0 } };
}

interface FeedItem {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly isBroken: boolean;
  /** The elements that it stands in, outermost first. */
  readonly around: readonly string[];
}

class FeedSurvey {
  readonly items: FeedItem[] = [];
  isCut = false;
  readonly #open: string[] = [];
  #elements = 0;
  #item: { readonly start: number; readonly level: number; isBroken: boolean } | undefined;
  #ends = false;

  read(text: string): void {
    const parser = new Parser(
      {
        onopentagname: (name) => this.#begin(name, parser.startIndex),
        onclosetag: (_, implied) => {
          this.#end(implied && !isSelfClosed(text, parser.endIndex), parser.endIndex + 1);
        },
        onprocessinginstruction: (name, data) => this.#refuseEntities(name + data),
      },
      { xmlMode: true, decodeEntities: false },
    );
    parser.write(text);
    this.#ends = true;
    parser.end();
  }

  #begin(name: string, start: number): void {
    this.#elements += 1;
    if (this.#elements > MOST_ELEMENTS) {
      throw new UnreadableWire('too-large', `The feed holds more than ${MOST_ELEMENTS} elements.`);
    }
    this.#open.push(name);
    if (this.#open.length > MOST_LEVELS) {
      throw new UnreadableWire('too-deep', `Elements stand more than ${MOST_LEVELS} levels deep.`);
    }
    if (!this.#item && /^(?:\w+:)?(?:item|entry)$/i.test(name)) {
      this.#item = { start, level: this.#open.length, isBroken: false };
    }
  }

  #end(implied: boolean, end: number): void {
    const level = this.#open.length;
    this.#open.pop();
    if (implied && this.#ends) {
      this.isCut = true;
      return;
    }
    const item = this.#item;
    if (!item) return;
    if (implied) item.isBroken = true;
    if (level !== item.level) return;
    const { start, isBroken } = item;
    this.items.push({ index: this.items.length, start, end, isBroken, around: [...this.#open] });
    this.#item = undefined;
  }

  #refuseEntities(declaration: string): void {
    if (this.#elements > 0 || !/!ENTITY/i.test(declaration)) return;
    throw new UnreadableWire('entities', 'The feed declares entities of its own, which are never resolved.');
  }
}
