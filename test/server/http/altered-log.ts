/** A real log of which some answers are another's: for a store that fails in a way that cannot be had on demand. */
import type { Log } from '../../../server/log/log.ts';

export function alterLog<T extends Partial<Log>>(log: Log, changes: T): Log & T {
  return new Proxy(changes as Log & T, {
    get(target, name) {
      if (name in target) return Reflect.get(target, name) as unknown;
      const value = Reflect.get(log, name) as unknown;
      return typeof value === 'function' ? (value.bind(log) as unknown) : value;
    },
  });
}
