import { expect, it } from 'vitest';
import { boundText, isWithin, ratioOf } from './verdict.ts';
import type { Measure } from './measure.ts';

const base = { name: 'cost', unit: 'µs' };
const yardstick = { name: 'bare', value: 10 };

it.each<[string, boolean, Measure]>([
  ['a ratio below its bound', true, { ...base, value: 12, yardstick, bound: { of: 'ratio', atMost: 1.25 } }],
  ['a ratio past its bound', false, { ...base, value: 13, yardstick, bound: { of: 'ratio', atMost: 1.25 } }],
  ['a ratio without a yardstick', false, { ...base, value: 1, bound: { of: 'ratio', atMost: 1.25 } }],
  [
    'a value below what it must reach',
    false,
    { ...base, value: 4999, bound: { of: 'value', atLeast: 5000 } },
  ],
  ['a value that reaches it', true, { ...base, value: 5000, bound: { of: 'value', atLeast: 5000 } }],
  ['a figure that is none', false, { ...base, value: NaN, bound: { of: 'value', atMost: 16 } }],
  ['a figure without a bound', true, { ...base, value: 1e9 }],
])('the bench judges %s: %s', (_, within, measure) => {
  expect(isWithin(measure)).toBe(within);
});

it('the bench says a bound as a person reads it', () => {
  expect(boundText({ ...base, value: 1, yardstick, bound: { of: 'ratio', atMost: 0.6 } })).toBe('≤ 0.6 ×');
  expect(boundText({ ...base, value: 1, bound: { of: 'value', atMost: 16 } })).toBe('≤ 16 µs');
  expect(ratioOf({ ...base, value: 5, yardstick })).toBe(0.5);
});
