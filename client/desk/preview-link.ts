/**
 * The preview is the real ticker with a board of one dispatch: the one that is being written. It gets it by the same
 * road as any other, from the page's link to a server, only that this server is the form.
 */
import type { Board } from '../../shared/board.ts';
import type { Card } from '../../shared/dispatch.ts';
import { pageClock } from '../clock.ts';
import type { Link, SectionListener } from '../link.ts';
import { onPage } from '../registry.ts';

/** An address that can never be one of a server. */
export const PREVIEW_SERVER = 'https://voorbeeld.invalid';
export const PREVIEW_SECTION = 'voorbeeld';

export interface PreviewLink extends Link {
  show(card: Card): void;
}

export function previewLink(): PreviewLink {
  return onPage(`link ${PREVIEW_SERVER}`, createPreviewLink);
}

function createPreviewLink(): PreviewLink {
  const listeners = new Set<SectionListener>();
  let board: Board | undefined;
  return {
    status: 'live',
    get heardAt() {
      return pageClock().now();
    },
    subscribe(_section, listener) {
      listeners.add(listener);
      if (board) void listener.board(board);
      return () => listeners.delete(listener);
    },
    onStatus: () => () => undefined,
    refresh: () => undefined,
    ask: () => undefined,
    lasting: false,
    show(card) {
      board = { dispatches: [card], gone: [] };
      for (const listener of listeners) void listener.board(board);
    },
  };
}
