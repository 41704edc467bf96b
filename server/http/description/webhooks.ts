import { GUARDED, json, type Door } from './operation.ts';

export const WEBHOOKS: Door = {
  name: 'Webhooks',
  about:
    'Partners who keep copies are told of every change by a POST to an address of theirs, in the order of the log and at least once. Its body is a `WebhookEvent`, and `webhook-id`, `webhook-timestamp` and `webhook-signature` are the headers of Standard Webhooks. Here the desk sees how far each partner is, and what could not be delivered.',
  operations: [
    {
      method: 'get',
      path: '/api/webhooks',
      summary: 'The partners, and the dead letters of each',
      scopes: ['desk'],
      answers: { 200: json('HookList', 'In the order of the configuration.') },
      problems: [...GUARDED],
    },
    {
      method: 'post',
      path: '/api/webhooks/{name}/letters/{n}',
      summary: 'Try a dead letter once more',
      about: 'In a moment. One that was overtaken by a newer version is dropped instead of sent.',
      scopes: ['desk'],
      answers: { 202: json('DeadLetter', 'It will be tried.') },
      problems: [404, ...GUARDED],
    },
    {
      method: 'delete',
      path: '/api/webhooks/{name}/letters/{n}',
      summary: 'Drop a dead letter',
      scopes: ['desk'],
      answers: { 204: { description: 'Dropped.' } },
      problems: [404, ...GUARDED],
    },
  ],
};
