/** The parts of the desk: what waits and the board are on the left where there is room for two. */
export type Pane = 'waiting' | 'board' | 'work';
export type Side = Exclude<Pane, 'work'>;

export const PANES: readonly (readonly [Pane, string])[] = [
  ['waiting', 'Wachtend'],
  ['board', 'Bord'],
  ['work', 'Schrijven'],
];
