/** `npm run wire`: what one file or feed would bring, from the command line. Nothing is published. */
import { loadConfig } from './config.ts';
import { whyNotStarted } from './why-not-started.ts';
import { showWire, whyNotShown } from './wire/wire-command.ts';

try {
  console.log(await showWire(process.argv.slice(2), loadConfig(process.env)));
} catch (error) {
  console.error(whyNotShown(error) ?? whyNotStarted(error) ?? error);
  process.exit(1);
}
