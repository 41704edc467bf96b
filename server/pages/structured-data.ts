/** What a page says of itself to programs, in the words of schema.org. Every address is absolute: the data travels alone. */
import { articlePath } from '../../shared/article-path.ts';
import type { Dispatch } from '../../shared/dispatch.ts';
import type { Section } from '../sections.ts';
import { isoTime } from './dutch-time.ts';

/** Who publishes, and where, such as https://nieuws.example. */
export interface Publisher {
  readonly name: string;
  readonly origin: string;
}

/** One step from the front of the site to a page. */
export interface Crumb {
  readonly name: string;
  /** From the root of the origin. */
  readonly path: string;
}

export function websiteData(publisher: Publisher): object {
  const { name, origin } = publisher;
  return {
    '@context': 'https://schema.org',
    '@type': 'WebSite',
    name,
    url: `${origin}/`,
    inLanguage: 'nl',
    publisher: organization(publisher),
  };
}

export function breadcrumbData(crumbs: readonly Crumb[], { origin }: Publisher): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: crumbs.map(({ name, path }, at) => ({
      '@type': 'ListItem',
      position: at + 1,
      name,
      item: origin + path,
    })),
  };
}

/** The body is left out: it stands in the page already, and would double its weight. */
export function newsArticleData(dispatch: Dispatch, section: Section, publisher: Publisher): object {
  const { title, lead, lang, dateline, signal, note, publishedAt, updatedAt } = dispatch;
  const { origin } = publisher;
  const url = origin + articlePath(dispatch);
  const agencies = dateline?.agencies ?? [];
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: title,
    description: lead,
    url,
    mainEntityOfPage: { '@type': 'WebPage', '@id': url },
    articleSection: section.title,
    inLanguage: lang,
    isAccessibleForFree: true,
    datePublished: isoTime(publishedAt),
    dateModified: isoTime(updatedAt),
    ...(dateline && { dateline: dateline.raw }),
    // Who wrote it: the agencies that are credited, or else whoever publishes it.
    author:
      agencies.length > 0
        ? agencies.map((name) => ({ '@type': 'Organization', name }))
        : organization(publisher),
    publisher: organization(publisher),
    ...(signal === 'correction' && {
      correction: {
        '@type': 'CorrectionComment',
        ...(note !== undefined && { text: note }),
        datePublished: isoTime(updatedAt),
      },
    }),
  };
}

function organization({ name, origin }: Publisher): object {
  return { '@type': 'NewsMediaOrganization', name, url: `${origin}/` };
}
