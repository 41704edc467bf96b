import { expect, it } from 'vitest';
import { jsonErrorPosition } from '../../../server/http/json-error-position.ts';

it.each([
  ['{"a": x}', 6, 1, 7],
  ['{"a": 1,}', 8, 1, 9],
  ['{\n"a" 1}', 6, 2, 5],
  ['[1, 2', 5, 1, 6],
  ['{"a": "not closed', 17, 1, 18],
  ['{"a": "line\nbreak"}', 11, 1, 12],
  ['{"a": tru}', 9, 1, 10],
  ['{"a": 01}', 7, 1, 8],
  ['{} {}', 3, 1, 4],
  ["{'a': 1}", 1, 1, 2],
  ['{"a": "\\x"}', 8, 1, 9],
  [`{"long": "${'x'.repeat(200_000)}", oops}`, 200_013, 1, 200_014],
])('%j goes wrong at %i', (text, offset, line, column) => {
  expect(() => void JSON.parse(text)).toThrow();
  expect(jsonErrorPosition(text)).toEqual({ offset, line, column });
});
