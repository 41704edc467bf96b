/** NewsML-G2: one item, or a message of several; each with its management, its content's description, its content. */
import type { Problem, Signal } from '../../../shared/dispatch.ts';
import { blocksOf, blocksOfHtml, blocksOfText } from '../reading/blocks.ts';
import type { WireBlock } from '../reading/blocks.ts';
import { descendants, element, elements, field, fields, textOf } from '../reading/query.ts';
import type { Field } from '../reading/query.ts';
import type { TreeElement } from '../reading/tree.ts';
import type { WireFormat } from '../wire-item.ts';
import { readDrafts } from './draft.ts';
import type { WireDraft } from './draft.ts';
import { nitfBlocks, nitfDraft } from './nitf.ts';
import { openXml, rootNameOf } from './xml-file.ts';

const NAME = 'NewsML-G2';
const OTHER_ITEMS = ['packageItem', 'conceptItem', 'knowledgeItem', 'planningItem', 'catalogItem'];
const ROOTS = new Set(['newsItem', 'newsMessage', ...OTHER_ITEMS]);

export const newsmlG2: WireFormat = {
  name: NAME,
  recognises: (head) => ROOTS.has(rootNameOf(head) ?? ''),
  read(text, dialect) {
    const { root, state } = openXml(text);
    const sets = root.name === 'newsMessage' ? elements(root, 'itemSet') : [];
    const inSets = (name: string) => sets.flatMap((set) => elements(set, name));
    const items = root.name === 'newsItem' ? [root] : inSets('newsItem');
    const others = OTHER_ITEMS.flatMap((name) => (root.name === name ? [root] : inSets(name)));
    const drafts = items
      .map((item, index) => ({ item, path: items.length === 1 ? '' : `newsItem.${index}` }))
      .filter(({ item }) => item.closed && isText(item))
      .map(({ item, path }) => toDraft(item, path));
    const skipped = [
      ...others.map(({ name }) => ({ path: name, message: 'is no news item, and is not read' })),
      ...items.flatMap((item, index) => (isText(item) ? [] : [notText(item, index)])),
    ];
    return readDrafts(NAME, drafts, dialect, { ...state, problems: [...state.problems, ...skipped] });
  },
};

/** Pictures and films travel as items, too. */
function isText(item: TreeElement): boolean {
  const kind = field(item, 'itemMeta/itemClass@qcode')?.value;
  return kind === undefined || /text|composite/i.test(kind);
}

function notText(item: TreeElement, index: number): Problem {
  const kind = field(item, 'itemMeta/itemClass@qcode')?.value ?? '';
  return { path: `newsItem.${index}.itemMeta.itemClass`, message: `is ${kind}, not text, and is not read` };
}

function toDraft(item: TreeElement, path: string): WireDraft {
  const inline = contentNitf(item);
  const inner = inline && nitfDraft(inline, '');
  return {
    path,
    id: field(item, '@guid'),
    marksVersions: true,
    versions: [field(item, '@version')],
    status: statusOf(item),
    signal: signalOf(item) ?? inner?.signal,
    title: mainOf(item, 'contentMeta/headline') ?? field(item, 'itemMeta/title') ?? inner?.title,
    blocks: inline ? nitfBlocks(inline) : otherBlocks(item),
    dateline: field(item, 'contentMeta/dateline') ?? inner?.dateline,
    urgency: field(item, 'contentMeta/urgency') ?? inner?.urgency,
    // Without a time it is embargoed until further notice.
    embargo: embargoOf(item) ?? inner?.embargo,
    firstCreated: field(item, 'itemMeta/firstCreated'),
    versionCreated: field(item, 'itemMeta/versionCreated'),
    replaces: replacedBy(item),
    note: inner?.note,
    categories: [...categoriesOf(item), ...(inner?.categories ?? [])],
    lang: field(item, 'contentMeta/language@tag') ?? field(item, '@lang'),
    url: urlOf(item),
    notUnderstood: inner?.notUnderstood ?? [],
  };
}

function embargoOf(item: TreeElement): Field | undefined {
  const embargoed = element(item, 'itemMeta/embargoed');
  if (!embargoed) return undefined;
  return { path: 'itemMeta.embargoed', value: textOf(embargoed).trim() };
}

/** A status that says nothing is none that we know. */
function statusOf(item: TreeElement): Field | undefined {
  const path = 'itemMeta/pubStatus';
  if (!element(item, path)) return undefined;
  const said = field(item, `${path}@qcode`) ?? field(item, `${path}@uri`);
  return said ?? { path: 'itemMeta.pubStatus@qcode', value: '' };
}

function signalOf(item: TreeElement): Signal | undefined {
  const signals = [...fields(item, 'itemMeta/signal@qcode'), ...fields(item, 'itemMeta/signal@uri')];
  if (signals.some(({ value }) => /correction$/i.test(value))) return 'correction';
  return signals.some(({ value }) => /update$/i.test(value)) ? 'update' : undefined;
}

function mainOf(item: TreeElement, path: string): Field | undefined {
  const all = elements(item, path);
  const main = all.find((one) => /main/i.test(one.attributes.get('role') ?? '')) ?? all[0];
  const said = field(main, '');
  return said && { ...said, path: path.replaceAll('/', '.') };
}

function contentNitf(item: TreeElement): TreeElement | undefined {
  return elements(item, 'contentSet/inlineXML').flatMap((one) => descendants(one, 'nitf'))[0];
}

function otherBlocks(item: TreeElement): WireBlock[] {
  for (const content of elements(item, 'contentSet/inlineXML')) {
    const blocks = blocksOf(content);
    if (blocks.length > 0) return blocks;
  }
  for (const content of elements(item, 'contentSet/inlineData')) {
    if (content.attributes.has('encoding')) continue;
    const text = textOf(content);
    const isHtml = /html/i.test(content.attributes.get('contenttype') ?? '') || /^\s*<[a-z!]/i.test(text);
    const blocks = isHtml ? blocksOfHtml(text) : blocksOfText(text);
    if (blocks.length > 0) return blocks;
  }
  return [];
}

/** `irel:previousVersion` is the same item; what takes the place of another one says so. */
function replacedBy(item: TreeElement): Field | undefined {
  const link = elements(item, 'itemMeta/link').find((one) =>
    /replac|supersed/i.test(one.attributes.get('rel') ?? ''),
  );
  return field(link, '@residref') ?? field(link, '@href');
}

/** With and without the scheme before the code: whoever configures may write either. */
function categoriesOf(item: TreeElement): Field[] {
  const about = [
    ...elements(item, 'contentMeta/subject'),
    ...elements(item, 'contentMeta/genre'),
    ...elements(item, 'itemMeta/service'),
  ];
  return about.flatMap((one) => [
    ...fields(one, '@qcode').flatMap(({ path, value }) => [
      { path, value },
      { path, value: value.slice(value.indexOf(':') + 1) },
    ]),
    ...fields(one, '@uri'),
    ...fields(one, '@literal'),
    ...fields(one, 'name'),
  ]);
}

function urlOf(item: TreeElement): Field | undefined {
  const links = elements(item, 'itemMeta/link');
  const page = links.find((one) => /html/i.test(one.attributes.get('contenttype') ?? ''));
  return field(page, '@href');
}
