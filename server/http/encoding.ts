/** Which of our precompressed forms a client takes, best first. */
export type Encoding = 'br' | 'gzip' | 'identity';

/** Chooses by the `Accept-Encoding` header. */
export function acceptedEncoding(header: string | string[] | undefined): Encoding {
  const text = Array.isArray(header) ? header.join() : (header ?? '');
  if (accepts(text, 'br')) return 'br';
  if (accepts(text, 'gzip')) return 'gzip';
  return 'identity';
}

function accepts(header: string, encoding: string): boolean {
  // Most browsers say the plain word; the split is for the few that weigh.
  if (!header.includes(encoding)) return false;
  return header.split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
