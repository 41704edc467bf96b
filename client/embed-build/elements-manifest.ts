/**
 * `custom-elements.json`: what the elements promise, taken from the comments that stand with them, for editors,
 * for the package and for the reference that people read. An element is a class with `@element <tag>`; of its members
 * those count that have a word of explanation and are not `@private`: what only our own pages may say is no promise.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, ts } from '@custom-elements-manifest/analyzer/index.js';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import type { Plugin } from 'vite';
import * as shared from '../../shared/ticker-attributes.ts';
import {
  elementsOf,
  type ElementAttribute,
  type ElementDeclaration,
  type ElementMember,
  type ElementsManifest,
} from '../../shared/elements-manifest.ts';

export const MANIFEST_FILE = 'custom-elements.json';
const FOLDER = 'client/elements';

/** Reads the elements' sources below the project's root. @throws when something that is promised is not explained */
export function describeElements(root = process.cwd()): ElementsManifest {
  const modules = readdirSync(join(root, FOLDER))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${FOLDER}/${name}`)
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
    .map(({ path, text }) => ts.createSourceFile(path, text, ts.ScriptTarget.ES2015, true));
  const made = create({ modules, plugins: litPlugin(), context: { dev: false } }) as ElementsManifest;
  const elements = made.modules.map(onlyElements).filter(({ declarations }) => declarations.length > 0);
  const manifest = { schemaVersion: made.schemaVersion, modules: elements };
  for (const element of elementsOf(manifest)) checkExplained(element);
  return manifest;
}

/** Puts the manifest beside the embed script. */
export function elementsManifest(): Plugin {
  return {
    name: 'elements-manifest',
    generateBundle() {
      const source = `${JSON.stringify(describeElements(), null, 2)}\n`;
      this.emitFile({ type: 'asset', fileName: MANIFEST_FILE, source });
    },
  };
}

type Module = ElementsManifest['modules'][number];

function onlyElements(module: Module): Module {
  const declarations = module.declarations
    .filter(({ tagName }) => tagName)
    .map(({ members = [], ...element }) => ({ ...element, members: members.map(inFigures) }))
    .map(({ attributes = [], members, events = [], ...element }) => ({
      ...element,
      attributes: attributes
        .filter(({ fieldName }) => !isPrivate(members.find(({ name }) => name === fieldName)))
        .map((attribute) => withDefault(attribute, members)),
      members: members.filter(isPromised),
      // The analyzer also takes the variable that an event's name stands in for the name of one.
      events: events.filter(({ description }) => description !== undefined),
    }));
  return { ...module, declarations };
}

/** Of a default that is the name of what is shared with the server, the analyzer knows only the name. */
function inFigures(member: ElementMember): ElementMember {
  const figure = Object.entries(shared).find(([name]) => name === member.default)?.[1];
  return figure === undefined ? member : { ...member, default: JSON.stringify(figure) };
}

/** Of a default that is a constant's name, the analyzer gives the value with the member only. */
function withDefault(attribute: ElementAttribute, members: readonly ElementMember[]): ElementAttribute {
  const value = members.find(({ name }) => name === attribute.fieldName)?.default;
  return value === undefined ? attribute : { ...attribute, default: value };
}

/** What has no explanation is there for our own parts only; an attribute has to have one. */
function isPromised(member: ElementMember): boolean {
  const { name, static: isStatic, description, attribute } = member;
  if (isStatic || isPrivate(member) || name.startsWith('#')) return false;
  return description !== undefined || attribute !== undefined;
}

function isPrivate(member: ElementMember | undefined): boolean {
  return member?.privacy === 'private' || member?.privacy === 'protected';
}

function checkExplained({ tagName, attributes, slots, cssParts, cssProperties }: ElementDeclaration) {
  for (const promised of [attributes, slots, cssParts, cssProperties]) {
    for (const { name, description } of promised ?? []) {
      if (!description) throw new Error(`<${tagName}>: "${name}" is promised, but nothing says what it is`);
    }
  }
}
