/** A kind of page that is left open: what stands on it, and how it is brought to the same state for every count. */
import type { Page } from 'playwright-core';
import type { RunningApp } from '../server/http/running-app.ts';
import type { Figures } from './figures.ts';
import type { SoakNewsroom } from './newsroom.ts';

export interface SoakedPage {
  readonly name: string;
  /** Its script, and where it stands. */
  readonly script: string;
  readonly scriptPath: string;
  readonly path: string;
  /** Its document; `server` is where its elements get their news. */
  document(app: RunningApp, server: string): Promise<string>;
  /** Waits until the newest of each section has come in, over a connection that lives. */
  shows(page: Page, newsroom: SoakNewsroom): Promise<void>;
  /** Ends what does not end by itself before it is counted. */
  rest(page: Page): Promise<void>;
  /** What pages of one piece do to it meanwhile. */
  disturb?(page: Page): Promise<void>;
  /** Ends what holds it still. */
  release?(page: Page): Promise<void>;
  /** The rows of each of its lists, without what only those know who saw more. */
  lists(page: Page): Promise<string[][]>;
  /** Where it may grow less than others. */
  readonly mayGrow?: Partial<Record<keyof Figures, number>>;
}

/** What `lists` reads of a row. */
export const ROW_PARTS = ['title', 'text', 'label'];
