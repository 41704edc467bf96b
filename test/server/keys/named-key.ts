/** Keys as `npm run keys` makes them, without the half second that a process takes. */
import { loadConfig } from '../../../server/config.ts';
import { manageKeys } from '../../../server/keys/keys-command.ts';

/** Makes a key with these arguments, such as `--scope desk`, and answers its text. */
export async function makeNamedKey(
  dataDir: string,
  name: string,
  ...args: readonly string[]
): Promise<string> {
  return keyIn(await keysCommand(dataDir, 'add', name, ...args));
}

export async function keysCommand(dataDir: string, ...args: readonly string[]): Promise<string> {
  return manageKeys(args, loadConfig({ DATA_DIR: dataDir }));
}

/** The key that the command shows. */
export function keyIn(shown: string): string {
  const key = /\bnt_[\w-]+/.exec(shown)?.[0];
  if (key === undefined) throw new Error(`no key in: ${shown}`);
  return key;
}
