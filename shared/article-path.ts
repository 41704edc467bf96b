/**
 * Where a dispatch has its article page: `/nieuws/<section>/<slug>~<id>`. The slug is for people, the id decides;
 * a slug never holds a `~`, so the first one parts the two, whatever the id holds.
 */

/** As much of a dispatch as its address needs. */
export interface ArticleName {
  readonly id: string;
  readonly section: string;
  readonly title: string;
}

const SLUG_LENGTH = 80;

/** The canonical path of an article's page, encoded, from the root of the server's origin. */
export function articlePath({ id, section, title }: ArticleName): string {
  // Half a surrogate pair would make encodeURIComponent throw.
  const encodedId = encodeURIComponent(id.replace(/\p{Cs}/gu, '\ufffd'));
  return `/nieuws/${section}/${articleSlug(title)}~${encodedId}`;
}

/** A title in plain lower-case letters, digits and hyphens, cut at a word; empty when it has none of these. */
export function articleSlug(title: string): string {
  const slug = title
    .replace(/['’]/g, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return slug.length > SLUG_LENGTH
    ? slug
        .slice(0, SLUG_LENGTH + 1)
        .replace(/-[^-]*$/, '')
        .slice(0, SLUG_LENGTH)
    : slug;
}

/** The id in the (decoded) last part of an article's path; the part itself where it has no `~`: an id or a bare slug. */
export function articleIdIn(part: string): string {
  return part.slice(part.indexOf('~') + 1);
}
