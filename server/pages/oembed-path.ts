/** Where a page's oEmbed is asked for, for the link by which a CMS finds it: from the root of this server. */
export function oembedPath(pagePath: string, origin = ''): string {
  return `/oembed?url=${encodeURIComponent(origin + pagePath)}&format=json`;
}
