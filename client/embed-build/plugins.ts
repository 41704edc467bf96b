/**
 * What makes the embed small enough for anybody's page: the official socket.io-client without what a screen that
 * only listens over WebSocket can never reach, templates and styles without their indentation, and a build that
 * fails when the whole outgrows its bound.
 */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';

/** The most that the embed may weigh, gzipped, in bytes. */
export const EMBED_LIMIT = 21_000;

/** Modules of the socket packages that a smaller one of ours stands in for. */
const CUTS: readonly (readonly [module: RegExp, replacement: string])[] = [
  [/\/engine\.io-parser\/build\/esm\/index\.js$/, 'engine-io-parser'],
  [/\/engine\.io-client\/build\/esm\/transports\/(polling|webtransport)[-.a-z]*\.js$/, 'other-transports'],
  [/\/socket\.io-parser\/build\/esm\/index\.js$/, 'socket-io-parser'],
];

/** Methods that do less, or nothing, where there is one transport, no binary data and no reconnecting by the client. */
const SHORTER: readonly (readonly [module: RegExp, bodies: Readonly<Record<string, string>>])[] = [
  [
    /\/engine\.io-client\/build\/esm\/socket\.js$/,
    {
      ...removed('_probe', 'send', '_filterUpgrades'),
      constructor: `{
        super();
        const { protocol, hostname, port } = new URL(uri);
        installTimerFunctions(this, opts);
        this.writeBuffer = [];
        this._prevBufferLen = 0;
        this.secure = protocol === "https:";
        this.hostname = hostname.replace(/[[\\]]/g, "");
        this.port = port || (this.secure ? "443" : "80");
        this.opts = { ...opts, path: opts.path + "/" };
        this._open();
      }`,
      createTransport: `{
        const { opts, hostname, secure, port } = this;
        const query = { EIO: protocol, transport: name };
        return new DEFAULT_TRANSPORTS[name]({ ...opts, query, socket: this, hostname, secure, port });
      }`,
      _open: `{
        this.readyState = "opening";
        const transport = this.createTransport("websocket");
        this.setTransport(transport);
        transport.open();
      }`,
      setTransport: `{
        this.transport = transport;
        transport
          .on("drain", () => this._onDrain())
          .on("packet", (packet) => this._onPacket(packet))
          .on("error", (error) => this._onError(error))
          .on("close", (reason) => this._onClose("transport close", reason));
      }`,
      onOpen: '{ this.readyState = "open"; this.emitReserved("open"); this.flush(); }',
      onHandshake: `{
        this.id = data.sid;
        this._pingInterval = data.pingInterval;
        this._pingTimeout = data.pingTimeout;
        this.onOpen();
        if (this.readyState !== "closed") this._resetPingTimeout();
      }`,
      close: '{ this._onClose("forced close"); return this; }',
      _onError: '{ this.emitReserved("error", err); this._onClose("transport error", err); }',
      _onClose: `{
        if (this.readyState === "closed") return;
        this.readyState = "closed";
        this.clearTimeoutFn(this._pingTimeoutTimer);
        this.transport.removeAllListeners();
        this.transport.close();
        this.emitReserved("close", reason, description);
        this.writeBuffer = [];
        this._prevBufferLen = 0;
      }`,
      _getWritablePackets: '{ return this.writeBuffer; }',
    },
  ],
  [
    /\/engine\.io-client\/build\/esm\/transports\/websocket\.js$/,
    {
      doOpen: `{
        try {
          this.ws = this.createSocket(this.uri());
        } catch (error) {
          return this.emitReserved("error", error);
        }
        this.addEventListeners();
      }`,
      createSocket: '{ return new WebSocketCtor(uri); }',
      uri: '{ return this.createUri(this.opts.secure ? "wss" : "ws", this.query); }',
    },
  ],
  [
    /\/socket\.io-client\/build\/esm\/manager\.js$/,
    {
      ...removed('reconnect', 'onreconnect', 'connect', 'disconnect', 'timeout', 'reconnection'),
      ...removed('reconnectionAttempts', 'reconnectionDelay', 'reconnectionDelayMax', 'randomizationFactor'),
      maybeReconnectOnOpen: '{}',
      constructor: `{
        super();
        installTimerFunctions(this, opts);
        this.nsps = {};
        this.subs = [];
        this.opts = { ...opts, path: "/socket.io" };
        this._timeout = opts.timeout;
        this._readyState = "closed";
        this.uri = uri;
        this.encoder = new parser.Encoder();
        this.decoder = new parser.Decoder();
      }`,
      onclose: `{
        this.cleanup();
        this.engine?.close();
        this._readyState = "closed";
        this.emitReserved("close", reason, description);
      }`,
    },
  ],
  [
    /\/socket\.io-client\/build\/esm\/socket\.js$/,
    {
      ...removed(
        '_addToQueue',
        '_drainQueue',
        'emitWithAck',
        'send',
        'ack',
        'compress',
        'volatile',
        'timeout',
      ),
      ...removed('onAny', 'prependAny', 'offAny', 'listenersAny', 'notifyOutgoingListeners', 'emitBuffered'),
      ...removed('onAnyOutgoing', 'prependAnyOutgoing', 'offAnyOutgoing', 'listenersAnyOutgoing'),
      ...removed('_registerAckCallback', 'emitEvent', 'disconnected'),
      constructor:
        '{ super(); this.connected = false; this.ids = 0; this.acks = {}; this.io = io; this.nsp = nsp; }',
      emit: `{
        const packet = { type: PacketType.EVENT, data: [ev, ...args], options: {}, id: this.ids++ };
        this.acks[packet.id] = packet.data.pop();
        this.packet(packet);
        return this;
      }`,
      onconnect: '{ this.id = id; this.connected = true; this.emitReserved("connect"); }',
      onevent: '{ super.emit.apply(this, packet.data); }',
      onack: `{
        const answer = this.acks[packet.id];
        delete this.acks[packet.id];
        answer?.apply(this, packet.data);
      }`,
      _clearAcks: '{ this.acks = {}; }',
    },
  ],
];

