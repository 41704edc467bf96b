/** A section's feeds, as a page links to them. */
import { FEED_FORMATS, feedPath, type FeedFormat } from '../feeds/section-feed.ts';
import type { Section } from '../sections.ts';
import type { FeedLink } from './document.ts';

export function sectionFeeds({ id, title }: Section): FeedLink[] {
  return (Object.keys(FEED_FORMATS) as FeedFormat[]).map((format) => ({
    path: feedPath(id, format),
    title,
    ...FEED_FORMATS[format],
  }));
}
