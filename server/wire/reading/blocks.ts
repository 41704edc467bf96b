/**
 * The paragraphs and cross-heads of an article, from NITF, XHTML and HTML alike. Lists and tables become paragraphs
 * of their own; pictures, scripts and what only a browser could do are left out.
 */
import { isElement, textOf } from './query.ts';
import { tidy } from './tidy.ts';
import { parseHtml } from './tree.ts';
import type { TreeElement, TreeNode } from './tree.ts';

/** A line of its own; `text` may hold the line breaks that stood in it. */
export interface WireBlock {
  readonly kind: 'paragraph' | 'crosshead' | 'row';
  readonly text: string;
}

const LEFT_OUT = new Set([
  ...[
    'script',
    'style',
    'template',
    'noscript',
    'iframe',
    'object',
    'embed',
    'svg',
    'math',
    'canvas',
    'audio',
  ],
  ...[
    'video',
    'form',
    'button',
    'input',
    'select',
    'textarea',
    'head',
    'title',
    'nav',
    'figure',
    'figcaption',
  ],
  ...['img', 'media', 'note', 'body.head', 'body.end', 'byline', 'dateline', 'hedline', 'distributor', 'ds'],
]);
const HEADS = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hl1', 'hl2']);
const BLOCKS = new Set([
  ...[
    'p',
    'div',
    'section',
    'article',
    'main',
    'header',
    'footer',
    'aside',
    'blockquote',
    'bq',
    'block',
    'pre',
  ],
  ...[
    'ul',
    'ol',
    'dl',
    'li',
    'dt',
    'dd',
    'table',
    'thead',
    'tbody',
    'tfoot',
    'tr',
    'caption',
    'hr',
    'address',
  ],
  ...['details', 'summary', 'center', 'body', 'body.content', 'lead', 'abstract', 'fn', 'credit'],
]);
const CELLS = new Set(['td', 'th']);
const BOLD = new Set(['b', 'strong']);

export function blocksOfHtml(html: string): WireBlock[] {
  return blocksOf(parseHtml(html));
}

export function blocksOf(root: TreeElement): WireBlock[] {
  const writer = new BlockWriter();
  writer.write(root);
  writer.end('paragraph');
  return withCrossheads(writer.blocks);
}

/** Blank lines part paragraphs; where there are none, every line is one. */
export function blocksOfText(text: string): WireBlock[] {
  const lines = text.replace(/\r\n?/g, '\n');
  const parts = /\n[ \t]*\n/.test(lines.trim()) ? lines.split(/\n[ \t]*\n/) : lines.split('\n');
  const blocks = parts.map((part): WireBlock => ({ kind: 'paragraph', text: part.trim() }));
  return withCrossheads(blocks.filter(({ text: part }) => tidy(part) !== ''));
}

class BlockWriter {
  readonly blocks: WireBlock[] = [];
  #text = '';
  /** Whether all of the text so far is bold, and how deep in bold elements we are. */
  #allBold = true;
  #bold = 0;

  write(node: TreeNode): void {
    if (!isElement(node)) return this.#add(node);
    const name = node.name.toLowerCase();
    if (LEFT_OUT.has(name)) return;
    if (name === 'br') return this.#breakLine();
    if (name === 'pre') return this.#writeLines(node);
    if (name === 'tr') return this.#writeRow(node);
    if (CELLS.has(name)) return this.#writeCell(node);
    if (name === 'ul' || name === 'ol') return this.#writeList(node, name === 'ol');
    if (HEADS.has(name)) return this.#writeBlock(node, 'crosshead');
    if (BLOCKS.has(name)) return this.#writeBlock(node, 'paragraph');
    this.#bold += BOLD.has(name) ? 1 : 0;
    this.#writeChildren(node);
    this.#bold -= BOLD.has(name) ? 1 : 0;
  }

  /** What was written since the last end becomes a block. */
  end(kind: WireBlock['kind']): void {
    const text = this.#text.replace(/ {2,}/g, ' ').trim();
    const isHead = kind === 'paragraph' && this.#allBold && isBoldHead(text);
    if (tidy(text) !== '') this.blocks.push({ kind: isHead ? 'crosshead' : kind, text });
    this.#text = '';
    this.#allBold = true;
  }

  #writeChildren({ children }: TreeElement): void {
    for (const child of children) this.write(child);
  }

  #writeBlock(node: TreeElement, kind: WireBlock['kind']): void {
    this.end('paragraph');
    this.#writeChildren(node);
    this.end(kind);
  }

  #writeLines(node: TreeElement): void {
    this.end('paragraph');
    this.blocks.push(...blocksOfText(textOf(node)));
  }

  #writeRow(node: TreeElement): void {
    this.#writeBlock(node, 'row');
  }

  #writeCell(node: TreeElement): void {
    if (this.#text.trim() !== '') this.#add(' | ');
    for (const child of node.children) this.#add(` ${flatText(child)}`);
  }

  #writeList({ children }: TreeElement, numbered: boolean): void {
    this.end('paragraph');
    let number = 0;
    for (const child of children) {
      if (!isElement(child)) continue;
      const before = this.blocks.length;
      this.write(child);
      this.end('paragraph');
      const [first] = this.blocks.slice(before);
      if (!first) continue;
      number += 1;
      const mark = numbered ? `${number}.` : '•';
      this.blocks[before] = { kind: 'row', text: `${mark} ${first.text}` };
    }
  }

  #breakLine(): void {
    if (/\n *$/.test(this.#text)) this.end('paragraph');
    else this.#text += '\n';
  }

  #add(text: string): void {
    if (this.#bold === 0 && text.trim() !== '') this.#allBold = false;
    this.#text += text.replace(/\s+/g, ' ');
  }
}

/** The text of a cell, whatever stands in it: a table in a table is still one line. */
function flatText(node: TreeNode): string {
  if (!isElement(node)) return node;
  const name = node.name.toLowerCase();
  if (LEFT_OUT.has(name)) return '';
  return node.children.map(flatText).join(BLOCKS.has(name) || name === 'br' || CELLS.has(name) ? ' ' : '');
}

/** A whole paragraph in bold is a cross-head, but for a sentence: that is an introduction. */
function isBoldHead(text: string): boolean {
  return text.length > 0 && text.length <= 120 && !/[.…:;,][”"'’)]*$/u.test(text);
}

/** A short line without an end mark, between paragraphs, is a cross-head though nothing marks it. */
function withCrossheads(blocks: readonly WireBlock[]): WireBlock[] {
  return blocks.map((block, index) => {
    const isBetween = blocks[index - 1]?.kind === 'paragraph' && blocks[index + 1]?.kind === 'paragraph';
    return isBetween && block.kind === 'paragraph' && isShortLine(block.text)
      ? { kind: 'crosshead', text: block.text }
      : block;
  });
}

function isShortLine(text: string): boolean {
  return text.length <= 60 && /^[\p{Lu}\p{N}'’‘„“"]/u.test(text) && !/[.!?…:;,"'”’»)\]|\d]$/u.test(text);
}
