/**
 * Markup without the indentation of the templates that it came from. Outside `<pre>` a line break is a space to a
 * reader, however deep the next line begins; and texts hold no `>` of their own, as they are escaped.
 */
export function tightMarkup(markup: string): string {
  return markup
    .split(/(<pre[\s>].*?<\/pre>)/s)
    .map((part, at) => (at % 2 === 1 ? part : tighten(part)))
    .join('');
}

function tighten(part: string): string {
  return part.replace(/\s*\n\s*/g, '\n').replace(/ +(\/?>)/g, '$1');
}
