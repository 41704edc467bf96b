import { brotliCompressSync, gzipSync } from 'node:zlib';
import { EMBED_LIMIT } from '../../client/embed-build/plugins.ts';
import { builtEmbed } from '../client/embed.ts';
import type { Bench } from './measure.ts';

/** What a partner's page has to load. */
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
  ];
};
