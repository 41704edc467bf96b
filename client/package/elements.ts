/**
 * The package's front door: the elements as classes, and the link without any. Nothing happens on import, also where
 * there is no page (Node); define.ts gives the elements their names.
 */
export type { Card, Dateline, Signal, Status } from '../../shared/card.ts';
export { NewsTicker } from '../elements/news-ticker.ts';
export { NewsTime } from '../elements/news-time.ts';
export { NewsWall } from '../elements/news-wall.ts';
export { TickerClient, type TickerClientOptions, type TickerListener } from '../ticker-client.ts';
