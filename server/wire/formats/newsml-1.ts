/**
 * NewsML 1.x, in which ANP delivers: an envelope, items with their identification and management, and the story as
 * NITF (or XHTML, or plain text) in a component.
 */
import type { Problem, Signal } from '../../../shared/dispatch.ts';
import { blocksOf, blocksOfHtml, blocksOfText } from '../reading/blocks.ts';
import type { WireBlock } from '../reading/blocks.ts';
import { descendants, element, elements, field, fields, isElement, textOf } from '../reading/query.ts';
import type { Field } from '../reading/query.ts';
import { tidy } from '../reading/tidy.ts';
import type { TreeElement } from '../reading/tree.ts';
import type { WireFormat } from '../wire-item.ts';
import { readDrafts } from './draft.ts';
import type { WireDraft } from './draft.ts';
import { nitfBlocks, nitfDraft } from './nitf.ts';
import { openXml, rootNameOf } from './xml-file.ts';

const NAME = 'NewsML 1.2';

export const newsml1: WireFormat = {
  name: NAME,
  recognises: (head) => rootNameOf(head) === 'NewsML',
  read(text, dialect) {
    const { root, state } = openXml(text);
    const items = elements(root, 'NewsItem');
    const drafts = items
      .filter(({ closed }) => closed)
      .map((item, index) => toDraft(item, items.length, index));
    const partial = items.flatMap((item, index) => (element(item, 'Update') ? [updatesOnly(index)] : []));
    return readDrafts(NAME, drafts, dialect, { ...state, problems: [...state.problems, ...partial] });
  },
};

function updatesOnly(index: number): Problem {
  return { path: `NewsItem.${index}.Update`, message: 'changes parts of an item, which is not read' };
}

function toDraft(item: TreeElement, count: number, index: number): WireDraft {
  const identifier = element(item, 'Identification/NewsIdentifier');
  const component = mainComponent(item);
  const nitf = component && contentNitf(component);
  const inner = nitf && nitfDraft(nitf, '');
  const management = 'NewsManagement';
  const embargo = embargoOf(item);
  const title = lineOf(item, component, 'HeadLine') ?? inner?.title;
  return {
    path: count === 1 ? '' : `NewsItem.${index}`,
    id: field(identifier, 'PublicIdentifier') ?? composedId(identifier),
    marksVersions: true,
    versions: [
      field(identifier, 'RevisionId'),
      ...fields(identifier, 'NewsItemId').flatMap(({ path, value }) => {
        const mark = /-v0*(\d{1,9})$/i.exec(value)?.[1];
        return mark === undefined ? [] : [{ path, value: mark }];
      }),
    ],
    status: statusOf(item) ?? inner?.status,
    signal: signalOf(item) ?? inner?.signal,
    title,
    blocks: nitf ? nitfBlocks(nitf) : otherBlocks(component),
    dateline: lineOf(item, component, 'DateLine') ?? inner?.dateline,
    urgency: field(item, `${management}/Urgency@FormalName`) ?? inner?.urgency,
    embargo: embargo ?? inner?.embargo,
    firstCreated: field(item, `${management}/FirstCreated`) ?? inner?.firstCreated,
    versionCreated: field(item, `${management}/ThisRevisionCreated`) ?? inner?.versionCreated,
    note: inner?.note,
    categories: [...categoriesOf(item), ...(inner?.categories ?? [])],
    lang: langOf(item, component) ?? inner?.lang,
    url: inner?.url,
    notUnderstood: inner?.notUnderstood ?? [],
  };
}

/** By its parts, where the identifier as a whole is missing. */
function composedId(identifier: TreeElement | undefined): Field | undefined {
  const [provider, date, item] = ['ProviderId', 'DateId', 'NewsItemId'].map(
    (name) => field(identifier, name)?.value,
  );
  if (provider === undefined || date === undefined || item === undefined) return undefined;
  return { path: 'Identification.NewsIdentifier', value: `urn:newsml:${provider}:${date}:${item}` };
}

