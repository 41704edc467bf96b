/**
 * One door to SQLite: the module that Node has built in from 22.13, or else the optional package that gives older
 * Nodes the same API. Only what the log uses is typed here.
 */
import process from 'node:process';

export type SqliteValue = string | number | null;

export interface SqliteStatement {
  run(...values: readonly SqliteValue[]): unknown;
  get(...values: readonly SqliteValue[]): unknown;
  all(...values: readonly SqliteValue[]): unknown[];
}

export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

export type OpenSqlite = (file: string, options?: { readonly readOnly?: boolean }) => SqliteDatabase;

/** SQLite's own result codes, the primary part. */
export const SQLITE_BUSY = 5;
export const SQLITE_CORRUPT = 11;
export const SQLITE_NOTADB = 26;

interface Driver {
  readonly DatabaseSync: new (file: string, options: { readonly readOnly: boolean }) => SqliteDatabase;
}

/** @throws when this Node has neither. */
export async function loadSqlite(): Promise<OpenSqlite> {
  const { DatabaseSync } = (await importQuietly('node:sqlite')) ?? (await importPackage());
  return (file, options) => new DatabaseSync(file, { readOnly: options?.readOnly ?? false });
}

/** What SQLite itself said was wrong; undefined for any other error. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  return error.errcode & 0xff;
}

/** Node warns that its module is experimental; the part of it that the log uses is not what changes. */
async function importQuietly(name: string): Promise<Driver | undefined> {
  const emitWarning: unknown = Reflect.get(process, 'emitWarning');
  process.emitWarning = () => undefined;
  try {
    return (await import(/* @vite-ignore */ name)) as Driver;
  } catch {
    return undefined; // This Node has no SQLite of its own.
  } finally {
    Reflect.set(process, 'emitWarning', emitWarning);
  }
}

async function importPackage(): Promise<Driver> {
  const name = '@photostructure/sqlite';
  try {
    return (await import(/* @vite-ignore */ name)) as Driver;
  } catch (cause) {
    const message = `No SQLite here: use Node 22.13 or later, install the optional package ${name}, or set REDIS_URL.`;
    throw new Error(message, { cause });
  }
}
