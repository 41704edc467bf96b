import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can fall silent: connections stay open, new ones are accepted, and nothing comes through. */
export class BlackHole {
  readonly #ends = new Set<Socket>();
  readonly #server = createServer((near) => {
    const far = connect(this.#port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#ends.add(from);
      from.on('data', (bytes) => to.write(bytes));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#ends.delete(from);
        to.destroy();
      });
      if (this.#silent) from.pause();
    }
  });
  readonly #port: number;
  #silent = false;

  private constructor(port: number) {
    this.#port = port;
  }

  static async before(url: string): Promise<BlackHole> {
    const hole = new BlackHole(Number(new URL(url).port));
    await new Promise<void>((resolve) => hole.#server.listen(0, '127.0.0.1', resolve));
    return hole;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  set silent(silent: boolean) {
    this.#silent = silent;
    for (const end of this.#ends) {
      if (silent) end.pause();
      else end.resume();
    }
  }

  close(): void {
    for (const end of this.#ends) end.destroy();
    this.#server.close();
  }
}
