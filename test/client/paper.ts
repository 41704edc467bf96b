import { inflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';

/** Prints the page as it is, without telling it of a medium before; how many headings of the third level stand on paper. */
export async function printedTitles(page: Page): Promise<number> {
  const pdf = await page.pdf({ tagged: true });
  const parts = [pdf.toString('latin1')];
  for (const { index } of parts[0]?.matchAll(/\bstream\r?\n/g) ?? []) {
    const start = pdf.indexOf('\n', index) + 1;
    const bytes = pdf.subarray(start, pdf.indexOf('endstream', start));
    // What is compressed; pictures and letters are not of interest.
    if (bytes[0] === 0x78) parts.push(inflateSync(bytes).toString('latin1'));
  }
  return parts.join('\n').match(/\/S\s*\/H3\b/g)?.length ?? 0;
}
