/** Whether an `If-None-Match` header names this ETag; weakly, as RFC 9110 asks for a GET. */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header === etag || header.trim() === '*') return true;
  const strong = withoutWeakness(etag);
  return header.split(',').some((part) => withoutWeakness(part.trim()) === strong);
}

function withoutWeakness(etag: string): string {
  return etag.startsWith('W/') ? etag.slice(2) : etag;
}
