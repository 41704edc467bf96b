import { GUARDED, json, type Door } from './operation.ts';

/** Whatever an agency sends; its type says which. */
const DELIVERY = {
  required: true,
  content: { 'application/xml': {}, 'application/json': {}, 'application/octet-stream': {} },
} as const;

export const WIRES: Door = {
  name: 'Wires',
  about: 'For agencies that deliver by pushing, and for the desk that watches over them.',
  operations: [
    {
      method: 'post',
      path: '/api/wire',
      summary: 'Deliver',
      about:
        'NewsML 1.2, NewsML-G2, NITF, ninjs or a feed; the content type says which, and where it does not, the content. The same once more counts once.',
      scopes: ['wire'],
      parameters: [
        {
          name: 'source',
          in: 'query',
          description: 'The name of the source, where the key delivers for several.',
          schema: { type: 'string' },
        },
      ],
      body: DELIVERY,
      answers: {
        201: json('Delivered', 'Something of it is new.'),
        200: json('Delivered', 'All of it was known.'),
      },
      problems: [400, 413, 415, 422, ...GUARDED],
      example: `--header 'Content-Type: application/xml' --data-binary @delivery.xml`,
    },
    {
      method: 'get',
      path: '/api/sources',
      summary: 'How each wire is doing',
      scopes: ['desk'],
      answers: { 200: json('SourceList', 'All configured sources.') },
      problems: [...GUARDED],
    },
  ],
};
