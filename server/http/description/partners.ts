import { json, type Door } from './operation.ts';

export const PARTNERS: Door = {
  name: 'Partners',
  about: 'For sites that put the ticker on their pages. Open to all, from any origin.',
  operations: [
    {
      method: 'get',
      path: '/oembed',
      summary: 'A section or an article as a frame with its ticker, for CMSs',
      about: 'See oembed.com. Pages of sections and articles name it, so a CMS finds it by itself.',
      parameters: [
        {
          name: 'url',
          in: 'query',
          description: 'The address of the section or the article.',
          schema: { type: 'string' },
        },
        {
          name: 'maxwidth',
          in: 'query',
          description: 'The most pixels that the frame may be wide.',
          schema: { type: 'integer', minimum: 1 },
        },
        {
          name: 'maxheight',
          in: 'query',
          description: 'The most pixels that the frame may be high.',
          schema: { type: 'integer', minimum: 1 },
        },
        {
          name: 'format',
          in: 'query',
          description: 'Only `json`.',
          schema: { type: 'string', enum: ['json'] },
        },
      ],
      answers: { 200: json('Oembed', 'The frame, as HTML to paste.') },
      problems: [400, 404, 501],
    },
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
