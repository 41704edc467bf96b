import { body, GUARDED, json, text, type Door } from './operation.ts';

export const DESK: Door = {
  name: 'Desk',
  about:
    'What the newsroom sees: what waits, what happens, and how far it has come. Never open to readers; nothing of it may be cached.',
  operations: [
    {
      method: 'get',
      path: '/api/waiting',
      summary: 'What is not published yet',
      scopes: ['desk'],
      answers: {
        200: json('WaitingList', 'First what has a time, soonest first; then what waits for the desk.'),
      },
      problems: [...GUARDED],
    },
    {
      method: 'get',
      path: '/api/waiting/{id}',
      summary: 'One of them',
      scopes: ['desk'],
      answers: { 200: json('WaitingItem', 'As it waits.') },
      problems: [404, ...GUARDED],
    },
    {
      method: 'get',
      path: '/api/receipts',
      summary: 'How far the latest withdrawals, holds and corrections have come',
      scopes: ['desk'],
      answers: { 200: json('ReceiptList', 'The last twenty, newest first.') },
      problems: [...GUARDED],
    },
    {
      method: 'get',
      path: '/api/dispatches/{id}/receipts',
      summary: 'The same, of one dispatch',
      scopes: ['desk'],
      answers: { 200: json('ReceiptList', 'Newest first; empty when there is nothing to tell.') },
      problems: [...GUARDED],
    },
    {
      method: 'post',
      path: '/api/desk/session',
      summary: 'Sign in with a key of the desk',
      about: 'Sets a cookie that no script can read. From a page of this server only.',
      body: body('SignIn', { required: true }),
      answers: { 200: json('Holder', 'Who is signed in now.') },
      problems: [400, 401, 403, 413, 415, 422, 429, 503],
      example: `--cookie-jar desk.cookies --data '{"key": "'"$KEY"'"}'`,
    },
    {
      method: 'get',
      path: '/api/desk/session',
      summary: 'Who is signed in',
      scopes: ['desk'],
      answers: { 200: json('Holder', 'The holder of the key.') },
      problems: [...GUARDED],
    },
    {
      method: 'delete',
      path: '/api/desk/session',
      summary: 'Sign out',
      answers: { 204: { description: 'Signed out; also when nobody was signed in.' } },
      problems: [403, 503],
    },
    {
      method: 'get',
      path: '/api/desk/events',
      summary: 'What happens, as it happens',
      about:
        'Server-Sent Events: `hello` {holder, now}; `waiting`, the list, at once and on each change; `act`, each entry of the log without its text; `receipt`, as a withdrawal, a hold or a correction reaches the screens; `letters` {dead}; `walls` {walls}, as of `/api/walls`, at once and on each change; `pulse` {now}, every five seconds; `signed-out` {reason}, and then it ends.',
      scopes: ['desk'],
      answers: { 200: text('text/event-stream', 'Events, until somebody signs out or leaves.') },
      problems: [...GUARDED],
      example: '--no-buffer',
    },
  ],
};
