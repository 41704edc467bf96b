/**
 * The reference of the API for the engineers of partners, in English: every door with what it takes and answers, made
 * from the description that /openapi.json is made from.
 */
import { html } from '@lit-labs/ssr';
import { nothing } from 'lit';
import type { Door, Operation } from '../http/description/operation.ts';
import { isUnion, typeOf, fieldsOf, type Field, type JsonForm, type Words } from './api-forms.ts';
import { codeIn } from './api-prose.ts';
import type { Page } from './document.ts';

export interface ApiPageParts {
  readonly doors: readonly Door[];
  /** Every form by its name, as JSON Schema. */
  readonly forms: Readonly<Record<string, JsonForm>>;
  /** What a status means, where it is a problem. */
  readonly problems: Readonly<Record<number, string>>;
  readonly version: string;
  /** Where this server is, for the examples. */
  readonly origin: string;
}

export function apiPage(parts: ApiPageParts): Page {
  const { doors, forms, version } = parts;
  return {
    title: 'API reference',
    description: 'Every door of the news ticker: what it takes, who may, and what it answers.',
    canonical: '/api',
    lang: 'en',
    isStill: true,
    main: html`<div class="manual api">
      <header class="manual-head">
        <h1>API reference</h1>
        <p>${codeIn(INTRODUCTION)}</p>
        <p>
          Version ${version}. The same for programs: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).
        </p>
      </header>
      <nav class="manual-contents" aria-label="On this page">
        <ul>
          ${doors.map(({ name }) => html`<li><a href=${`#${anchor(name)}`}>${name}</a></li>`)}
          <li><a href="#problems">Problems</a></li>
          <li><a href="#forms">Forms</a></li>
        </ul>
      </nav>
      ${doors.map((door) => doorSection(door, parts))} ${problemSection(parts)} ${formSection(forms)}
    </div>`,
  };
}

const INTRODUCTION =
  'Times are ms since the epoch; where you send one, ISO 8601 with its zone is right, too. A key goes along as `Authorization: Bearer` and the key; on a page of this server the session of somebody signed in at the desk will do. What is open to all may be asked from any origin. Fields that are not known are refused, as they are mostly typing errors.';

function doorSection({ name, about, operations }: Door, parts: ApiPageParts) {
  const id = anchor(name);
  return html`<section class="manual-part" aria-labelledby=${id}>
    <h2 id=${id}>${name}</h2>
    <p>${codeIn(about)}</p>
    ${operations.map((operation) => operationArticle(operation, parts))}
  </section>`;
}

