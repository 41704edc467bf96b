import { json, text, type Door } from './operation.ts';

export const OPERATIONS: Door = {
  name: 'Operations',
  about: 'For those who run the ticker.',
  operations: [
    {
      method: 'get',
      path: '/healthz',
      summary: 'The process lives',
      answers: { 200: json('Alive', 'It does.') },
    },
    {
      method: 'get',
      path: '/readyz',
      summary: 'Whether the log can be written and is up to date',
      answers: { 200: json('Ready', 'It is.'), 503: json('Ready', 'It is not, and why.') },
    },
    {
      method: 'get',
      path: '/metrics',
      summary: 'Figures for Prometheus',
      answers: { 200: text('text/plain', 'Prometheus text format.') },
    },
    {
      method: 'get',
      path: '/openapi.json',
      summary: 'This description',
      answers: { 200: text('application/json', 'OpenAPI 3.1.') },
    },
  ],
};
