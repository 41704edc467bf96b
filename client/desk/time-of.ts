import { html } from 'lit';
import { absoluteTime, shortTime } from '../../shared/relative-time.ts';
import { pageClock } from '../clock.ts';

/** A moment as the desk writes it, in full for who points at it; a dash for never. */
export function timeOf(at: number | undefined) {
  if (at === undefined) return html`–`;
  return html`<time datetime=${new Date(at).toISOString()} title=${absoluteTime(at, 'nl')}
    >${shortTime(at, pageClock().now(), 'nl')}</time
  >`;
}
