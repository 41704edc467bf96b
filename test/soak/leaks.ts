import type { Mutation } from '../client/embed.ts';
import type { Figures } from './figures.ts';

/** A fault of the kind that nobody sees in an hour, and every wall in a month. */
export interface Leak extends Mutation {
  /** Which page has it. */
  readonly page: 'tickers' | 'wall';
  /** What the soak must name, and nothing else. */
  readonly grows: readonly (keyof Figures)[];
}

export const LEAKS: Readonly<Record<string, Leak>> = {
  "Lit's repeat() where a row keeps its element": {
    // It leaves a comment for every item that it removes.
    page: 'tickers',
    grows: ['nodes', 'nodes in the page'],
    file: 'client/elements/rows.ts',
    changes: [
      {
        from: 'import { nothing, render',
        to: "import { repeat } from 'lit/directives/repeat.js';\nimport { nothing, render",
      },
      {
        from: 'if (template) render(template, li);',
        to: 'if (item) render(repeat([item], ({ id, card }) => `${id} ${card?.version}`, () => template), li);',
      },
      { from: 'render(nothing, li);', to: ';' },
    ],
  },
  'a listener for each connection that is never removed': {
    page: 'tickers',
    grows: ['listeners', 'web sockets'],
    file: 'client/socket.ts',
    changes: [
      {
        from: 'transport.onclose = transport.onerror = this.#end;',
        to: "transport.onclose = transport.onerror = this.#end; addEventListener('offline', this.#end);",
      },
    ],
  },
  'ids that are remembered for ever': {
    page: 'tickers',
    grows: ['entries of maps and sets'],
    file: 'client/elements/news-ticker.ts',
    changes: [
      {
        from: "for (const id of ids.keys()) if (!held.has(id) && this.#board.fateOf(id) !== 'hold') ids.delete(id);",
        to: '',
      },
    ],
  },
  'all that a wall ever had': {
    page: 'wall',
    grows: ['entries of maps and sets'],
    file: 'client/wall/arrivals.ts',
    changes: [
      {
        from: 'if (now - lastAt > NEWS_FOR) this.#had.delete(id);',
        to: 'if (lastAt > now) this.#had.delete(id);',
      },
    ],
  },
};
