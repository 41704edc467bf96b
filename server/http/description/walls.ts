import { body, GUARDED, json, type Door } from './operation.ts';

const told = json('WallTold', 'Told; `screens` says how many screens have the name.');

export const WALLS: Door = {
  name: 'Walls',
  about:
    'Screens of the newsroom that have a name. A wall gives a sign of life every 15 seconds; one of which `contactAt` is a minute ago is silent, or closed, where it has `closedAt` and no screens. What is asked of a wall reaches it on whichever process it is, within some two seconds.',
  operations: [
    {
      method: 'get',
      path: '/api/walls',
      summary: 'All walls, and when each was last heard',
      about: 'A wall that nobody has seen for thirty days is forgotten.',
      scopes: ['desk'],
      answers: { 200: json('WallList', 'By name.') },
      problems: [...GUARDED],
    },
    {
      method: 'post',
      path: '/api/walls/{name}/identify',
      summary: 'Let a wall show its name in large letters, for some seconds',
      scopes: ['desk'],
      answers: { 202: told },
      problems: [404, 409, ...GUARDED],
    },
    {
      method: 'post',
      path: '/api/walls/{name}/reload',
      summary: 'Let a wall load its page anew',
      scopes: ['desk'],
      answers: { 202: told },
      problems: [404, 409, ...GUARDED],
    },
    {
      method: 'post',
      path: '/api/walls/{name}/sections',
      summary: 'Let a wall show other sections',
      about: 'It keeps them in its own address, so also after it was switched off.',
      scopes: ['desk'],
      body: body('WallSections', { required: true }),
      answers: { 202: told },
      problems: [400, 404, 409, 413, 415, 422, ...GUARDED],
      example: `-H 'content-type: application/json' -d '{"sections": ["buitenland", "binnenland"]}'`,
    },
    {
      method: 'delete',
      path: '/api/walls/{name}',
      summary: 'Forget a wall that will not come back',
      about: 'Not while it is connected: it would be back in a moment.',
      scopes: ['desk'],
      answers: { 204: { description: 'Forgotten.' } },
      problems: [404, 409, ...GUARDED],
    },
    {
      method: 'get',
      path: '/api/pairings/{code}',
      summary: 'Whether a code that a fresh screen shows can be used',
      about:
        'A screen that opens `/wall` without a name shows a code of four characters, and another every ten minutes.',
      scopes: ['desk'],
      answers: { 200: json('Pairing', 'It can, until then.') },
      problems: [404, 410, ...GUARDED],
    },
    {
      method: 'post',
      path: '/api/pairings/{code}',
      summary: 'Say what the screen that shows this code is to be',
      about: 'A code is used once. Within some two seconds the screen is the wall.',
      scopes: ['desk'],
      body: body('WallSetup', { required: true }),
      answers: { 200: json('Paired', 'Where the screen goes.') },
      problems: [400, 404, 409, 410, 413, 415, 422, ...GUARDED],
      example: `-H 'content-type: application/json' -d '{"name": "Balie", "sections": ["buitenland"], "bells": 2, "quiet": "23:00-07:00"}'`,
    },
    {
      method: 'get',
      path: '/api/pairings/{code}/address',
      summary: 'Where the screen that shows this code is to go',
      about: 'For the screen itself, which alone has the secret that goes with its code.',
      parameters: [
        {
          name: 'screen',
          in: 'query',
          description: 'The secret.',
          schema: { type: 'string' },
        },
      ],
      answers: { 200: json('PairingAnswer', 'Without an `address`: nobody has used the code yet.') },
      problems: [404, 410, 429, 503],
    },
  ],
};
