/** A reading in plain lines, for whoever looks after a wire: first what readers would see, then what was not understood. */
import { KNOWN_AGENCIES, parseDateline } from '../../shared/dateline.ts';
import { ROUTINE_URGENCY } from '../../shared/dispatch.ts';
import type { Problem } from '../../shared/dispatch.ts';
import { sectionFor, type Source } from './sources.ts';
import type { WireItem, WireReading } from './wire-item.ts';

export interface ReadAs {
  readonly source: Source | undefined;
  readonly timeZone: string;
}

const WIDTH = 96;
const LABEL = 12;

export function describeReading({ format, items, problems }: WireReading, as: ReadAs): string {
  const count = items.length === 1 ? '1 item' : `${items.length} items`;
  const blocks = [
    `${format}, ${count}`,
    ...items.map((item) => describeItem(item, as)),
    ...(problems.length > 0 ? [`Of the delivery as a whole\n${problemLines(problems, 2)}`] : []),
  ];
  // What an agency sent must not steer a terminal.
  return blocks.join('\n\n').replace(/[^\P{Cc}\n]/gu, '');
}

function describeItem(item: WireItem, { source, timeZone }: ReadAs): string {
  const lines = [
    ...storyLines(item, source),
    ...said('section', source && sectionText(item, source)),
    ...said('status', statusText(item)),
    ...said('signal', item.signal && [item.signal, item.note].filter(Boolean).join(': ')),
    ...said('replaces', item.replaces ?? (item.replacesTitle && `“${item.replacesTitle}”`)),
    ...said('embargo', item.embargo === undefined ? undefined : `until ${timeText(item.embargo, timeZone)}`),
    ...said('published', item.publishedAt === undefined ? undefined : timeText(item.publishedAt, timeZone)),
    ...said('urgency', String(item.urgency ?? `not said, so ${ROUTINE_URGENCY}`)),
    ...said('body', bodyText(item)),
    ...said('categories', item.categories.join(', ')),
    ...said('language', item.lang),
    ...said('address', item.url),
    ...said('id', item.sourceId),
    ...said('waits', waitsText(item, source)),
  ];
  if (item.notUnderstood.length > 0) lines.push('', '  not understood', problemLines(item.notUnderstood, 4));
  return lines.join('\n');
}

function storyLines({ title, text }: WireItem, source: Source | undefined): string[] {
  const { dateline, lead } = parseDateline(text, [...KNOWN_AGENCIES, ...(source?.agencies ?? [])]);
  return [
    ...wrap(title === '' ? '(no headline)' : title, 0),
    ...(lead === '' ? [] : wrap(lead, 2)),
    '',
    ...said('dateline', dateline?.raw),
  ];
}

function sectionText({ categories }: WireItem, source: Source): string {
  return sectionFor(source, categories) ?? 'none of the categories has one';
}

function statusText({ status, version }: WireItem): string {
  const said = version === undefined ? status : `${status}, version ${version}`;
  return status === 'canceled' ? `${said}: what bears this id is withdrawn` : said;
}

/** Why the desk sees it before anyone else. */
function waitsText({ hold, categories }: WireItem, source: Source | undefined): string | undefined {
  if (hold !== undefined) return `for the desk: ${hold}`;
  if (!source) return undefined;
  if (source.policy === 'desk') return 'for the desk, as all of this source';
  return sectionFor(source, categories) === undefined ? 'for the desk, to be given a section' : undefined;
}

function bodyText({ body }: WireItem): string | undefined {
  if (body.length === 0) return undefined;
  const length = body.reduce(
    (sum, block) => sum + ('paragraph' in block ? block.paragraph : block.crosshead).length,
    0,
  );
  const heads = body.filter((block) => 'crosshead' in block).length;
  const paragraphs = body.length - heads;
  return `${counted(paragraphs, 'paragraph')}, ${counted(heads, 'cross-head')}, ${counted(length, 'character')}`;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function timeText(at: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long', timeZone });
  return format.format(at);
}

function said(label: string, text: string | undefined): string[] {
  if (text === undefined || text === '') return [];
  const [first = '', ...rest] = wrap(text, 2 + LABEL);
  return [`  ${label.padEnd(LABEL)}${first.trimStart()}`, ...rest];
}

function problemLines(problems: readonly Problem[], indent: number): string {
  const lines = problems.flatMap(({ path, message }) =>
    wrap(`${path === '' ? 'It' : path} ${message}`, indent),
  );
  return lines.join('\n');
}

function wrap(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > WIDTH - indent) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${' '.repeat(indent)}${one}`.trimEnd());
}
