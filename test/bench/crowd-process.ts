/**
 * The crowd itself: bare TCP connections that speak just enough WebSocket, engine.io and socket.io, and look into a
 * frame no further than they must, so that this process is not what is measured. Connections come from many
 * addresses of this machine, as one address has only so many ports.
 */
import { connect, type Socket } from 'node:net';
import { clientFrame, upgradeRequest } from '../raw-socket.ts';

export type CrowdOrder =
  { readonly order: 'await'; readonly frames: number } | { readonly order: 'catch-up'; readonly n: number };

export type CrowdReport =
  | { readonly report: 'gathered' }
  | { readonly report: 'expecting' }
  | { readonly report: 'heard'; readonly at: number }
  | { readonly report: 'failed'; readonly message: string }
  | {
      readonly report: 'caught-up';
      readonly at: number;
      readonly missing: number;
      readonly doubled: number;
      readonly peakConnects: number;
    };

const [kind = 'ticker', portText, sizeText, resumeText] = process.argv.slice(2);
const PORT = Number(portText);
const SIZE = Number(sizeText);
const RESUME = resumeText === 'true';

const SCREENS_PER_ADDRESS = 200;
/** So many handshakes under way at once while the crowd gathers. */
const AT_ONCE = 100;
/** As the link does it: full jitter over a window that doubles with every failure. */
const FIRST_JITTER_MS = 2000;
const LONGEST_JITTER_MS = 30_000;
/** Where in a dispatch event its numbers stand. */
const HEAD_BYTES = 200;

const GREETING = clientFrame('40');
const PONG = clientFrame('3');
/** All connections read into this one: what is read is looked at before the next read. */
const SHARED = Buffer.allocUnsafeSlow(256 * 1024);
const EMPTY = Buffer.alloc(0);

let frames = 0;
let awaited = Infinity;
let wanted = Infinity;
let behind = new Set<Screen>();
let missing = 0;
let doubled = 0;
const connectsBySecond = new Map<number, number>();

function say(report: CrowdReport): void {
  process.send?.(report);
}

/** The machine's monotonic clock, the same in all its processes, in ms. */
function machineClock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

class Screen {
  readonly #address: string;
  #stream: Socket | undefined;
  #isUpgraded = false;
  #carry: Buffer = EMPTY;
  /** Bytes of the frame under way that nobody needs to see. */
  #skip = 0;
  #failures = 0;
  #onReady: (() => void) | undefined;
  epoch = '';
  n = 0;

  constructor(index: number) {
    this.#address = `127.0.1.${1 + Math.floor(index / SCREENS_PER_ADDRESS)}`;
  }

