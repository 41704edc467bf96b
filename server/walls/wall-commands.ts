/**
 * What the desk asks of a wall finds it on whichever process it is: here at once, elsewhere by a note that every process
 * with walls looks for. Who has told its screens says so in another note, so that the desk hears whether it arrived.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import type { WallAct, WallCommand } from '../../shared/events.ts';
import { StoreAway, type Notes } from '../log/log.ts';
import type { OwnWalls } from './own-walls.ts';
import type { WallNotes } from './wall-notes.ts';

const COMMANDS = 'wall-commands';
const TOLD = 'wall-commands-told';
/** Long enough for every process to have looked. */
const COMMAND_MS = 5_000;
const WAIT_MS = 2_500;
const ASK_EVERY_MS = 100;

const CommandSchema = v.object({
  name: v.string(),
  command: v.variant('kind', [
    v.object({ id: v.string(), kind: v.literal('identify') }),
    v.object({ id: v.string(), kind: v.literal('reload') }),
    v.object({ id: v.string(), kind: v.literal('sections'), sections: v.array(v.string()) }),
  ]),
});

export interface WallCommandParts {
  readonly notes: Notes;
  readonly wallNotes: WallNotes;
  readonly own: OwnWalls;
  /** Names this process. */
  readonly process: string;
}

export function createWallCommands({ notes, wallNotes, own, process }: WallCommandParts) {
  /** Passed on already, and still to be found. */
  let passedOn = new Set<string>();

  return {
    /** Answers how many screens were told. @throws {StoreAway} when it may be on another process and nobody can tell */
    async ask(name: string, act: WallAct): Promise<number> {
      const command: WallCommand = { id: randomUUID(), ...act };
      const here = own.tell(name, command);
      try {
        const elsewhere = await wallNotes.screensElsewhere(name);
        if (elsewhere === 0) return here;
        passedOn.add(command.id);
        await notes.set(COMMANDS, command.id, JSON.stringify({ name, command }), COMMAND_MS);
        return here + (await toldElsewhere(command.id, elsewhere));
      } catch (error) {
        if (here > 0 && error instanceof StoreAway) return here;
        throw error;
      }
    },
    /** Passes on what was asked on other processes. @throws {StoreAway} */
    async look(): Promise<void> {
      const found = await notes.all(COMMANDS);
      const news = [...found].filter(([id]) => !passedOn.has(id));
      passedOn = new Set(found.keys());
      for (const [id, text] of news) {
        const { name, command } = v.parse(CommandSchema, JSON.parse(text));
        const told = own.tell(name, command);
        if (told > 0) await notes.set(TOLD, `${id} ${process}`, String(told), COMMAND_MS);
      }
    },
  };

  async function toldElsewhere(id: string, expected: number): Promise<number> {
    let told = 0;
    for (let waited = 0; waited < WAIT_MS && told < expected; waited += ASK_EVERY_MS) {
      await delay(ASK_EVERY_MS);
      const answers = [...(await notes.all(TOLD))].filter(([field]) => field.startsWith(`${id} `));
      told = answers.reduce((sum, [, count]) => sum + Number(count), 0);
    }
    return told;
  }
}
