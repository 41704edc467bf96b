import { submission, type RunningApp } from '../server/http/running-app.ts';

const SECTIONS = ['buitenland', 'sport'] as const;
type Section = (typeof SECTIONS)[number];

/** So many are published at once, as wires do. */
const AT_ONCE = 16;
/** Enough to fill every ticker with rows of one kind. */
const SETTLED = 24;

/** Publishes, updates, corrects, withdraws and moves, the same in every run. */
export class SoakNewsroom {
  acts = 0;
  /** The title of the newest dispatch of each section. */
  readonly newest = new Map<Section, string>();
  readonly #app: RunningApp;
  #state = 20_261_129;
  #alive: { id: string; section: Section }[] = [];
  /** Of today and long enough ago that no label changes its kind meanwhile. */
  readonly #from = Date.now() - 3 * 3_600_000;

  constructor(app: RunningApp) {
    this.#app = app;
  }

  /** So many acts of every kind. */
  async work(acts: number): Promise<void> {
    for (let done = 0; done < acts; done += AT_ONCE) {
      const before = this.#alive.splice(0);
      const some = Array.from({ length: Math.min(AT_ONCE, acts - done) }, () => this.#act(before));
      this.#alive.unshift(...before.slice(-30));
      await Promise.all(some);
    }
    // The last word of each section is a new dispatch: it is what a page is waited for with.
    for (const section of SECTIONS) await this.#publish(section);
  }

  /** Fills the boards with dispatches that look all the same. */
  async settle(): Promise<void> {
    for (let at = 0; at < SETTLED; at++) for (const section of SECTIONS) await this.#publish(section);
  }

  #act(before: { id: string; section: Section }[]): Promise<void> {
    const dice = this.#dice();
    const old = before[Math.floor(this.#dice() * before.length)];
    if (!old || dice < 0.72) {
      // Flashes and bulletins among them.
      const urgency = dice < 0.02 ? 1 : dice < 0.04 ? 2 : 4;
      return this.#publish(this.#dice() < 0.6 ? 'buitenland' : 'sport', urgency);
    }
    // Each at most once in a batch, or their order would be a matter of chance.
    before.splice(before.indexOf(old), 1);
    const { id } = old;
    if (dice < 0.79) return this.#send('DELETE', `/api/dispatches/${id}`);
    if (dice < 0.86) old.section = old.section === 'sport' ? 'buitenland' : 'sport';
    this.#alive.push(old);
    const signal = dice < 0.86 ? {} : { signal: dice < 0.93 ? 'update' : 'correction' };
    const note = dice > 0.96 ? { note: 'Het gaat om vier weken, niet om drie.' } : {};
    const title = `Veerdienst ${id} vaart weer volgens de dienstregeling`;
    return this.#send('PUT', `/api/dispatches/${id}`, { section: old.section, title, ...signal, ...note });
  }

  #publish(section: Section, urgency = 4): Promise<void> {
    const number = this.acts;
    const id = `soak-${String(number)}`;
    const title = `Veerdienst ${String(number).padStart(6, '0')} hervat de vaart na storing`;
    this.newest.set(section, title);
    this.#alive.push({ id, section });
    return this.#send('POST', '/api/dispatches', {
      ...{ id, section, title, urgency },
      publishedAt: this.#from + number,
    });
  }

  async #send(method: string, path: string, fields?: Record<string, unknown>): Promise<void> {
    this.acts += 1;
    const response = await this.#app.send(method, path, fields && submission(fields));
    if (!response.ok)
      throw new Error(`${method} ${path}: ${String(response.status)} ${await response.text()}`);
    await response.arrayBuffer();
  }

  #dice(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state / 2 ** 32;
  }
}
