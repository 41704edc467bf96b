/** The analyzer's own types leave out what it exports. */
declare module '@custom-elements-manifest/analyzer/index.js' {
  interface SourceFile {
    readonly fileName: string;
  }
  export const ts: {
    readonly ScriptTarget: { readonly ES2015: number };
    createSourceFile(path: string, text: string, target: number, setParents: boolean): SourceFile;
  };
  export function create(options: {
    modules: readonly SourceFile[];
    plugins: readonly object[];
    context: { dev: boolean };
  }): unknown;
}

declare module '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js' {
  export function litPlugin(): readonly object[];
}
