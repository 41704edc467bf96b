/**
 * What one process at a time may do, by a lease that is kept while it lasts and given up after. When that process
 * dies over it, its lease runs out and another one may.
 */
import { StoreAway, type Log } from '../log/log.ts';

export interface Lease {
  /** The same in every process. */
  readonly name: string;
  /** Another one in every process. */
  readonly holder: string;
  readonly notes: Pick<Log['notes'], 'lease'>;
  readonly ms?: number;
}

export const LEASE_MS = 15_000;

/** False when another process is at it. @throws {StoreAway}, and whatever the work throws */
export async function exclusively(lease: Lease, work: () => Promise<void>): Promise<boolean> {
  const { name, holder, notes, ms = LEASE_MS } = lease;
  if (!(await notes.lease(name, holder, ms))) return false;
  const keeping = setInterval(() => {
    // Work that goes on without its lease may be done twice, which every delivery can bear.
    notes.lease(name, holder, ms).catch(ignoreStoreAway);
  }, ms / 3);
  try {
    await work();
  } finally {
    clearInterval(keeping);
    // A store that is away forgets the lease by itself.
    await notes.lease(name, holder, 0).catch(ignoreStoreAway);
  }
  return true;
}

function ignoreStoreAway(error: unknown): void {
  if (!(error instanceof StoreAway)) throw error;
}
