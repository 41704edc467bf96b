import { body, GUARDED, json, type Door } from './operation.ts';

const told = json('WallTold', 'Told; `screens` says how many screens have the name.');

export const WALLS: Door = {
  name: 'Walls',
  about:
    'Screens of the newsroom that have a name. A wall gives a sign of life every 15 seconds; one of which `contactAt` is a minute ago is silent. What is asked of a wall reaches it on whichever process it is, within some two seconds.',
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
  ],
};