  connect(onReady?: () => void): void {
    this.#onReady = onReady;
    this.#isUpgraded = false;
    this.#carry = EMPTY;
    this.#skip = 0;
    const stream = connect({
      host: '127.0.0.1',
      port: PORT,
      localAddress: this.#address,
      noDelay: true,
      onread: {
        buffer: SHARED,
        callback: (length, buffer) => {
          this.#read(Buffer.from(buffer.buffer, buffer.byteOffset, length));
          return true;
        },
      },
    });
    this.#stream = stream;
    stream.on('error', (error) => {
      if (!RESUME) say({ report: 'failed', message: error.message });
    });
    stream.on('close', () => this.#comeBack());
    const path = kind === 'ws' ? '/' : undefined;
    stream.write(upgradeRequest(path));
  }

  #comeBack(): void {
    if (!RESUME) return;
    const jitter = Math.min(LONGEST_JITTER_MS, FIRST_JITTER_MS * 2 ** this.#failures);
    this.#failures += 1;
    setTimeout(() => this.connect(), Math.random() * jitter);
  }

  #read(chunk: Buffer): void {
    const bytes = this.#carry.length > 0 ? Buffer.concat([this.#carry, chunk]) : chunk;
    this.#carry = EMPTY;
    let at = this.#isUpgraded ? 0 : this.#readUpgrade(bytes);
    while (at < bytes.length) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, bytes.length - at);
        this.#skip -= skipped;
        at += skipped;
        continue;
      }
      const next = this.#readFrame(bytes, at);
      if (next === at) break;
      at = next;
    }
    // The shared buffer is read into again: what is not a whole frame yet must be copied.
    if (at < bytes.length) this.#carry = Buffer.from(bytes.subarray(at));
  }

  #readUpgrade(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return 0;
    if (!bytes.subarray(0, 12).equals(SWITCHING)) {
      if (!RESUME) say({ report: 'failed', message: bytes.toString('latin1', 0, 60) });
      this.#stream?.destroy();
      return bytes.length;
    }
    this.#isUpgraded = true;
    if (kind === 'ws') this.#ready();
    return end + 4;
  }

  /** Returns where the next frame begins; the same place when this one has not come far enough. */
  #readFrame(bytes: Buffer, at: number): number {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length - at < header) return at;
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6);
    const start = at + header;
    const present = Math.min(length, bytes.length - start);
    const isDispatch = bytes[start] === 0x34 && bytes[start + 1] === 0x32 && bytes[start + 4] === 0x64;
    // Only its head is looked at; everything else is short or looked at whole.
    const needed = isDispatch ? Math.min(length, HEAD_BYTES) : Math.min(length, 500);
    if (present < needed || present < Math.min(length, 5)) return at;
    if (isDispatch) this.#hearDispatch(bytes, start, length);
    else this.#hear(bytes.toString('latin1', start, start + present));
    this.#skip = length - present;
    return start + present;
  }

  #hearDispatch(bytes: Buffer, start: number, length: number): void {
    frames += 1;
    if (length <= HEAD_BYTES) this.#confirm(bytes.toString('latin1', start, start + length));
    if (RESUME) this.#follow(bytes.toString('latin1', start, start + HEAD_BYTES));
    if (frames === awaited) {
      awaited = Infinity;
      say({ report: 'heard', at: machineClock() });
    }
  }

  /** Of a withdrawal the server wants to hear that it was applied, at a random moment: as the link does it. */
  #confirm(withdrawal: string): void {
    const [, epoch, n] = /"epoch":"([^"]*)","n":(\d+)/.exec(withdrawal) ?? [];
    const [, confirm] = /"confirm":(\d+)/.exec(withdrawal) ?? [];
    if (confirm === undefined) return;
    const receipt = clientFrame(
      `42${JSON.stringify(['applied', { section: 'buitenland', epoch, n: Number(n) }])}`,
    );
    setTimeout(() => this.#stream?.write(receipt), Math.random() * Number(confirm));
  }

  #follow(head: string): void {
    const [, n, prev] = /"n":(\d+),"prev":(\d+)/.exec(head) ?? [];
    const position = Number(n);
    if (position <= this.n) doubled += 1;
    else if (Number(prev) > this.n) missing += 1;
    this.#standAt(Math.max(this.n, position));
  }

  #hear(packet: string): void {
    if (packet === '2') this.#stream?.write(PONG);
    else if (packet.startsWith('0{')) this.#stream?.write(GREETING);
    else if (packet.startsWith('40{')) this.#welcomed();
    else if (packet.startsWith('430[')) this.#answered(packet);
  }

  #welcomed(): void {
    if (kind !== 'ticker') return this.#ready();
    const since = this.epoch === '' ? {} : { since: { epoch: this.epoch, n: this.n } };
    this.#stream?.write(
      clientFrame(`420${JSON.stringify(['subscribe', { section: 'buitenland', ...since }])}`),
    );
  }

  #answered(answer: string): void {
    const [, epoch = '', n] = /"epoch":"([^"]*)","n":(\d+)/.exec(answer) ?? [];
    if (this.epoch !== '' && answer.includes('"reset":true')) missing += 1;
    this.epoch = epoch;
    this.#failures = 0;
    const second = Math.floor(machineClock() / 1000);
    connectsBySecond.set(second, (connectsBySecond.get(second) ?? 0) + 1);
    this.#ready();
    this.#standAt(Number(n));
  }

  #ready(): void {
    this.#onReady?.();
    this.#onReady = undefined;
  }

  #standAt(n: number): void {
    this.n = n;
    if (n >= wanted && behind.delete(this) && behind.size === 0) reportCaughtUp();
  }
}

const SWITCHING = Buffer.from('HTTP/1.1 101');
const screens = Array.from({ length: SIZE }, (_, index) => new Screen(index));

function reportCaughtUp(): void {
  const peakConnects = Math.max(...connectsBySecond.values());
  say({ report: 'caught-up', at: machineClock(), missing, doubled, peakConnects });
}

function gather(): void {
  let asked = 0;
  let ready = 0;
  const next = (): void => {
    const screen = screens[asked];
    asked += 1;
    screen?.connect(() => {
      ready += 1;
      if (ready === SIZE) {
        connectsBySecond.clear();
        say({ report: 'gathered' });
      } else {
        next();
      }
    });
  };
  for (let i = 0; i < AT_ONCE; i += 1) next();
}

process.on('message', (order: CrowdOrder) => {
  if (order.order === 'await') {
    awaited = order.frames;
    frames = 0;
    say({ report: 'expecting' });
    return;
  }
  wanted = order.n;
  behind = new Set(screens.filter(({ n }) => n < wanted));
  if (behind.size === 0) reportCaughtUp();
});
process.on('disconnect', () => process.exit(0));
gather();
