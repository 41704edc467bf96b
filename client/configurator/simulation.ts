/**
 * What a ticker does on a quiet day, a busy one and a bad one, without waiting for it: a link like that of a server, with
 * a played server behind it. All that it says is invented, and nothing of it leaves the page.
 */
import { EMPTY_BOARD, placeDispatch, withdrawDispatch, type Board } from '../../shared/board.ts';
import type { Card } from '../../shared/card.ts';
import { pageClock } from '../clock.ts';
import type { Link, LinkStatus, SectionListener } from '../link.ts';
import { onPage } from '../registry.ts';
import { CORRECTION, FLASH, FOLLOW_UPS, STORIES, type Story } from './simulated-news.ts';

/** An address that can never be one of a server. */
export const SIMULATION_SERVER = 'https://simulatie.invalid';

export const SCENES = ['quiet', 'busy', 'breaking', 'correction', 'outage'] as const;
export type Scene = (typeof SCENES)[number];

export interface Simulation extends Link {
  /** Starts anew: the board as it was, and then what happens in this scene. */
  play(scene: Scene, sections: readonly Section[]): void;
  stop(): void;
}

interface Section {
  readonly id: string;
  readonly title: string;
}

/** How many stand on the board before anything happens. */
const AT_FIRST = 12;
const MINUTE = 60_000;
const SECOND = 1_000;

/** The page's one simulation: where tickers with its server in `src` find their link. */
export function pageSimulation(): Simulation {
  return onPage(`link ${SIMULATION_SERVER}`, createSimulation);
}

function createSimulation(): Simulation {
  const listeners = new Map<string, Set<SectionListener>>();
  const statusListeners = new Set<() => void>();
  const boards = new Map<string, Board>();
  let sections: readonly Section[] = [];
  let timers: ReturnType<typeof setTimeout>[] = [];
  let status: LinkStatus = 'live';
  let heardAt: number | undefined;
  let told = 0;

  const scenes: Readonly<Record<Scene, () => void>> = {
    quiet: () => every(45 * SECOND, tellNext),
    busy: () => every(3 * SECOND, tellNext),
    breaking() {
      const [flash, ...followUps] = [FLASH, ...FOLLOW_UPS];
      after(4 * SECOND, () => tell(flash));
      for (const [at, story] of followUps.entries()) after((14 + at * 15) * SECOND, () => tell(story));
    },
    correction() {
      const [wrong, taken] = [newest(0), newest(2)];
      after(4 * SECOND, () => {
        if (wrong)
          place({ ...wrong, ...CORRECTION, version: wrong.version + 1, updatedAt: pageClock().now() });
      });
      after(12 * SECOND, () => {
        if (taken) withdraw(taken);
      });
    },
    outage() {
      after(4 * SECOND, () => {
        become('offline');
      });
      // What came meanwhile is there once the connection is.
      after(24 * SECOND, () => {
        become('live');
        tellNext();
        tellNext();
      });
    },
  };

  return {
    get status() {
      return status;
    },
    get heardAt() {
      return status === 'live' ? pageClock().now() : heardAt;
    },
    subscribe(section, listener) {
      const all = listeners.get(section) ?? new Set();
      listeners.set(section, all.add(listener));
      const board = boards.get(section);
      if (board) void listener.board(board);
      return () => all.delete(listener);
    },
    onStatus(listener) {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    lasting: false,
    refresh: () => undefined,
    ask: () => undefined,
    play(scene, inSections) {
      stop();
      sections = inSections;
      boards.clear();
      for (const { id, title } of sections) boards.set(id, { ...EMPTY_BOARD, title });
      told = 0;
      const now = pageClock().now();
      for (let at = 0; at < AT_FIRST; at += 1) {
        // Older ones lie further apart: 4 minutes, 13, 28, … up to some hours.
        place(cardOf(nextStory(), now - (4 + 9 * at + 3 * at * at) * MINUTE));
      }
      scenes[scene]();
    },
    stop,
  };

  function stop(): void {
    for (const timer of timers) clearTimeout(timer);
    timers = [];
    become('live');
  }

  function after(ms: number, act: () => void): void {
    timers.push(setTimeout(act, ms));
  }

  function every(ms: number, act: () => void): void {
    // The first one soon: whoever chose a scene waits for it.
    after(Math.min(ms, 6 * SECOND), () => {
      act();
      timers.push(setInterval(act, ms));
    });
  }

  function become(next: LinkStatus): void {
    if (next === status) return;
    heardAt = pageClock().now();
    status = next;
    for (const listener of statusListeners) listener();
  }

  function nextStory(): Story {
    const story = STORIES[told % STORIES.length];
    if (!story) throw new Error('there is nothing to tell');
    return story;
  }

  function tellNext(): void {
    tell(nextStory());
  }

  function tell(story: Story): void {
    place(cardOf(story, pageClock().now()));
  }

  function cardOf(story: Story, publishedAt: number): Card {
    const section = sections[told % sections.length]?.id ?? '';
    told += 1;
    // The stories come round again on a long day, as other dispatches.
    const id = story.id ?? `simulatie-${String(told)}`;
    return {
      ...story,
      id,
      version: 1,
      section,
      // It has no article. Whoever opens its address in another window finds this page there, and no dead end.
      url: new URL('#voorbeeld', location.href).href,
      status: 'usable',
      lang: 'nl',
      publishedAt,
      updatedAt: publishedAt,
    };
  }

  function newest(at: number): Card | undefined {
    const all = [...boards.values()].flatMap(({ dispatches }) => dispatches);
    return all.sort((a, b) => b.publishedAt - a.publishedAt)[at];
  }

  function place(card: Card): void {
    change(card.section, (board) => placeDispatch(board, card));
  }

  function withdraw({ section, id, version }: Card): void {
    change(section, (board) => withdrawDispatch(board, { id, version: version + 1 }));
  }

  function change(section: string, fold: (board: Board) => Board): void {
    const board = fold(boards.get(section) ?? EMPTY_BOARD);
    boards.set(section, board);
    for (const listener of listeners.get(section) ?? []) void listener.board(board);
  }
}
