/**
 * The page's one voice for screen readers: a polite live region in the light DOM, empty when it is made (a region
 * that appears with its text is not read out). Opt-in, merged, and never more than once in twenty seconds.
 */
import { onPage } from './registry.ts';

export interface Announcer {
  /**
   * Says a dispatch's title when its turn comes, once however many tickers ask; of several that wait, `several` words
   * the count and the last title.
   */
  say(id: string, title: string, several: (count: number, last: string) => string): void;
  /** It has this title from now on, or was withdrawn: what waits says so, and what was said goes off the page unheard. */
  revise(id: string, title?: string): void;
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
  /** Titles by id, of what is to be said and of what was said last. */
  let waiting = new Map<string, string>();
  let said = new Map<string, string>();
  let merged: (count: number, last: string) => string;
  let turn: ReturnType<typeof setTimeout> | undefined;
  let saidAt = -Infinity;
  let since = 0;

  const place = () => {
    region.textContent = '';
    document.body.append(region);
  };
  const speak = () => {
    const last = [...waiting.values()].pop();
    if (last === undefined) return;
    if (!region.isConnected) {
      // Its page got another body.
      place();
      turn = setTimeout(speak, QUIET);
      return;
    }
    region.textContent = waiting.size === 1 ? last : merged(waiting.size, last);
    said = waiting;
    waiting = new Map();
    saidAt = Date.now();
  };
  const revise = (id: string, title?: string) => {
    for (const titles of [waiting, said]) {
      const old = titles.get(id);
      if (old === undefined || old === title) continue;
      if (titles === said && region.textContent.includes(old)) region.textContent = '';
      if (title === undefined) titles.delete(id);
      else titles.set(id, title);
    }
  };
  place();
  return {
    say(id, title, several) {
      revise(id, title);
      if (waiting.has(id) || said.has(id)) return;
      const now = Date.now();
      if (waiting.size === 0) since = now;
      waiting.set(id, title);
      merged = several;
      clearTimeout(turn);
      turn = setTimeout(speak, Math.max(saidAt + PACE - now, Math.min(QUIET, since + PACE - now)));
    },
    revise,
  };
}
