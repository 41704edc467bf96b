import { json, unchanged, type Door } from './operation.ts';

export const BOARDS: Door = {
  name: 'Boards',
  about: 'What each section shows now: the newest dispatches, newest first. Open to all, from any origin.',
  operations: [
    {
      method: 'get',
      path: '/api/sections',
      summary: 'The sections, and the position at which each last changed',
      answers: { 200: json('Sections', 'All sections, in the order of the menu.') },
    },
    {
      method: 'get',
      path: '/api/sections/{section}',
      summary: "A section's board",
      about:
        '`gone` names what is shown no more: withdrawn, or, where it says so, `held` (it may return) or `moved` to another section. With `at`: what it showed at that moment, for keys with the scope `desk` or `audit` only; what was withdrawn since has its place, without a word of its text.',
      parameters: [
        {
          name: 'min',
          in: 'query',
          description: 'A position that the board must have reached; a server that is behind waits for it.',
          schema: { type: 'integer', minimum: 0 },
        },
        {
          name: 'at',
          in: 'query',
          description: 'A moment in the past, in ms since the epoch or ISO 8601 with its zone.',
          schema: { $ref: '#/components/schemas/Time' },
        },
      ],
      answers: { 200: json(['Board', 'SectionAt'], 'The board, now or at that moment.'), 304: unchanged },
      problems: [400, 401, 403, 404, 422, 429, 503],
    },
  ],
};
