import { describe, expect, it } from 'vitest';
import { nameActs } from '../../../server/desk/history.ts';
import type { Entry, WaitingAct } from '../../../server/log/log.ts';
import type { Dispatch, Signal } from '../../../shared/dispatch.ts';

describe('the acts of an id', () => {
  it.each<[string, readonly Entry[], readonly string[]]>([
    ['a first version', [version(1)], ['publish']],
    ['a second one without a word', [version(1), version(2)], ['publish', 'refile']],
    ['an update', [version(1), version(2, { signal: 'update' })], ['publish', 'update']],
    ['a correction', [version(1), version(2, { signal: 'correction' })], ['publish', 'correct']],
    ['a late version', [version(2), { ...version(1), n: 2, at: 20, late: true }], ['publish', 'late']],
    ['one held at once', [version(1, { status: 'withheld' })], ['hold']],
    [
      'held, corrected while held, and released',
      [
        version(1),
        version(2, { status: 'withheld' }),
        version(3, { status: 'withheld', signal: 'correction' }),
        version(4),
      ],
      ['publish', 'hold', 'correct', 'release'],
    ],
    ['withdrawn and restored', [redacted(1), withdrawal(2), version(3)], ['publish', 'withdraw', 'restore']],
    [
      'held and withdrawn',
      [redacted(1), redacted(2, 'withheld'), withdrawal(3)],
      ['publish', 'hold', 'withdraw'],
    ],
    [
      'updated, corrected, and withdrawn',
      [redacted(1), redacted(2, 'usable', 'update'), redacted(3, 'usable', 'correction'), withdrawal(4)],
      ['publish', 'update', 'correct', 'withdraw'],
    ],
    ['withdrawn twice', [withdrawal(1), version(2), withdrawal(3)], ['withdraw', 'restore', 'withdraw']],
  ])('%s', (_what, entries, acts) => {
    expect(nameActs(entries, []).map(({ act }) => act)).toEqual(acts);
  });

  it('a release out of the waiting room is one act, at its place among the others', () => {
    const acts: WaitingAct[] = [
      { act: 'wait', at: 1, by: 'anp', revision: 1 },
      { act: 'embargo', at: 5, by: 'chef', revision: 2, until: 10 },
      { act: 'release', at: 10, by: 'chef', revision: 2, until: 10 },
      { act: 'wait', at: 15, by: 'stage', revision: 3 },
      { act: 'discard', at: 16, by: 'chef', revision: 3, note: 'dubbel' },
    ];
    expect(nameActs([version(1), version(2)], acts)).toMatchObject([
      { act: 'wait', at: 1, by: 'anp' },
      { act: 'embargo', at: 5, by: 'chef', until: 10 },
      { act: 'release', at: 10, n: 1, version: 1, until: 10, dispatch: { title: 'Versie 1' } },
      { act: 'wait', at: 15, by: 'stage' },
      { act: 'discard', at: 16, note: 'dubbel' },
      { act: 'refile', at: 20, n: 2 },
    ]);
  });

  it('a release of the very words that stand already is told, although it made no entry', () => {
    const acts: WaitingAct[] = [
      { act: 'wait', at: 11, by: 'anp', revision: 1 },
      { act: 'release', at: 12, by: 'chef', revision: 1 },
    ];
    expect(nameActs([version(1)], acts).map(({ act, n }) => [act, n])).toEqual([
      ['publish', 1],
      ['wait', undefined],
      ['release', undefined],
    ]);
  });

  it('a release of a text that was removed since is told without it', () => {
    const acts: WaitingAct[] = [{ act: 'release', at: 10, by: 'chef', revision: 1 }];
    const [release] = nameActs([redacted(1), withdrawal(2)], acts);
    expect(release).toEqual({ act: 'release', at: 10, n: 1, version: 1, redacted: true });
  });
});

/** Entry n of the log is version n, appended at 10 times n. */
function version(n: number, fields: Partial<Dispatch> = {}): Entry {
  const rest = {
    lead: '',
    body: [],
    urgency: 4,
    status: 'usable',
    lang: 'nl',
    publishedAt: 1,
    updatedAt: 1,
  } as const;
  const dispatch = { ...rest, id: 'een', version: n, section: 'regio', title: `Versie ${n}`, ...fields };
  return { ...head(n), kind: 'dispatch', dispatch };
}

function redacted(n: number, status: Dispatch['status'] = 'usable', signal?: Signal): Entry {
  return { ...head(n), kind: 'redacted', publishedAt: 1, status, ...(signal && { signal }) };
}

function withdrawal(n: number): Entry {
  return { ...head(n), kind: 'withdrawal', reason: 'onjuist' };
}

function head(n: number) {
  return { epoch: 'e', n, at: 10 * n, hash: '', id: 'een', version: n, section: 'regio', late: false };
}
