import { FEED_FORMATS, type FeedFormat } from '../../feeds/section-feed.ts';
import { text, unchanged, type Door } from './operation.ts';

export const FEEDS: Door = {
  name: 'Feeds',
  about:
    'A section as a feed. An item keeps its id through all versions of a dispatch. What was withdrawn is gone at once: keep a feed, but ask again each time with its ETag.',
  operations: (Object.keys(FEED_FORMATS) as FeedFormat[]).map((format) => ({
    method: 'get',
    path: `/feeds/{section}.${format}`,
    summary: `A section as ${FEED_FORMATS[format].name}`,
    answers: { 200: text(FEED_FORMATS[format].type, 'The feed.'), 304: unchanged },
    problems: [400, 404],
  })),
};
