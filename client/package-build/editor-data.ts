/** What editors complete and explain in HTML, made from the elements' manifest. */
import type { Described, ElementDeclaration } from '../../shared/elements-manifest.ts';
import { settable, valuesOf } from './element-types.ts';

/** VS Code: custom data for HTML, version 1.1. */
export function vsCodeData(elements: readonly ElementDeclaration[]): object {
  return {
    version: 1.1,
    tags: elements.map((element) => ({
      name: element.tagName,
      description: markdown([
        element.description,
        list('Events', element.events),
        list('Slots', element.slots),
      ]),
      attributes: settable(element).map((attribute) => ({
        name: attribute.name,
        description: attribute.description,
        ...(attribute.type?.text === 'boolean' && { valueSet: 'v' }),
        ...(valuesOf(attribute).length > 0 && { values: valuesOf(attribute).map((name) => ({ name })) }),
      })),
    })),
  };
}

/** JetBrains: web types. */
export function webTypes(elements: readonly ElementDeclaration[], name: string, version: string): object {
  return {
    name,
    version,
    'description-markup': 'markdown',
    contributions: {
      html: {
        elements: elements.map((element) => ({
          name: element.tagName,
          description: element.description,
          attributes: settable(element).map((attribute) => ({
            name: attribute.name,
            description: attribute.description,
            default: attribute.default?.replace(/^'(.*)'$/, '$1'),
            value: valueOf(attribute),
          })),
          slots: named(element.slots),
          js: {
            properties: (element.members ?? [])
              .filter(({ kind }) => kind === 'field')
              .map(({ name, description, type }) => ({ name, description, type: type?.text })),
            events: (element.events ?? []).map(({ name, description, type }) => ({
              name,
              description,
              type: type?.text,
            })),
          },
          css: { parts: named(element.cssParts), properties: named(element.cssProperties) },
        })),
      },
    },
  };
}

function valueOf(attribute: Described): object {
  if (attribute.type?.text === 'boolean') return { kind: 'no-value', type: 'boolean' };
  const values = valuesOf(attribute);
  const type = values.length > 0 ? values.map((value) => `'${value}'`) : (attribute.type?.text ?? 'string');
  return { kind: 'plain', type };
}

function named(described: readonly Described[] | undefined): object[] {
  return (described ?? []).map(({ name, description }) => ({ name, description }));
}

function list(title: string, described: readonly Described[] | undefined): string | undefined {
  if (!described?.length) return undefined;
  const lines = described.map(
    ({ name, description }) => `- \`${name || '(default)'}\`: ${description ?? ''}`,
  );
  return `**${title}**\n${lines.join('\n')}`;
}

function markdown(parts: readonly (string | undefined)[]): object {
  return { kind: 'markdown', value: parts.filter(Boolean).join('\n\n') };
}
