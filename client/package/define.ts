/** Gives the elements their names. Whoever comes second on a page leaves them as they are; in Node nothing is shown. */
import { NewsTicker } from '../elements/news-ticker.ts';
import { NewsTime } from '../elements/news-time.ts';
import { NewsWall } from '../elements/news-wall.ts';

define('news-ticker', NewsTicker);
define('news-time', NewsTime);
define('news-wall', NewsWall);

function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
