/** The real ticker, on the desk as on readers' pages. */
import { NewsTicker } from '../elements/news-ticker.ts';

NewsTicker.server = location.origin;
customElements.define('news-ticker', NewsTicker);
