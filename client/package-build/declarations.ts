/** The types of what the package's doors lead to: one declaration beside each module, and nothing that nobody reaches. */
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/** The one package that those who use ours have as well, and the part of it that the compiler likes to name. */
const LIT = /^lit(\/|$|-html$)/;
const SPECIFIER = /(from |import\(|^import )(["'])([^"']+)\2/gm;

/** By file name in the package, the text. @throws when a declaration leads to a package that a user may not have */
export function declarationsOf(doors: readonly string[], root = process.cwd()): Map<string, string> {
  const emitted = emit(doors.map((door) => join(root, door)));
  const found = new Map<string, string>();
  const reach = (source: string) => {
    const name = relative(root, source).replace(/\.ts$/, '.d.ts');
    const text = emitted.get(source);
    if (found.has(name)) return;
    if (text === undefined) throw new Error(`${name}: no declaration was made for it`);
    const next: string[] = [];
    found.set(
      name,
      text.replace(SPECIFIER, (whole, before: string, quote: string, specifier: string) => {
        if (!specifier.startsWith('.')) {
          if (LIT.test(specifier)) return whole.replace('lit-html', 'lit');
          throw new Error(`${name} leads to ${specifier}, which whoever uses the package may not have`);
        }
        next.push(resolve(dirname(source), specifier));
        return `${before}${quote}${specifier.replace(/\.ts$/, '.js')}${quote}`;
      }),
    );
    next.forEach(reach);
  };
  doors.forEach((door) => {
    reach(join(root, door));
  });
  return found;
}

function emit(files: readonly string[]): Map<string, string> {
  const config = ts.getParsedCommandLineOfConfigFile('client/tsconfig.json', undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  });
  // Nothing is written, so there is no place to write to.
  const { outDir: _out, tsBuildInfoFile: _info, rootDir: _root, ...rest } = config?.options ?? {};
  const options = { ...rest, composite: false, incremental: false, declaration: true };
  const emitted = new Map<string, string>();
  ts.createProgram(files, options).emit(undefined, (_, text, _mark, _error, sources) => {
    for (const { fileName } of sources ?? []) emitted.set(resolve(fileName), text);
  });
  return emitted;
}
