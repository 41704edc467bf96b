/** Origins as browsers name them, and as settings list them. */

/** What a browser says of a page that has no origin of its own, such as one in a sandboxed frame. */
export const OPAQUE_ORIGIN = 'null';

/** An origin such as https://www.example.nl, or `null`, in the one form that browsers send; undefined when it is none. */
export function parseOrigin(text: string): string | undefined {
  const origin = text.trim().toLowerCase().replace(/\/$/, '');
  if (origin === OPAQUE_ORIGIN) return origin;
  const isOrigin = /^https?:\/\//.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
  return isOrigin ? origin : undefined;
}
