/** What our own pages load beside the embed: their style, and small courtesies. The tickers move the news. */
import './portal.css';
import { fitFront } from './fit-front.ts';
import { followArticle } from './follow-article.ts';
import { growFront } from './grow-front.ts';
import './webmail-link.ts';

followArticle(document);
growFront(document);
fitFront(document);
