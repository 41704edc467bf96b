/**
 * What the elements promise to those who put them on a page: the part of the Custom Elements Manifest (schema 1.0.0)
 * that we write and read.
 */
export interface ElementsManifest {
  readonly schemaVersion: string;
  readonly modules: readonly ElementModule[];
}

export interface ElementModule {
  readonly kind: 'javascript-module';
  /** From the project's root. */
  readonly path: string;
  readonly declarations: readonly ElementDeclaration[];
  readonly exports: readonly object[];
}

export interface ElementDeclaration {
  readonly kind: 'class';
  readonly customElement: true;
  readonly name: string;
  readonly tagName: string;
  readonly description?: string;
  readonly attributes?: readonly ElementAttribute[];
  readonly members?: readonly ElementMember[];
  readonly events?: readonly Described[];
  readonly slots?: readonly Described[];
  readonly cssParts?: readonly Described[];
  readonly cssProperties?: readonly (Described & { readonly default?: string })[];
}

/** Of a slot without a name, the name is empty. A description may have code between backquotes. */
export interface Described {
  readonly name: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
}

export interface ElementAttribute extends Described {
  /** As it stands in the source: a text between quotes. */
  readonly default?: string;
  readonly fieldName: string;
}

export interface ElementMember extends Described {
  readonly kind: 'field' | 'method';
  readonly static?: boolean;
  readonly privacy?: 'public' | 'private' | 'protected';
  readonly readonly?: boolean;
  readonly default?: string;
  readonly attribute?: string;
  readonly parameters?: readonly Described[];
  readonly return?: { readonly type: { readonly text: string } };
}

/** The elements of a manifest, whatever module they stand in. */
export function elementsOf(manifest: ElementsManifest): ElementDeclaration[] {
  return manifest.modules.flatMap(({ declarations }) => declarations);
}
