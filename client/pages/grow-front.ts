/**
 * A section's front shows its whole board: with every dispatch that comes, its ticker gets a row more, at the foot
 * of the list, where it moves nothing that is being read.
 */
import { BOARD_SIZE } from '../../shared/board.ts';

export function growFront(page: Document): void {
  const ticker = page.querySelector('[data-grows] news-ticker');
  ticker?.addEventListener('ticker-dispatch', () => {
    const rows = Number(ticker.getAttribute('rows'));
    if (rows < BOARD_SIZE) ticker.setAttribute('rows', String(rows + 1));
  });
}
