/** The one sentence for the person who started the server and sees it stop at once. */
import { ConfigError, SETTINGS } from './config.ts';
import { CorruptStore, StoreAway } from './log/log.ts';

/** Undefined when it is not a thing that a person's settings or machine explain. */
export function whyNotStarted(error: unknown): string | undefined {
  if (error instanceof ConfigError || error instanceof CorruptStore || error instanceof StoreAway) {
    return error.message;
  }
  if (!(error instanceof Error)) return undefined;
  // Whatever begins with the name of a setting was written for the person who can change it.
  if (SETTINGS.some(({ name }) => new RegExp(`^${name}\\b`).test(error.message))) return error.message;
  if (!('syscall' in error) || error.syscall !== 'listen') return undefined;
  const address = 'address' in error ? String(error.address) : '';
  const port = 'port' in error ? String(error.port) : '';
  const code = 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE')
    return `PORT ${port} is taken by another process on ${address}; set PORT to a free one.`;
  if (code === 'EACCES') return `PORT ${port} may not be used by this user; set PORT to 1024 or higher.`;
  if (code === 'EADDRNOTAVAIL')
    return `HOST ${address} is not an address of this machine; set HOST to one that is.`;
  return `The server cannot listen on HOST ${address}, PORT ${port}: ${error.message}.`;
}
