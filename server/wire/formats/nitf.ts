/** NITF, alone or within NewsML: its head says what and when, its body is the story. */
import type { Problem } from '../../../shared/dispatch.ts';
import { blocksOf } from '../reading/blocks.ts';
import type { WireBlock } from '../reading/blocks.ts';
import { element, elements, field, fields } from '../reading/query.ts';
import type { Field } from '../reading/query.ts';
import type { TreeElement } from '../reading/tree.ts';
import type { WireFormat } from '../wire-item.ts';
import { readDrafts } from './draft.ts';
import type { WireDraft } from './draft.ts';
import { openXml, rootNameOf } from './xml-file.ts';

const NAME = 'NITF';

export const nitf: WireFormat = {
  name: NAME,
  recognises: (head) => rootNameOf(head) === 'nitf',
  read(text, dialect) {
    const { root, state } = openXml(text);
    return readDrafts(NAME, root.closed ? [nitfDraft(root, '')] : [], dialect, state);
  },
};

export function nitfDraft(root: TreeElement, path: string): WireDraft {
  const docdata = element(root, 'head/docdata');
  const correction = element(docdata, 'correction');
  const title = field(root, 'body/body.head/hedline/hl1') ?? field(root, 'head/title');
  return {
    path,
    id: field(docdata, 'doc-id@id-string') ?? field(root, '@uno'),
    marksVersions: true,
    versions: [field(docdata, 'du-key@version')],
    status: field(docdata, '@management-status'),
    ...(correction && { signal: 'correction' as const }),
    title,
    blocks: nitfBlocks(root),
    dateline: datelineOf(root),
    urgency: field(docdata, 'urgency@ed-urg'),
    embargo: field(docdata, 'date.release@norm'),
    firstCreated: field(docdata, 'date.issue@norm'),
    // What is said of a correction is for readers; `ed-msg` is for editors.
    note: field(correction, '@info'),
    replaces: replacedBy(docdata),
    categories: categoriesOf(root),
    lang: field(root, '@baselang') ?? field(root, '@lang') ?? field(root, 'body@lang'),
    url: field(root, 'head/pubdata@ex-ref'),
    notUnderstood: moreMessages(docdata),
  };
}

export function nitfBlocks(root: TreeElement): WireBlock[] {
  const content = element(root, 'body/body.content') ?? element(root, 'body');
  return content ? blocksOf(content) : [];
}

/** `management-doc-idref` names the document that this one is managed by, such as the one it takes the place of. */
function replacedBy(docdata: TreeElement | undefined): Field | undefined {
  const isReplacing = /replac|update|supersed/i.test(field(docdata, '@management-idref-status')?.value ?? '');
  return isReplacing ? field(docdata, '@management-doc-idref') : undefined;
}

/** As one line, or of its parts. */
function datelineOf(root: TreeElement): Field | undefined {
  const dateline = element(root, 'body/body.head/dateline');
  const location = field(dateline, 'location');
  return location
    ? { path: 'body.body.head.dateline.location', value: location.value }
    : field(root, 'body/body.head/dateline');
}

function categoriesOf(root: TreeElement): Field[] {
  const subjects = elements(root, 'head/tobject/tobject.subject').flatMap((one) =>
    ['refnum', 'code', 'type', 'matter', 'detail'].flatMap((part) => fields(one, `@tobject.subject.${part}`)),
  );
  return [
    ...subjects,
    ...fields(root, 'head/tobject/tobject.property@tobject.property.type'),
    ...fields(root, 'head/docdata/identified-content/classifier@value'),
    ...fields(root, 'head/docdata/fixture@fix-id'),
    ...fields(root, 'head/pubdata@position.section'),
  ];
}

/** An expiry is nothing that a ticker can promise. */
function moreMessages(docdata: TreeElement | undefined): Problem[] {
  const expires = field(docdata, 'date.expire@norm');
  return expires ? [{ path: expires.path, message: 'says when it expires, which is not acted upon' }] : [];
}