/** All that is done to the embed and to nothing else. */
export function embedPlugins(): Plugin[] {
  return [cutSocketIo(), renameTrustedTypesPolicy(), tightenTemplates(), plainPrivates(), weigh()].map(
    (plugin) => ({
      ...plugin,
      apply: 'build',
      applyToEnvironment: ({ name }) => name === 'embed',
    }),
  );
}

function cutSocketIo(): Plugin {
  return {
    name: 'embed-cut-socket-io',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      if (!resolved) return null;
      // The package's front door keeps a cache of managers alive that nobody asks.
      if (resolved.id.endsWith('/socket.io-client/build/esm/index.js')) {
        return resolved.id.replace('index.js', 'manager.js');
      }
      const cut = CUTS.find(([module]) => module.test(resolved.id));
      return cut ? fileURLToPath(new URL(`../socket-cuts/${cut[1]}.ts`, import.meta.url)) : resolved;
    },
    transform(code, id) {
      const bodies = SHORTER.find(([module]) => module.test(id))?.[1];
      return bodies ? { code: shorten(code, bodies, this.parse(code)), map: null } : null;
    },
  };
}

/** Lit's policy has a fixed name: two copies of it on a page whose policies are listed would stop each other. */
function renameTrustedTypesPolicy(): Plugin {
  return {
    name: 'embed-rename-policy',
    transform(code, id) {
      if (!id.endsWith('/lit-html.js')) return null;
      const renamed = code.replace(/createPolicy\((["'])lit-html\1/, 'createPolicy("news-ticker"');
      if (renamed === code) throw new Error(`${id}: lit-html no longer creates its policy where we looked`);
      return { code: renamed, map: null };
    },
  };
}

function tightenTemplates(): Plugin {
  return {
    name: 'embed-tighten-templates',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/client\/elements\/[a-z-]+\.ts$/.test(id)) return null;
      const tightened = code
        .replace(/css`[^`]*`/g, (style) =>
          style
            .replace(/\/\*.*?\*\//gs, '')
            .replace(/\s+/g, ' ')
            .replace(/ ?([{};,]) ?/g, '$1')
            .replace(/: /g, ':')
            .replace(/;\}/g, '}'),
        )
        // Only line breaks are insignificant in our templates: a space that counts stands within a line.
        .replace(/(>)\s*\n\s*|\s*\n\s*(<\/?[a-z])/g, '$1$2');
      return { code: tightened, map: null };
    },
  };
}

/**
 * For the oldest screens the compiler turns every private name into a WeakMap of its own, which costs the embed a
 * tenth of its weight. The type checker has guarded them by then; here they become plain names.
 */
function plainPrivates(): Plugin {
  const shortNames = new Map<string, string>();
  const shortName = (name: string) => {
    const short = shortNames.get(name) ?? `$${shortNames.size.toString(36)}`;
    shortNames.set(name, short);
    return short;
  };
  return {
    name: 'embed-plain-privates',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/client\/.*\.ts$/.test(id)) return null;
      const names: SyntaxNode[] = [];
      visit(this.parse(code, { lang: 'ts' }), (node) => {
        if (node.type === 'PrivateIdentifier') names.push(node);
      });
      return {
        code: replaceAll(code, names, ({ start, end }) => shortName(code.slice(start, end))),
        map: null,
      };
    },
  };
}

function weigh(): Plugin {
  return {
    name: 'embed-weigh',
    enforce: 'post',
    generateBundle(_options, bundle: Rollup.OutputBundle) {
      const script = bundle['news-ticker.js'];
      if (script?.type !== 'chunk') throw new Error('the embed is one script, news-ticker.js');
      const bytes = gzipSync(script.code, { level: 9 }).length;
      if (bytes > EMBED_LIMIT) {
        throw new Error(
          `the embed weighs ${String(bytes)} bytes gzipped; at most ${String(EMBED_LIMIT)} are allowed`,
        );
      }
      this.info(`news-ticker.js: ${String(bytes)} of ${String(EMBED_LIMIT)} bytes gzipped`);
    },
  };
}

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly key?: { readonly name?: string };
  readonly value?: { readonly body?: SyntaxNode };
}

function removed(...methods: string[]): Record<string, string> {
  return Object.fromEntries(methods.map((name) => [name, '']));
}

function shorten(code: string, bodies: Readonly<Record<string, string>>, program: unknown): string {
  const found = new Map<SyntaxNode, string>();
  const wanted = new Map(Object.entries(bodies));
  visit(program, (node) => {
    const body = node.value?.body;
    const shorter = wanted.get(node.key?.name ?? '');
    if (node.type === 'MethodDefinition' && body && shorter !== undefined)
      found.set(shorter ? body : node, shorter);
  });
  if (found.size !== wanted.size) {
    throw new Error(
      `socket.io-client has changed: of ${[...wanted.keys()].join(', ')} not each was found once`,
    );
  }
  return replaceAll(code, [...found.keys()], (node) => found.get(node) ?? '');
}

/** The code with these nodes rewritten, from the end so that positions hold. */
function replaceAll(
  code: string,
  nodes: readonly SyntaxNode[],
  rewrite: (node: SyntaxNode) => string,
): string {
  return [...nodes]
    .sort((a, b) => b.start - a.start)
    .reduce((text, node) => text.slice(0, node.start) + rewrite(node) + text.slice(node.end), code);
}

function visit(value: unknown, look: (node: SyntaxNode) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if ('type' in value && 'start' in value) look(value as SyntaxNode);
  for (const child of Object.values(value)) visit(child, look);
}
