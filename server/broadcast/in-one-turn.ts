/**
 * Reads the board, joins the room and answers, in this order and in ONE synchronous turn. With so much as an
 * `await` in between, a dispatch can be folded after the board was read and fanned out before the screen was in
 * the room: it would be in neither, and the screen would never know.
 */
export function inOneTurn<T>(read: () => T, join: () => void, answer: (board: T) => void): void {
  const board = read();
  join();
  answer(board);
}
