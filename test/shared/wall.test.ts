import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { WallNameSchema, wallNameFault } from '../../shared/wall.ts';

describe('the name of a wall', () => {
  it.each<[name: string, fault: string | undefined, message?: string]>([
    ['Redactie 1', undefined],
    ['Café de Ruit / 2e etage #3', undefined],
    ['...', undefined],
    ['x'.repeat(60), undefined],
    ['', 'empty', 'must not be empty'],
    [' ', 'empty', 'must not be empty'],
    ['x'.repeat(61), 'long', 'must have at most 60 characters'],
    ['.', 'dots', 'must not be . or .., which an address would lose'],
    ['..', 'dots', 'must not be . or .., which an address would lose'],
    [' Balie', 'spaces', 'must have no spaces around it'],
    ['Balie\n2', 'unseen', 'must be one line of text, without characters that nobody sees'],
    ['\u200bBalie', 'unseen', 'must be one line of text, without characters that nobody sees'],
  ])('%j: %s', (name, fault, message) => {
    expect(wallNameFault(name)).toBe(fault);
    const { issues } = v.safeParse(WallNameSchema, name);
    expect(issues?.[0].message).toBe(message);
  });

  it('is wrong for who sets up a wall when it is for the server', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('.', ' ', 'a', '\u2028') }),
    );
    fc.assert(
      fc.property(odd, (name) => {
        expect(wallNameFault(name) === undefined).toBe(v.is(WallNameSchema, name));
      }),
    );
  });
});