function operationArticle(operation: Operation, { origin }: ApiPageParts) {
  const { method, path, summary, about, scopes } = operation;
  const id = anchor(`${method} ${path}`);
  return html`<article class="api-operation" aria-labelledby=${id}>
    <h3 id=${id}>
      <a href=${`#${id}`}
        ><code class="api-path"><b>${method.toUpperCase()}</b> ${path}</code></a
      >
      <span>${summary}</span>
    </h3>
    ${about === undefined ? nothing : html`<p>${codeIn(about)}</p>`}
    <dl>
      <div>
        <dt>Opened by</dt>
        <dd>${scopes ? ['a key with the scope ', ...joined(scopes.map(code), ' or ')] : 'everybody'}</dd>
      </div>
      ${parameterRows(operation)} ${bodyRow(operation)}
      <div>
        <dt>Answers</dt>
        <dd>
          <ul class="api-answers">
            ${Object.entries(operation.answers).map(
              ([status, { description, content }]) =>
                html`<li><b>${status}</b> ${codeIn(description)} ${formLinks(content)}</li>`,
            )}
          </ul>
        </dd>
      </div>
      ${problemRow(operation)}
    </dl>
    <pre tabindex="0"><code>${example(operation, origin)}</code></pre>
  </article>`;
}

function parameterRows({ path, parameters = [] }: Operation) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    where: 'in the path',
    text: PATH_PARAMETERS[name] ?? '',
  }));
  const others = parameters.map(({ name, in: where, description }) => ({
    name,
    where: where === 'header' ? 'header' : 'in the query',
    text: description,
  }));
  const all = [...inPath, ...others];
  if (all.length === 0) return nothing;
  return html`<div>
    <dt>Parameters</dt>
    <dd>
      <ul>
        ${all.map(({ name, where, text }) => html`<li>${code(name)}, ${where}. ${codeIn(text)}</li>`)}
      </ul>
    </dd>
  </div>`;
}

const PATH_PARAMETERS: Readonly<Record<string, string>> = {
  section: 'The id of a section.',
  id: 'The id of a dispatch, percent-encoded.',
  name: 'The name of a partner.',
  n: 'The position in the log that the letter is about.',
};

function bodyRow({ body }: Operation) {
  if (!body) return nothing;
  const kinds = Object.entries(body.content).map(([type, { schema }]) =>
    schema ? [code(type), ': ', linkedType(typeOf(schema as JsonForm))] : code(type),
  );
  return html`<div>
    <dt>Body</dt>
    <dd>${joined(kinds, ', ')}${body.required ? nothing : '; may be left out'}</dd>
  </div>`;
}

function problemRow({ problems = [] }: Operation) {
  if (problems.length === 0) return nothing;
  const sorted = [...problems].sort((one, other) => one - other);
  return html`<div>
    <dt>Problems</dt>
    <dd>
      ${joined(
        sorted.map((status) => html`<a href=${`#problem-${status}`}>${status}</a>`),
        ', ',
      )}
    </dd>
  </div>`;
}

type Content = Operation['answers'][number]['content'];

function formLinks(content: Content) {
  if (!content) return nothing;
  const entries = Object.entries(content).map(([type, { schema }]) => {
    if (!schema) return code(type);
    return linkedType(typeOf(schema));
  });
  return joined(entries, ', ');
}

function problemSection({ problems }: ApiPageParts) {
  return html`<section class="manual-part" aria-labelledby="problems">
    <h2 id="problems">Problems</h2>
    <p>
      ${codeIn('Every error is `application/problem+json` (RFC 9457): a')}
      ${linkedType([{ form: 'Problem' }])}${codeIn('. `type` is for programs, `detail` for people, and `problems` names each wrong field.')}
    </p>
    <dl>
      ${Object.entries(problems).map(
        ([status, text]) =>
          html`<div id=${`problem-${status}`}>
            <dt>${status}</dt>
            <dd>${codeIn(text)}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

function formSection(forms: ApiPageParts['forms']) {
  return html`<section class="manual-part" aria-labelledby="forms">
    <h2 id="forms">Forms</h2>
    <p>What goes in and what comes out, field by field. Lengths count once spaces are tidied.</p>
    ${Object.entries(forms).map(([name, form]) => formArticle(name, form))}
  </section>`;
}

function formArticle(name: string, form: JsonForm) {
  const id = formAnchor(name);
  return html`<article class="api-form" aria-labelledby=${id}>
    <h3 id=${id}>${name}</h3>
    ${isUnion(form) ? html`<p>${linkedType(typeOf(form))}</p>` : fieldTable(fieldsOf(form))}
  </article>`;
}

function fieldTable(fields: readonly Field[]) {
  return html`<table class="manual-table">
    <thead>
      <tr>
        <th scope="col">Field</th>
        <th scope="col">Is</th>
      </tr>
    </thead>
    <tbody>
      ${fields.map(
        ({ name, type, isRequired, fallback }) =>
          html`<tr>
            <th scope="row">${code(name)}</th>
            <td>
              ${linkedType(type)}${isRequired ? nothing : html`; <span class="api-optional">optional</span>`}${
                fallback === undefined ? nothing : [', otherwise ', code(fallback)]
              }
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function linkedType(words: Words) {
  return words.map((word) => {
    if (typeof word === 'string') return word;
    if ('code' in word) return code(word.code);
    return html`<a href=${`#${formAnchor(word.form)}`}>${word.form}</a>`;
  });
}

/** A `curl` line that does it here. */
function example({ method, path, scopes, body, example: rest }: Operation, origin: string): string {
  const address = origin + path.replace(/\{(\w+)\}/g, (_, name: string) => EXAMPLES[name] ?? name);
  const verb = method === 'get' ? '' : ` -X ${method.toUpperCase()}`;
  const isJson = body !== undefined && rest?.includes('--data ') === true;
  return [
    `curl${verb} ${address}`,
    ...(scopes ? ['-H "Authorization: Bearer $KEY"'] : []),
    ...(isJson ? ["-H 'Content-Type: application/json'"] : []),
    ...(rest === undefined ? [] : [rest]),
  ].join(' \\\n  ');
}

const EXAMPLES: Readonly<Record<string, string>> = {
  section: 'regio',
  id: 'brug',
  name: 'partner',
  n: '812',
};

function code(text: string) {
  return html`<code>${text}</code>`;
}

function joined(parts: readonly unknown[], between: string): unknown[] {
  return parts.flatMap((part, at) => (at === 0 ? [part] : [between, part]));
}

function formAnchor(name: string): string {
  return `form-${anchor(name)}`;
}

function anchor(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
