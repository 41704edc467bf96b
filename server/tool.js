/**
 * @file Runs a tool such as `npm run keys`: from the sources where tsx is installed, else from the build, as on a
 * machine that has only what production needs. `node server/tool.js <file of server/, without .ts> …`
 */
import { existsSync } from 'node:fs';

const [name = ''] = process.argv.splice(2, 1);
const built = new URL(`../dist/server/${name}.js`, import.meta.url);

if (await runsTypeScript()) await import(new URL(`${name}.ts`, import.meta.url).href);
else if (existsSync(built)) await import(built.href);
else {
  console.error('Run npm ci first, or npm start, which installs and builds.');
  process.exit(1);
}

async function runsTypeScript() {
  try {
    const { register } = await import('tsx/esm/api');
    register();
    return existsSync(new URL(`${name}.ts`, import.meta.url));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ERR_MODULE_NOT_FOUND') return false;
    throw error;
  }
}
