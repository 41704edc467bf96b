/** The package as npm would send it, unpacked where an app of our own finds it, beside what that app depends on. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** Only the package, into a folder of its own. */
const BUILD = `
  import { createBuilder } from 'vite';
  const { environments, build } = await createBuilder({ configFile: 'vite.config.ts', logLevel: 'error' });
  environments.package.config.build.outDir = process.argv[1];
  await build(environments.package);
`;

/** A folder as a developer has it who said \`npm install news-ticker\`. */
export class AppFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Beside the package stand these of our own dependencies, as links: nothing is fetched. */
  static async create(dependencies: readonly string[]): Promise<AppFolder> {
    const folder = new AppFolder(await mkdtemp(join(tmpdir(), 'app-')));
    const built = join(folder.path, 'built');
    // A process of its own: the test runner's NODE_ENV would pull in the development builds of our libraries.
    const env = { ...process.env, NODE_ENV: 'production', VITEST: '' };
    await run(process.execPath, ['--input-type=module', '-e', BUILD, built], { cwd: ROOT, env });
    const { stdout } = await run('npm', ['pack', '--json', '--offline', '--pack-destination', folder.path], {
      cwd: built,
    });
    const [packed] = JSON.parse(stdout) as { filename: string }[];
    await mkdir(folder.packagePath, { recursive: true });
    const archive = join(folder.path, packed?.filename ?? '');
    await run('tar', ['-xzf', archive, '-C', folder.packagePath, '--strip-components=1']);
    for (const name of dependencies) {
      const link = join(folder.path, 'node_modules', name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(join(ROOT, 'node_modules', name), link);
    }
    await folder.write('package.json', '{ "private": true, "type": "module" }');
    return folder;
  }

  get packagePath(): string {
    return join(this.path, 'node_modules', 'news-ticker');
  }

  async write(name: string, text: string): Promise<void> {
    const file = join(this.path, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  read(name: string): Promise<string> {
    return readFile(join(this.path, name), 'utf8');
  }

  /** Runs a module in bare Node, in this folder; answers what it said. */
  async node(code: string): Promise<string> {
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { cwd: this.path });
    return stdout.trim();
  }

  /** Builds the app in one of its folders with Vite, as a developer does. */
  async build(folder: string): Promise<void> {
    const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
    const env = { ...process.env, NODE_ENV: 'production', VITEST: '' };
    await run(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: join(this.path, folder), env });
  }

  /** What \`tsc\` says of a folder with these compiler options; nothing when all is well. */
  async typecheck(folder: string, options: Readonly<Record<string, unknown>>): Promise<string> {
    const common = { target: 'ES2022', lib: ['ES2022', 'DOM', 'DOM.Iterable'], strict: true, noEmit: true };
    const strictest = { exactOptionalPropertyTypes: true, skipDefaultLibCheck: true, types: [] };
    const compilerOptions = { ...common, ...strictest, ...options };
    await this.write(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, include: ['.'] }));
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    try {
      await run(process.execPath, [tsc, '-p', join(this.path, folder)], { cwd: this.path });
      return '';
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true });
  }
}
