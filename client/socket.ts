/**
 * As much of Socket.IO as a screen needs, over one WebSocket: engine.io 4 (open, ping, message, close) and in its
 * messages socket.io 5 (connect, event, ack), as text, in the default namespace. Both protocols are small, and frozen.
 * What is no packet ends the connection. Whether a silent one still lives is its owner's to watch: see link.ts.
 */

/** Who hears a connection. After `lost`, and after `close()`, nothing more comes. */
export interface SocketListener {
  /** The server has let us in; now something can be said. */
  connected(): void;
  event(name: string, payload: unknown): void;
  /** It ended; or never came to be, when it was not `connected`: refused, too slow, or not our protocol. */
  lost(connected: boolean): void;
}

const PATH = '/socket.io/?EIO=4&transport=websocket';
/** The digits that say what a packet is; the number of a question or its answer; JSON. */
const PACKET = /^([026]|4[0-4])(\d{0,9})([[{].*)?$/s;

/** One connection to the Socket.IO server of an origin. It is not opened again: whoever comes back makes a new one. */
export class Socket {
  connected = false;
  readonly #listener: SocketListener;
  readonly #answers = new Map<string, (answer: unknown) => void>();
  #asked = 0;
  #transport: WebSocket | undefined;
  #handshake: ReturnType<typeof setTimeout>;

  /** Connects, with more of a query (`&name=value`); `lost` when it is not let in within so many ms. */
  constructor(origin: string, listener: SocketListener, within: number, query = '') {
    this.#listener = listener;
    this.#handshake = setTimeout(this.#end, within);
    try {
      const transport = new WebSocket(origin.replace(/^http/, 'ws') + PATH + query);
      transport.onclose = transport.onerror = this.#end;
      transport.onmessage = ({ data }) => {
        this.#hear(data);
      };
      this.#transport = transport;
    } catch {
      // Not an address, or forbidden by a policy. Told later, as every other end is.
      clearTimeout(this.#handshake);
      this.#handshake = setTimeout(this.#end);
    }
  }

  say(event: string, payload: object): void {
    this.#send(`42${packed(event, payload)}`);
  }

  /** Says it, and hands on what is answered to it; never, when the connection ends first. */
  ask(event: string, payload: object, answered: (answer: unknown) => void): void {
    const number = String(this.#asked++);
    this.#answers.set(number, answered);
    this.#send(`42${number}${packed(event, payload)}`);
  }

  /** Ends it without a word to the listener. */
  close(): void {
    const transport = this.#transport;
    this.connected = false;
    this.#answers.clear();
    clearTimeout(this.#handshake);
    if (!transport) return;
    transport.onclose = transport.onerror = transport.onmessage = null;
    transport.close();
  }

  readonly #end = (): void => {
    const { connected } = this;
    this.close();
    this.#listener.lost(connected);
  };

  #send(packet: string): void {
    this.#transport?.send(packet);
  }

  #hear(data: unknown): void {
    const { kind, number, value } = readPacket(data);
    if (kind === '0') this.#send('40');
    else if (kind === '2') this.#send('3');
    else if (kind === '40') this.#welcomed();
    else if (kind === '42' && this.connected && typeof value?.[0] === 'string') {
      this.#listener.event(value[0], value[1]);
    } else if (kind === '43' && value) this.#answered(number, value[0]);
    // Also when the server says that this is the end (1, 41), or that we are not let in (44).
    else if (kind !== '6') this.#end();
  }

  #welcomed(): void {
    clearTimeout(this.#handshake);
    this.connected = true;
    this.#listener.connected();
  }

  #answered(number: string, answer: unknown): void {
    const answered = this.#answers.get(number);
    this.#answers.delete(number);
    answered?.(answer);
  }
}

/** Not as a list: pages with an old Prototype have a `toJSON` on theirs. */
function packed(event: string, payload: object): string {
  return `["${event}",${JSON.stringify(payload)}]`;
}

/** `kind` is empty when it is no packet; `value` is the list that an event or an answer holds. */
function readPacket(data: unknown): { kind: string; number: string; value?: unknown[] } {
  const [, kind = '', number = '', json] = (typeof data === 'string' && PACKET.exec(data)) || [];
  try {
    const value: unknown = json && JSON.parse(json);
    return Array.isArray(value) ? { kind, number, value } : { kind, number };
  } catch {
    return { kind: '', number };
  }
}
