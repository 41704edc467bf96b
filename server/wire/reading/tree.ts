/**
 * XML and HTML as one kind of small tree, order kept. Read by htmlparser2, which forgives: what is cut off keeps
 * what was there, and each element says whether its end was seen. It knows no entities but those of XML and HTML
 * themselves, fetches nothing, and stops at a depth and a size that no news needs.
 */
import { Parser } from 'htmlparser2';
import { UnreadableWire } from '../wire-item.ts';

export interface TreeElement {
  /** Without a namespace's prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly TreeNode[];
  /** False when the text ended, or an element around it, before it did. */
  readonly closed: boolean;
}
export type TreeNode = TreeElement | string;

export interface XmlDocument {
  readonly root: TreeElement;
  /** Elements whose end is missing although that of an element around them is there. */
  readonly unclosed: readonly string[];
}

const MOST_LEVELS = 200;
const MOST_NODES = 400_000;
const MOST_ATTRIBUTES = 1_000;

/** @throws {UnreadableWire} `not-xml`, `too-deep`, `too-large`, `entities` */
export function parseXml(text: string): XmlDocument {
  const named = nameCharacters(text);
  const builder = new TreeBuilder('xml', named);
  const parser = new Parser(builder, { xmlMode: true });
  parser.write(named);
  builder.ends = true;
  parser.end();
  const { root, unclosed } = builder;
  if (!root) throw new UnreadableWire('not-xml', 'The file holds no XML element.');
  return { root, unclosed };
}

/** HTML as people write it, in an element without a name. @throws {UnreadableWire} `too-large` */
export function parseHtml(html: string): TreeElement {
  const builder = new TreeBuilder('html', html);
  builder.onopentagname('');
  builder.onopentag();
  const parser = new Parser(builder, { recognizeCDATA: true });
  parser.end(html);
  return builder.root ?? { name: '', attributes: new Map(), children: [], closed: false };
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: TreeNode[];
  closed: boolean;
}

class TreeBuilder {
  root: OpenElement | undefined;
  readonly unclosed: string[] = [];
  /** The text is over: what is closed now was cut off. */
  ends = false;
  readonly #kind: 'xml' | 'html';
  readonly #text: string;
  #parser: Parser | undefined;
  readonly #open: OpenElement[] = [];
  #next: OpenElement | undefined;
  /** Levels of HTML below the deepest that is kept: their text stays, in the element above. */
  #tooDeep = 0;
  #nodes = 0;

  constructor(kind: 'xml' | 'html', text: string) {
    this.#kind = kind;
    this.#text = text;
  }

  onparserinit(parser: Parser): void {
    this.#parser = parser;
  }

  onopentagname(name: string): void {
    this.#count();
    this.#next = { name: withoutPrefix(name), attributes: new Map(), children: [], closed: false };
  }

  onattribute(name: string, value: string): void {
    if (!this.#next || name.startsWith('xmlns')) return;
    const { attributes } = this.#next;
    const key = withoutPrefix(name);
    if (!attributes.has(key)) attributes.set(key, value);
    if (attributes.size > MOST_ATTRIBUTES) {
      throw new UnreadableWire('too-large', `An element has more than ${MOST_ATTRIBUTES} attributes.`);
    }
  }

  onopentag(): void {
    const element = this.#next;
    if (!element) return;
    if (this.#open.length >= MOST_LEVELS) {
      if (this.#kind === 'xml') {
        throw new UnreadableWire('too-deep', `Elements stand more than ${MOST_LEVELS} levels deep.`);
      }
      this.#tooDeep += 1;
      return;
    }
    if (this.#open.length === 0) this.root ??= element;
    else this.#open.at(-1)?.children.push(element);
    this.#open.push(element);
  }

  onclosetag(_: string, implied: boolean): void {
    if (this.#tooDeep > 0) {
      this.#tooDeep -= 1;
      return;
    }
    const element = this.#open.pop();
    if (!element) return;
    element.closed = !implied || isSelfClosed(this.#text, this.#parser?.endIndex);
    if (!element.closed && !this.ends) this.unclosed.push(element.name);
  }

  ontext(text: string): void {
    const children = this.#open.at(-1)?.children;
    if (!children) return;
    this.#count();
    children.push(text);
  }

  /** Also what stands within `<!…>`. */
  onprocessinginstruction(name: string, data: string): void {
    if (this.#kind === 'xml' && !this.root && /!ENTITY/i.test(name + data)) {
      throw new UnreadableWire(
        'entities',
        'The file declares entities of its own, which are never resolved.',
      );
    }
  }

  #count(): void {
    this.#nodes += 1;
    if (this.#nodes > MOST_NODES) {
      throw new UnreadableWire('too-large', `The file holds more than ${MOST_NODES} elements and texts.`);
    }
  }
}

/** `<br/>` is told as an element without an end; it has one. */
export function isSelfClosed(text: string, end = 0): boolean {
  return text[end - 1] === '/' && text[end] === '>';
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const REFERENCE = /&(?!(?:amp|lt|gt|quot|apos);)([a-z][a-z0-9]{1,31});/gi;

/** `&eacute;` is no XML, and on the wire all the same; what means a sign of markup stays as it is. */
function nameCharacters(text: string): string {
  if (!text.includes('&')) return text;
  const known = new Map<string, string>();
  return text.replace(REFERENCE, (reference) => {
    const character = known.get(reference) ?? decodeReference(reference);
    if (known.size < 3_000) known.set(reference, character);
    return /[&<>"']/.test(character) ? reference : character;
  });
}

function decodeReference(reference: string): string {
  let decoded = '';
  new Parser({ ontext: (text) => (decoded += text) }).end(reference);
  return decoded;
}