/** The innermost component that holds the story: the one with NITF, else the first with any text. */
function mainComponent(item: TreeElement): TreeElement | undefined {
  const components = allComponents(item);
  return (
    components.find((one) => contentNitf(one) !== undefined) ??
    components.find((one) => otherBlocks(one).length > 0) ??
    components[0]
  );
}

/** Inner ones first: what is around them may only bind text and pictures together. */
function allComponents(from: TreeElement): TreeElement[] {
  return elements(from, 'NewsComponent').flatMap((one) => [...allComponents(one), one]);
}

function contentNitf(component: TreeElement): TreeElement | undefined {
  return elements(component, 'ContentItem/DataContent').flatMap((content) => descendants(content, 'nitf'))[0];
}

function otherBlocks(component: TreeElement | undefined): WireBlock[] {
  const items = elements(component, 'ContentItem').filter((item) => !element(item, 'Encoding'));
  for (const content of items.flatMap((item) => elements(item, 'DataContent'))) {
    const blocks = contentBlocks(content);
    if (blocks.length > 0) return blocks;
  }
  return [];
}

/** Elements as they stand, HTML that was written as text, or plain text. */
function contentBlocks(content: TreeElement): WireBlock[] {
  if (content.children.some(isElement)) return blocksOf(content);
  const text = textOf(content);
  return /^\s*<[a-z!]/i.test(text) ? blocksOfHtml(text) : blocksOfText(text);
}

/** Of the story's own component, else of one around it. */
function lineOf(item: TreeElement, component: TreeElement | undefined, name: string): Field | undefined {
  const path = `NewsLines/${name}`;
  return field(component, path) ?? allComponents(item).flatMap((one) => fields(one, path))[0];
}

/** A status that says nothing is none that we know. */
function statusOf(item: TreeElement): Field | undefined {
  const path = 'NewsManagement/Status';
  if (!element(item, path)) return undefined;
  return field(item, `${path}@FormalName`) ?? { path: 'NewsManagement.Status@FormalName', value: '' };
}

/** An embargo ends when the status will be usable. */
function embargoOf(item: TreeElement): Field | undefined {
  const changes = elements(item, 'NewsManagement/StatusWillChange');
  const release = changes.find((change) =>
    /usable/i.test(field(change, 'FutureStatus@FormalName')?.value ?? ''),
  );
  const isHeld = /embargo/i.test(field(item, 'NewsManagement/Status@FormalName')?.value ?? '');
  const at = isHeld ? field(release, 'DateAndTime') : undefined;
  return at && { path: `NewsManagement.StatusWillChange.${at.path}`, value: at.value };
}

function signalOf(item: TreeElement): Signal | undefined {
  const instructions = fields(item, 'NewsManagement/Instruction@FormalName').map(({ value }) => value);
  if (instructions.some((value) => /corre[ck]|rectif/i.test(value))) return 'correction';
  return instructions.some((value) => /^(update|rewrite)$/i.test(value)) ? 'update' : undefined;
}

/** Codes and names of subjects, and what the agency calls its own categories. */
function categoriesOf(item: TreeElement): Field[] {
  const metadata = allComponents(item).flatMap((one) => elements(one, 'DescriptiveMetadata'));
  const subjects = metadata
    .flatMap((one) => elements(one, 'SubjectCode'))
    .flatMap(({ children }) => children.filter(isElement))
    .flatMap((one) => [...fields(one, '@FormalName'), ...fields(one, '@Value')]);
  const named = metadata.flatMap((one) => [
    ...fields(one, 'Genre@FormalName'),
    ...elements(one, 'Property')
      .filter((property) =>
        /categor|subject|section|rubriek|desk/i.test(field(property, '@FormalName')?.value ?? ''),
      )
      .flatMap((property) => fields(property, '@Value')),
  ]);
  return [...subjects, ...named].map(({ path, value }) => ({ path, value: tidy(value) }));
}

function langOf(item: TreeElement, component: TreeElement | undefined): Field | undefined {
  return (
    field(component, 'DescriptiveMetadata/Language@FormalName') ??
    field(component, '@lang') ??
    field(item, '@lang')
  );
}
