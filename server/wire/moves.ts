/**
 * Moving files so that none is ever lost: nothing is written over, and when the power goes half-way a file stands in
 * both places rather than in none. What was begun is finished by moving it again.
 */
import { constants } from 'node:fs';
import { copyFile, link, lstat, mkdir, rm } from 'node:fs/promises';
import { join, parse } from 'node:path';

/** Room for ` (123)` and `.problem.json` within the 255 bytes that names may have. */
const LONGEST_NAME = 230;

/** Puts the file into the folder too, under its name or one near to it; answers the name. Safe to repeat. */
export async function placeInto(folder: string, file: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (let copy = 1; ; copy += 1) {
    const candidate = nameOf(name, copy);
    if (await placeAs(join(folder, candidate), file)) return candidate;
  }
}

/** Moves the file into the folder, under its name or one near to it; answers the name. */
export async function moveInto(folder: string, file: string, name: string): Promise<string> {
  const placed = await placeInto(folder, file, name);
  await rm(file);
  return placed;
}

/** False when another file stands there. */
async function placeAs(target: string, file: string): Promise<boolean> {
  try {
    await link(file, target);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return isSameFile(target, file);
    if (!hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EXDEV', 'ENOSYS', 'EMLINK')) throw error;
  }
  // File systems without hard links, such as network shares.
  try {
    await copyFile(file, target, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([lstat(one, { bigint: true }), lstat(other, { bigint: true })]);
  return a.ino === b.ino && a.dev === b.dev;
}

function nameOf(name: string, copy: number): string {
  const { name: stem, ext } = parse(name);
  const mark = copy === 1 ? '' : ` (${copy})`;
  const room = Math.max(1, LONGEST_NAME - Buffer.byteLength(ext));
  const short = Buffer.byteLength(stem) <= room ? stem : shorten(stem, room);
  return `${short}${mark}${ext}`;
}

function shorten(text: string, bytes: number): string {
  const letters = Array.from(text);
  while (Buffer.byteLength(letters.join('')) > bytes) letters.pop();
  return letters.join('');
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
