/**
 * The page's one voice for screen readers: a polite live region in the light DOM, empty when it is made (a region
 * that appears with its text is not read out). Opt-in, merged, and never more than once in twenty seconds.
 */
import { onPage } from './registry.ts';

export interface Announcer {
  /** Says `title` when its turn comes; of several that wait, `several` words the count and the last title. */
  say(title: string, several: (count: number, last: string) => string): void;
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

  let waiting = 0;
  let words = '';
  let saidAt = -Infinity;

  const speak = () => {
    region.textContent = words;
    waiting = 0;
    saidAt = Date.now();
  };
  return {
    say(title, several) {
      waiting += 1;
      words = waiting === 1 ? title : several(waiting, title);
      // A moment's patience also the first time: the region may be new, and dispatches come in bursts.
      if (waiting === 1) setTimeout(speak, Math.max(saidAt + PACE - Date.now(), 500));
    },
  };
}
