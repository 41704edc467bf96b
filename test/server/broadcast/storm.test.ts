import { expect, it } from 'vitest';
import { storm } from './storm.ts';

it('a storm of publishes against random reconnects leaves no gap, no double and equal boards', async () => {
  const report = await storm(20_261_121);
  expect(report).toMatchObject({ gaps: 0, doubles: 0, different: 0 });
  expect(report.reconnects).toBeGreaterThan(300);
  expect(report.deltas).toBeGreaterThan(3000);
});
