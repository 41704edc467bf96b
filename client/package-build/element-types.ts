/**
 * What each framework knows of the elements, made from their manifest: the attributes and events once, and for every
 * framework where it looks for them.
 */
import type {
  Described,
  ElementAttribute,
  ElementDeclaration,
  ElementMember,
} from '../../shared/elements-manifest.ts';

/** Also for `addEventListener` and `querySelector` on any page. */
export function elementTypes(elements: readonly ElementDeclaration[], doorOfClasses: string): string {
  const classes = elements.map(({ name }) => name).join(', ');
  return `import type { Card, ${classes} } from '${doorOfClasses}';

/** The handlers of events, as properties: \`ontick\` for \`tick\`. */
export type Handlers<Events> = {
  [Name in keyof Events & string as \`on\${Name}\`]?: ((event: Events[Name]) => void) | undefined;
};
${elements.map(attributesAndEvents).join('')}
declare global {
  interface HTMLElementTagNameMap {
${elements.map(({ tagName, name }) => `    '${tagName}': ${name};\n`).join('')}  }
  interface HTMLElementEventMap {
${[...new Map(elements.flatMap(({ events = [] }) => events.map((event) => [event.name, event]))).values()]
  .map((event) => `    '${event.name}': ${typeOf(event)};\n`)
  .join('')}  }
}
`;
}

/** For React 19, which sets properties and listens to events of elements by itself. */
export function reactTypes(elements: readonly ElementDeclaration[], types: string, classes: string): string {
  return `import type { ClassAttributes, HTMLAttributes } from 'react';
${imports(elements, types, classes)}
type Props<Element, Attributes, Events> = Attributes &
  Handlers<Events> &
  ClassAttributes<Element> &
  Omit<HTMLAttributes<Element>, keyof Attributes | keyof Handlers<Events>>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${elements.map(({ tagName, name }) => `      '${tagName}': Props<${name}, ${name}Attributes, ${name}Events>;\n`).join('')}    }
  }
}
`;
}

/** For Vue 3, in templates and in JSX. */
export function vueTypes(elements: readonly ElementDeclaration[], types: string, classes: string): string {
  return `import type { EmitFn, HTMLAttributes, PublicProps } from 'vue';
${imports(elements, types, classes)}
type Props<Attributes> = Attributes & Omit<HTMLAttributes, keyof Attributes>;
/** Vue looks for what a template may say in the instance of a component. */
type Tag<Element, Attributes, Events> = new () => Element & {
  $props: Props<Attributes> & PublicProps;
  $emit: EmitFn<{ [Name in keyof Events]: (event: Events[Name]) => void }>;
};

declare module 'vue' {
  interface GlobalComponents {
${elements.map(({ tagName, name }) => `    '${tagName}': Tag<${name}, ${name}Attributes, ${name}Events>;\n`).join('')}  }
  interface IntrinsicElementAttributes {
${elements.map(({ tagName, name }) => `    '${tagName}': Props<${name}Attributes> & Handlers<${name}Events>;\n`).join('')}  }
}
`;
}

/** For Svelte 5. */
export function svelteTypes(elements: readonly ElementDeclaration[], types: string, classes: string): string {
  return `import type { HTMLAttributes } from 'svelte/elements';
${imports(elements, types, classes)}
type Props<Element extends EventTarget, Attributes, Events> = Attributes &
  Handlers<Events> &
  Omit<HTMLAttributes<Element>, keyof Attributes | keyof Handlers<Events>>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
${elements.map(({ tagName, name }) => `    '${tagName}': Props<${name}, ${name}Attributes, ${name}Events>;\n`).join('')}  }
}
`;
}

/** What may be set from outside, but for what every element of HTML has. */
export function settable({ attributes = [], members = [] }: ElementDeclaration): ElementAttribute[] {
  const told = new Map(members.map((member) => [member.attribute, member]));
  return attributes.filter(({ name }) => name !== 'lang' && !isReadOnly(told.get(name)));
}

/** The values of a union of texts; none where any value will do. */
export function valuesOf({ type }: Described): string[] {
  return [...(type?.text ?? '').matchAll(/'([^']*)'/g)].map(([, value = '']) => value);
}

function isReadOnly(member: ElementMember | undefined): boolean {
  return member?.readonly === true;
}

function attributesAndEvents(element: ElementDeclaration): string {
  const attributes = settable(element).map(
    (attribute) => `${comment(attribute)}  ${quoted(attribute.name)}?: ${typeOf(attribute)} | undefined;\n`,
  );
  const events = (element.events ?? []).map(
    (event) => `${comment(event)}  '${event.name}': ${typeOf(event)};\n`,
  );
  return `
/** What \`<${element.tagName}>\` takes. */
export interface ${element.name}Attributes {
${attributes.join('')}}
/** What \`<${element.tagName}>\` tells. */
export interface ${element.name}Events {
${events.join('')}}
`;
}

function imports(elements: readonly ElementDeclaration[], types: string, classes: string): string {
  const names = elements.map(({ name }) => name);
  const ofTypes = ['Handlers', ...names.flatMap((name) => [`${name}Attributes`, `${name}Events`])];
  return `import type { ${names.join(', ')} } from '${classes}';
import type { ${ofTypes.join(', ')} } from '${types}';
`;
}

function comment({ description = '' }: Described): string {
  return description ? `  /** ${description.replace(/\s+/g, ' ').replaceAll('*/', '*\\/')} */\n` : '';
}

function typeOf({ type }: Described): string {
  return type?.text ?? 'string';
}

function quoted(name: string): string {
  return name.includes('-') ? `'${name}'` : name;
}
