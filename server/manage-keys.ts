/** `npm run keys`: the keys of this newsroom, from the command line. It has no server beside it; a running one sees the change. */
import { loadConfig } from './config.ts';
import { manageKeys } from './keys/keys-command.ts';
import { whyNotStarted } from './why-not-started.ts';

try {
  console.log(await manageKeys(process.argv.slice(2), loadConfig(process.env)));
} catch (error) {
  console.error(whyNotStarted(error) ?? error);
  process.exit(1);
}
