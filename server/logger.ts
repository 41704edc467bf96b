/** The server's own log: lines of JSON on standard error, so that standard output is left to what a person reads. */
import { destination, pino, type Logger } from 'pino';
import type { Config } from './config.ts';

export function createLogger({ logLevel }: Pick<Config, 'logLevel'>): Logger {
  return pino({ level: logLevel, base: null }, destination({ dest: 2, sync: true }));
}
