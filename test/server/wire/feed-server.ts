/** A real HTTP server on the loopback whose answers a test writes one by one. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';

export interface FeedServer {
  readonly url: string;
  readonly port: number;
  /** What was asked, in order. */
  readonly asked: IncomingMessage[];
  /** How the next requests are answered. */
  answer: RequestListener;
}

export async function startFeedServer(answer: RequestListener): Promise<FeedServer> {
  const asked: IncomingMessage[] = [];
  const http = createServer((request, response) => {
    asked.push(request);
    server.answer(request, response);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  const server = { url: `http://127.0.0.1:${address.port}`, port: address.port, asked, answer };
  return server;
}

/** An RSS feed with these items, newest first. */
export function rss(
  ...items: readonly { id: string; title: string; text?: string; date?: string }[]
): string {
  const written = items.map(
    ({ id, title, text = 'De gemeente heeft dat donderdag besloten.', date }) =>
      `<item><guid isPermaLink="false">${id}</guid><title>${title}</title><description>${text}</description>` +
      `${date === undefined ? '' : `<pubDate>${date}</pubDate>`}</item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Regio</title><link>https://regio.example/</link><description>Nieuws uit de regio</description>${written.join('')}</channel></rss>`;
}
