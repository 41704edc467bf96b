/** The status of an item in the words of any wire: `Usable`, `stat:canceled`, the address of a code, Dutch. */
import type { Status } from '../../../shared/dispatch.ts';

export interface SaidStatus {
  readonly status: Status;
  readonly isEmbargoed: boolean;
  /** Not a word that we know: somebody must look before it is published. */
  readonly isUnknown: boolean;
}

const WORDS: Readonly<Record<string, Status | 'embargoed'>> = {
  ...{ usable: 'usable', useable: 'usable', published: 'usable', bruikbaar: 'usable', released: 'usable' },
  ...{ withheld: 'withheld', withhold: 'withheld', held: 'withheld', hold: 'withheld', onhold: 'withheld' },
  ...{
    canceled: 'canceled',
    cancelled: 'canceled',
    cancel: 'canceled',
    killed: 'canceled',
    kill: 'canceled',
  },
  ...{ withdrawn: 'canceled', deleted: 'canceled', ingetrokken: 'canceled', geannuleerd: 'canceled' },
  ...{ embargoed: 'embargoed', embargo: 'embargoed' },
};

export function readStatus(said: string | undefined): SaidStatus {
  if (said === undefined) return { status: 'usable', isEmbargoed: false, isUnknown: false };
  const word = said
    .toLowerCase()
    .replace(/^.*[:/#]/, '')
    .replace(/[\s_-]/g, '');
  const status = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (status === 'embargoed') return { status: 'usable', isEmbargoed: true, isUnknown: false };
  return { status: status ?? 'usable', isEmbargoed: false, isUnknown: status === undefined };
}
