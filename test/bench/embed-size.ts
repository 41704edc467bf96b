import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { EMBED_LIMIT, WALL_LIMIT } from '../../client/embed-build/plugins.ts';
import { wallBytes } from '../../client/embed-build/wall-bytes.ts';
import { builtEmbed } from '../client/embed.ts';
import type { Bench } from './measure.ts';

const PAGES = fileURLToPath(new URL('../../dist/pages', import.meta.url));

/** What a partner's page has to load, and what a wall loads beyond that. */
export const bench: Bench = async () => {
  const script = await builtEmbed();
  const bytes = gzipSync(script, { level: 9 }).length;
  return [
    {
      name: 'embed script, gzipped',
      value: bytes / 1000,
      unit: 'kB',
      bound: { of: 'value', atMost: EMBED_LIMIT / 1000 },
      note: `${String(script.length)} characters as it stands, ${String(brotliCompressSync(script).length)} bytes by brotli`,
    },
    {
      name: "all scripts of the wall's page beyond the embed, gzipped",
      value: ((wallBytes(PAGES) ?? NaN) - bytes) / 1000,
      unit: 'kB',
      bound: { of: 'value', atMost: WALL_LIMIT / 1000 },
    },
  ];
};
