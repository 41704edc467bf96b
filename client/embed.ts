/**
 * The embed: one classic script that any page can include, once or more often, beside copies of other versions.
 * The tickers' server is the origin that it came from.
 */
import { NewsTicker } from './elements/news-ticker.ts';
import { NewsTime } from './elements/news-time.ts';

const script = document.currentScript;
if (script instanceof HTMLScriptElement && script.src) NewsTicker.server = new URL(script.src).origin;

if (document.contentType === 'application/xhtml+xml') {
  // Templates are parsed as XML there, which they are not. What stands between the tags stays.
  console.error('<news-ticker>: not on a page served as application/xhtml+xml');
} else {
  define('news-time', NewsTime);
  define('news-ticker', NewsTicker);
}

/** Whoever comes second leaves it as it is: an element can be defined only once, and not be taken back. */
function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
