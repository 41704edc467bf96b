import { body, GUARDED, ifMatch, json, unchanged, type Door } from './operation.ts';

const WAITS = json('Waits', 'It waits: for the end of its embargo, or for the desk.');

export const DISPATCHES: Door = {
  name: 'Dispatches',
  about:
    'Publish, correct, withdraw. A publish that got no answer may be said again: the same `id` and `version` with the same content count once. A key that is bound to sections acts in these alone.',
  operations: [
    {
      method: 'post',
      path: '/api/dispatches',
      summary: 'Publish',
      about:
        '`text` may begin with a dateline. With an `embargo` in the future nothing of it is public before that time. A `status` of `canceled` withdraws. After a withdrawal, only `"restore": true` publishes under the same id.',
      scopes: ['publish', 'desk'],
      body: body('Submission', { required: true }),
      answers: {
        201: json('Appended', 'Published.'),
        200: json(['Appended', 'Discarded'], 'A repeat: it stood already. Or what waited is put away.'),
        202: WAITS,
      },
      problems: [400, 404, 409, 412, 413, 415, 422, ...GUARDED],
      example: `--data '{"id": "brug", "section": "regio", "title": "Brug drie weken dicht", "text": "GOES (ANP) - De brug gaat dicht."}'`,
    },
    {
      method: 'get',
      path: '/api/dispatches/{id}',
      summary: 'One dispatch with its body',
      about: 'With a key of the desk also one that is held.',
      answers: { 200: json('Dispatch', 'The newest version.'), 304: unchanged },
      problems: [401, 404, 410, 429, 503],
    },
    {
      method: 'put',
      path: '/api/dispatches/{id}',
      summary: 'A new version: an update, a correction, or a refile',
      about:
        'Without `version` it is the next one. `signal` says what it is: `update`, or `correction` with a `note` that says what was wrong.',
      scopes: ['publish', 'desk'],
      parameters: [ifMatch],
      body: body('Submission', { required: true }),
      answers: {
        200: json(['Appended', 'Discarded'], 'In place; also when the same stood already.'),
        202: WAITS,
      },
      problems: [400, 404, 409, 412, 413, 415, 422, ...GUARDED],
      example: `--data '{"section": "regio", "title": "Brug vier weken dicht", "text": "GOES (ANP) - De brug gaat dicht.", "signal": "correction", "note": "Het gaat om vier weken, niet om drie."}'`,
    },
    {
      method: 'delete',
      path: '/api/dispatches/{id}',
      summary: 'Withdraw: gone from every screen and from the store',
      about: 'What waits under the id goes, too.',
      scopes: ['publish', 'desk'],
      parameters: [ifMatch],
      body: body('Withdrawal', { required: false }),
      answers: {
        200: json(
          ['Appended', 'Discarded'],
          'Withdrawn, also when it was already; or put away, when it only waited.',
        ),
      },
      problems: [400, 404, 412, 413, 415, 422, ...GUARDED],
    },
    {
      method: 'post',
      path: '/api/dispatches/{id}/hold',
      summary: 'Hold: hidden for now',
      about: 'What is published is hidden; what waits for its time waits for the desk instead.',
      scopes: ['publish', 'desk'],
      parameters: [ifMatch],
      body: body('Hold', { required: false }),
      answers: { 200: json('Appended', 'Hidden; also when it was already.'), 202: WAITS },
      problems: [400, 404, 409, 412, 413, 415, 422, ...GUARDED],
    },
    {
      method: 'post',
      path: '/api/dispatches/{id}/release',
      summary: 'Release: publish now what waits or is held',
      scopes: ['publish', 'desk'],
      parameters: [ifMatch],
      body: body('Release', { required: false }),
      answers: { 200: json('Appended', 'Published; also when it was already.') },
      problems: [400, 404, 409, 412, 413, 415, 422, ...GUARDED],
    },
    {
      method: 'put',
      path: '/api/dispatches/{id}/embargo',
      summary: 'Another time for what waits',
      about: '`null`: no time; it waits for the desk.',
      scopes: ['desk'],
      parameters: [ifMatch],
      body: body('Embargo', { required: true }),
      answers: { 202: WAITS },
      problems: [400, 404, 409, 412, 413, 415, 422, ...GUARDED],
      example: `--data '{"until": "2030-01-01T06:00:00+01:00"}'`,
    },
    {
      method: 'get',
      path: '/api/dispatches/{id}/history',
      summary: 'Who did what to it, and when',
      scopes: ['audit', 'desk'],
      answers: { 200: json('History', 'Every act, oldest first; of what was withdrawn the text is gone.') },
      problems: [404, ...GUARDED],
    },
  ],
};
