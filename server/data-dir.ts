/** The folder for what outlives the process; that it cannot be used should be said at the start, and by its name. */
import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { ConfigError } from './config.ts';

/** Makes the folder where it is not there. @throws {ConfigError} when it cannot be written */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`DATA_DIR must be a folder this process may write; ${dataDir} is not: ${why}.`, {
      cause,
    });
  }
}
