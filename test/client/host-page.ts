/** A partner's own server: one page, at an origin that is not the ticker's. */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';

export class HostPage {
  /** What stands in the body. */
  body = '';
  head = '';
  /** Its own style sheet, at `/host.css`. */
  css = '';
  /** Its own script, at `/host.js`. */
  js = '';
  headers: Record<string, string> = {};
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      if (request.url === '/host.css')
        return void response.writeHead(200, { 'content-type': 'text/css' }).end(this.css);
      if (request.url === '/host.js')
        return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(this.js);
      if (request.url !== '/') return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...this.headers });
      response.end(
        `<!doctype html><html lang="nl"><head><title>partner</title><link rel="icon" href="data:,">${this.head}</head><body>${this.body}</body></html>`,
      );
    });
  }

  static async start(): Promise<HostPage> {
    const host = new HostPage();
    host.#server.listen(0, '127.0.0.1');
    await once(host.#server, 'listening');
    return host;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the host does not listen');
    return `http://127.0.0.1:${String(address.port)}`;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await Promise.resolve();
  }
}
