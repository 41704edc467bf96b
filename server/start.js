/**
 * @file `npm start`: installs and builds where that is due, then runs the server in this very process, so that
 * signals and settings reach it without a middleman.
 */
import { prepare } from './prepare.js';

await prepare();
await import(new URL('../dist/server/main.js', import.meta.url).href);
