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

/** The page's announcer; its region is made by the first call. */
export function pageAnnouncer(): Announcer {
  return onPage('announcer', createAnnouncer);
}

function createAnnouncer(): Announcer {
  const region = document.createElement('div');
  region.setAttribute('role', 'status');
  // Not a style attribute in markup, so that a strict policy lets it pass.
  region.style.cssText =
    'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap';
  document.body.append(region);

  let waiting: string[] = [];
  let merged: (count: number, last: string) => string;
  let turn: ReturnType<typeof setTimeout> | undefined;
  let saidAt = -Infinity;

  const speak = () => {
    turn = undefined;
    const last = waiting[waiting.length - 1];
    if (last === undefined) return;
    region.textContent = waiting.length === 1 ? last : merged(waiting.length, last);
    waiting = [];
    saidAt = Date.now();
  };
  return {
    say(title, several) {
      waiting.push(title);
      merged = several;
      // A moment's patience also the first time: the region may be new, and dispatches come in bursts.
      turn ??= setTimeout(speak, Math.max(saidAt + PACE - Date.now(), 500));
    },
    unsay(title) {
      waiting = waiting.filter((other) => other !== title);
      if (region.textContent.includes(title)) region.textContent = '';
    },
  };
}
