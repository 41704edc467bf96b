/** What waits, as the desk is shown it. */
import type { WaitingItem } from '../../shared/desk.ts';
import type { Waiting } from '../log/log.ts';

export function toWaitingItem({ content, version, ...waiting }: Waiting): WaitingItem {
  return { ...content, ...waiting, ...(version !== 'next' && { version }) };
}
