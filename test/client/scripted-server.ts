/**
 * A server that does what a test tells it to: everything that the real one must never do (lose a delta, send
 * nonsense, fall silent) and that a link must survive all the same. Speaks the contract, over real sockets.
 */
import { createServer, type ServerResponse } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { EMPTY_BOARD, placeDispatch, withdrawDispatch, type Board, type Gone } from '../../shared/board.ts';
import type { Card } from '../../shared/dispatch.ts';
import type { BoardMessage, DeltaMessage } from '../../shared/events.ts';
import { NOON } from './cards.ts';

interface Section {
  board: Board;
  n: number;
  deltas: DeltaMessage[];
}

export interface Question {
  readonly section: string;
  readonly since?: { readonly epoch: string; readonly n: number };
}

export class ScriptedServer {
  /** The server's clock, ms since the epoch. */
  now: number;
  epoch = 'e1';
  /** The page at `/` and at `/wall`. */
  page = '';
  headers: Record<string, string> = {};
  /** Scripts and styles that it serves, by their paths. */
  readonly files = new Map<string, string>();
  /** What it answers to those who introduce themselves. */
  build = 'a-build';
  /** What `/readyz` says. */
  isReady = true;
  /** Every `subscribe` that came. */
  readonly questions: Question[] = [];
  readonly requests: string[] = [];
  connections = 0;
  /** While true, deltas are folded but not sent. */
  losing = false;
  refusing = false;
  /** What it says to a page that asks why it is refused; by default it knows of no reason. */
  why: { readonly status: number; readonly type: string; readonly detail: string } | undefined;
  /** The query of every connection that was asked for. */
  readonly queries: string[] = [];
  /** When set, withdrawals, corrections and answers ask for a receipt within so many ms. */
  confirm: number | undefined;
  /** Every `applied` and every `introduce` that came. */
  readonly receipts: unknown[] = [];
  readonly introductions: unknown[] = [];
  /** What it calls sections, by their ids; nothing by default, as servers from before they had titles. */
  titles: Readonly<Record<string, string>> = {};
  /** Sections that it does not have. */
  readonly unknown = new Set<string>();
  /** When there is a list, refusals wait in it until the test sends them. */
  refusals: (() => void)[] | undefined;
  /** Every `unsubscribe` that came. */
  readonly left: string[] = [];
  readonly #embed: string;
  readonly #sections = new Map<string, Section>();
  readonly #http = createServer((request, response) => {
    this.#answer(request.url ?? '/', response);
  });
  readonly #io = new Server(this.#http, {
    transports: ['websocket'],
    serveClient: false,
    // Pages whose clock a test moves must not miss the pings of a server whose clock it does not.
    pingInterval: 1e9,
    pingTimeout: 1e9,
    allowRequest: (request, decide) => {
      this.queries.push(request.url?.split('?')[1] ?? '');
      decide(this.refusing ? 'no room' : null, !this.refusing);
    },
  });

  private constructor(embed: string, now: number) {
    this.#embed = embed;
    this.now = now;
    this.#io.on('connection', (socket) => {
      this.#welcome(socket);
    });
  }

  static async start(embed: string, now = NOON, port = 0): Promise<ScriptedServer> {
    const server = new ScriptedServer(embed, now);
    await new Promise<void>((resolve) => server.#http.listen(port, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    const address = this.#http.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    return `http://127.0.0.1:${String(address.port)}`;
  }

  get viewers(): number {
    return this.#io.engine.clientsCount;
  }

  publish(...cards: Card[]): void {
    for (const card of cards) {
      const section = this.#section(card.section);
      section.board = placeDispatch(section.board, card);
      this.#append(section, { section: card.section, dispatch: card });
    }
  }

  withdraw(name: string, gone: Gone): void {
    const section = this.#section(name);
    section.board = withdrawDispatch(section.board, gone);
    this.#append(section, { section: name, gone });
  }

  /** History is rewritten: the same dispatches, or others, under another epoch. */
  rewrite(epoch: string, ...cards: Card[]): void {
    this.epoch = epoch;
    this.#sections.clear();
    const losing = this.losing;
    this.losing = true;
    this.publish(...cards);
    this.losing = losing;
  }

  ids(name: string): string[] {
    return this.#section(name).board.dispatches.map(({ id }) => id);
  }

  send(event: string, payload: unknown): void {
    this.#io.emit(event, payload);
  }

  pulse(): void {
    this.send('pulse', { epoch: this.epoch, n: 1e6, now: this.now });
  }

  dropAll(): void {
    for (const { conn } of this.#io.of('/').sockets.values()) conn.close(true);
  }

  async close(): Promise<void> {
    this.#io.disconnectSockets(true);
    this.#http.closeAllConnections();
    await this.#io.close();
  }

  #section(name: string): Section {
    const section = this.#sections.get(name) ?? { board: EMPTY_BOARD, n: 0, deltas: [] };
    this.#sections.set(name, section);
    return section;
  }

  #append(
    section: Section,
    change: { section: string; dispatch: Card } | { section: string; gone: Gone },
  ): void {
    const isAct = 'gone' in change || change.dispatch.signal === 'correction';
    const confirm = isAct ? this.confirm : undefined;
    const delta = {
      ...change,
      epoch: this.epoch,
      prev: section.n,
      n: section.n + 1,
      confirm,
    } as DeltaMessage;
    section.n += 1;
    section.deltas.push(delta);
    if (!this.losing) this.#io.to(change.section).emit('dispatch', delta);
  }

  #whole(name: string): BoardMessage {
    const { board, n } = this.#section(name);
    const title = this.titles[name];
    const head = { section: name, ...(title !== undefined && { title }) };
    return { ...head, epoch: this.epoch, n, now: this.now, reset: true, ...board };
  }

  #since(name: string, n: number): BoardMessage {
    const section = this.#section(name);
    const changes = section.deltas.filter((delta) => delta.n > n);
    const ids = new Set(changes.map(({ dispatch, gone }) => (dispatch ?? gone)?.id));
    const { dispatches, gone } = section.board;
    return {
      ...this.#whole(name),
      reset: false,
      dispatches: dispatches.filter(({ id }) => ids.has(id)),
      gone: gone.filter(({ id }) => ids.has(id)),
    };
  }

  #welcome(socket: Socket): void {
    this.connections += 1;
    socket.on('subscribe', (question: Question, answer: (answer: unknown) => void) => {
      this.questions.push(question);
      if (this.unknown.has(question.section)) {
        const refuse = () => {
          const message = `there is no section ${JSON.stringify(question.section)}`;
          answer({ ok: false, error: { type: 'unknown-section', message } });
        };
        if (this.refusals) this.refusals.push(refuse);
        else refuse();
        return;
      }
      void socket.join(question.section);
      const { section, since } = question;
      const board = since?.epoch === this.epoch ? this.#since(section, since.n) : this.#whole(section);
      answer({ ok: true, board: { ...board, confirm: this.confirm } });
    });
    socket.on('applied', (receipt: unknown) => this.receipts.push(receipt));
    socket.on('introduce', (screen: unknown, answer: (answer: unknown) => void) => {
      this.introductions.push(screen);
      answer({ build: this.build });
    });
    socket.on('goodbye', (_screen: unknown, answer: (answer: unknown) => void) => {
      this.introductions.push('goodbye');
      answer({ ok: true });
    });
    socket.on('unsubscribe', ({ section }: Question, answer: (answer: unknown) => void) => {
      this.left.push(section);
      void socket.leave(section);
      answer({ ok: true });
    });
  }

  #answer(url: string, response: ServerResponse): void {
    const { pathname } = new URL(url, this.url);
    this.requests.push(pathname);
    const file = this.files.get(pathname);
    if (file !== undefined) {
      const type = pathname.endsWith('.css') ? 'text/css' : 'text/javascript';
      response.writeHead(200, { 'content-type': type }).end(file);
      return;
    }
    if (pathname === '/embed/v1/news-ticker.js') {
      response.writeHead(200, {
        'content-type': 'text/javascript; charset=utf-8',
        'access-control-allow-origin': '*',
      });
      response.end(this.#embed);
      return;
    }
    if (pathname === '/api/admission' && this.why) {
      const headers = { 'content-type': 'application/problem+json', 'access-control-allow-origin': '*' };
      response.writeHead(this.why.status, headers);
      response.end(JSON.stringify(this.why));
      return;
    }
    if (pathname === '/readyz') {
      response.writeHead(this.isReady ? 200 : 503).end();
      return;
    }
    const name = /^\/api\/sections\/([a-z-]+)$/.exec(pathname)?.[1];
    if (name && !this.unknown.has(name)) {
      response.writeHead(200, {
        'content-type': 'application/json',
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'Date',
        date: new Date(this.now).toUTCString(),
      });
      response.end(JSON.stringify(this.#whole(name)));
      return;
    }
    response.writeHead(/^\/(wall)?$/.test(pathname) ? 200 : 404, {
      'content-type': 'text/html',
      ...this.headers,
    });
    response.end(this.page);
  }
}
