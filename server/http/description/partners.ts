import { json, type Door } from './operation.ts';

export const PARTNERS: Door = {
  name: 'Partners',
  about: 'For sites that put the ticker on their pages. Open to all, from any origin.',
  operations: [
    {
      method: 'get',
      path: '/api/admission',
      summary: 'Whether a page like this one may open a live connection',
      about:
        'Tickers ask it after a connection was refused, as a browser does not say why. `type` ends in `origin`, `partner`, `partner-origin`, `partner-quota`, `rate`, `full` or `draining`.',
      parameters: [
        {
          name: 'partner',
          in: 'query',
          description: 'The key of the partner whose page it is.',
          schema: { type: 'string' },
        },
      ],
      answers: { 200: json('Admitted', 'It may.') },
      problems: [403, 429, 503],
    },
  ],
};
