/**
 * The page's one voice for screen readers: a polite live region in the light DOM, empty when it is made (a region
 * that appears with its text is not read out). Opt-in, merged, and never more than once in twenty seconds.
 */
import { onPage } from './registry.ts';

export interface Announcer {
  /** Says `title` when its turn comes; of several that wait, `several` words the count and the last title. */
  say(title: string, several: (count: number, last: string) => string): void;
  /** Says it no more, and takes it off the page where it was said. */
  unsay(title: string): void;
}

const PACE = 20_000;
/** Dispatches come in bursts, of which one message is enough: it waits until nothing has come for so long. */
const QUIET = 2_000;

/** The page's announcer; its region is made by the first call. */
export function pageAnnouncer(): Announcer {
  return onPage('announcer', createAnnouncer);
}

function createAnnouncer(): Announcer {
  const region = document.createElement('div');
  region.setAttribute('role', 'status');
  // Not a style attribute in markup, so that a strict policy lets it pass.
  region.style.cssText =
    'position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap';
  document.body.append(region);

  let waiting: string[] = [];
  let merged: (count: number, last: string) => string;
  let turn: ReturnType<typeof setTimeout> | undefined;
  let saidAt = -Infinity;
  let since = 0;

  const speak = () => {
    const last = waiting[waiting.length - 1];
    if (last === undefined) return;
    region.textContent = waiting.length === 1 ? last : merged(waiting.length, last);
    waiting = [];
    saidAt = Date.now();
  };
  return {
    say(title, several) {
      const now = Date.now();
      if (waiting.length === 0) since = now;
      waiting.push(title);
      merged = several;
      clearTimeout(turn);
      turn = setTimeout(speak, Math.max(saidAt + PACE - now, Math.min(QUIET, since + PACE - now)));
    },
    unsay(title) {
      waiting = waiting.filter((other) => other !== title);
      if (region.textContent.includes(title)) region.textContent = '';
    },
  };
}
