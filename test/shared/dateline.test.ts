import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KNOWN_AGENCIES, parseDateline } from '../../shared/dateline.ts';

const LEAD = 'De burgemeester opent een brug.';

describe('datelines seen on real wires', () => {
  test.each<[string, string[], string[], string]>([
    ['PYONGYANG (ANP/RTR/AFP) - ', ['PYONGYANG'], ['ANP', 'RTR', 'AFP'], 'PYONGYANG (ANP/RTR/AFP)'],
    ['MÜNCHEN (ANP/DPA) - ', ['MÜNCHEN'], ['ANP', 'DPA'], 'MÜNCHEN (ANP/DPA)'],
    ['BANDAR ABBAS (ANP/DPA) - ', ['BANDAR ABBAS'], ['ANP', 'DPA'], 'BANDAR ABBAS (ANP/DPA)'],
    ['TEHERAN (ANP/BLOOMBERG) - ', ['TEHERAN'], ['ANP', 'BLOOMBERG'], 'TEHERAN (ANP/BLOOMBERG)'],
    ['LONDEN (ANP/RTR) – ', ['LONDEN'], ['ANP', 'RTR'], 'LONDEN (ANP/RTR)'],
    ['DEN HAAG 24/04 (ANP) = ', ['DEN HAAG'], ['ANP'], 'DEN HAAG 24/04 (ANP)'],
    ['San Mateo (ANP) - ', ['San Mateo'], ['ANP'], 'San Mateo (ANP)'],
    ["'s-Hertogenbosch (ANP) - ", ["'s-Hertogenbosch"], ['ANP'], "'s-Hertogenbosch (ANP)"],
    ['’s-Hertogenbosch (ANP) - ', ['’s-Hertogenbosch'], ['ANP'], '’s-Hertogenbosch (ANP)'],
    ["'S-HERTOGENBOSCH (ANP) - ", ["'S-HERTOGENBOSCH"], ['ANP'], "'S-HERTOGENBOSCH (ANP)"],
    ["'t Zand (ANP) - ", ["'t Zand"], ['ANP'], "'t Zand (ANP)"],
    ['SINT-OEDENRODE (ANP) - ', ['SINT-OEDENRODE'], ['ANP'], 'SINT-OEDENRODE (ANP)'],
    ['SÃO PAULO (ANP) - ', ['SÃO PAULO'], ['ANP'], 'SÃO PAULO (ANP)'],
    ['ST. LOUIS (ANP) - ', ['ST. LOUIS'], ['ANP'], 'ST. LOUIS (ANP)'],
    ['Kiova/Washington (ANP) - ', ['Kiova', 'Washington'], ['ANP'], 'Kiova/Washington (ANP)'],
    ['A/B/C/D (ANP) - ', ['A', 'B', 'C', 'D'], ['ANP'], 'A/B/C/D (ANP)'],
    ['Athen (dpa) - ', ['Athen'], ['DPA'], 'Athen (dpa)'],
    ['Nueva Delhi, 21 ene (EFE).- ', ['Nueva Delhi'], ['EFE'], 'Nueva Delhi, 21 ene (EFE)'],
    ['Washington, D.C. (AP) — ', ['Washington'], ['AP'], 'Washington, D.C. (AP)'],
    ['МОСКВА (ТАСС/TASS) - ', ['МОСКВА'], ['ТАСС', 'TASS'], 'МОСКВА (ТАСС/TASS)'],
    ['北京 (Reuters) - ', ['北京'], ['REUTERS'], '北京 (Reuters)'],
    ['GOES (ANP/Ons Nieuws) - ', ['GOES'], ['ANP', 'Ons Nieuws'], 'GOES (ANP/Ons Nieuws)'],
    ['GOES (ANP): ', ['GOES'], ['ANP'], 'GOES (ANP)'],
    ['GOES (ANP)_', ['GOES'], ['ANP'], 'GOES (ANP)'],
    ['GOES (ANP)-', ['GOES'], ['ANP'], 'GOES (ANP)'],
    ['\n  GOES (ANP)   -   ', ['GOES'], ['ANP'], 'GOES (ANP)'],
    ['DOMBURG - ', ['DOMBURG'], [], 'DOMBURG'],
    ['DOMBURG – ', ['DOMBURG'], [], 'DOMBURG'],
    ['DOMBURG: ', ['DOMBURG'], [], 'DOMBURG'],
    ['DOMBURG.- ', ['DOMBURG'], [], 'DOMBURG'],
    ['DOMBURG 24/04 = ', ['DOMBURG'], [], 'DOMBURG 24/04'],
    ['DOMBURG, 21 november - ', ['DOMBURG'], [], 'DOMBURG, 21 november'],
    ['PORTLAND, Maine - ', ['PORTLAND'], [], 'PORTLAND, Maine'],
    ['SINT-OEDENRODE - ', ['SINT-OEDENRODE'], [], 'SINT-OEDENRODE'],
    ['ST.-TRUIDEN - ', ['ST.-TRUIDEN'], [], 'ST.-TRUIDEN'],
    ["'s-HERTOGENBOSCH - ", ["'s-HERTOGENBOSCH"], [], "'s-HERTOGENBOSCH"],
    ['GIEßEN/KÖLN - ', ['GIEßEN', 'KÖLN'], [], 'GIEßEN/KÖLN'],
  ])('"%s" is the dateline of %j by %j', (head, places, agencies, raw) => {
    expect(parseDateline(head + LEAD)).toEqual({ dateline: { places, agencies, raw }, lead: LEAD });
  });

  test('a separator inside the lead stays in the lead', () => {
    expect(parseDateline('GOES - MIDDELBURG - De trein rijdt.').lead).toBe('MIDDELBURG - De trein rijdt.');
    expect(parseDateline('GOES (ANP) - De trein - te laat - rijdt.').lead).toBe(
      'De trein - te laat - rijdt.',
    );
  });

  test('a decomposed letter is composed', () => {
    const { dateline, lead } = parseDateline('MU\u0308NCHEN (ANP) - Fu\u0308r u.');
    expect(dateline?.places).toEqual(['MÜNCHEN']);
    expect(dateline?.raw).toBe('MÜNCHEN (ANP)');
    expect(lead).toBe('Für u.');
  });
});

describe('prose that resembles a dateline is left as it came', () => {
  test.each([
    'De minister (VVD) - die eerder - zei dat het kan.',
    'MOSCOW, January 21. /TASS/ The ministry said so.',
    'Paris (ats afp) Les ministres sont là.',
    'EU-landen willen meer geld.',
    'VVD- en CDA-Kamerleden willen een debat.',
    'PVV, VVD en NSC - de coalitie - zijn het eens.',
    'De trein - te laat - rijdt.',
    'De partij - zegt het bureau (ANP) - wil meer geld.',
    'Domburg - De burgemeester opent een brug.',
    'A - het eerste punt.',
    'Q: Wat vindt u daarvan?',
    'OPEN 24/7 - de winkel sluit nooit.',
    'HTTPS://voorbeeld.nl is een adres.',
    'PARIJS–DAKAR begint.',
    'GOES (ANP) De brug is open.',
    'GOES (ANP) -',
    'GOES -',
    'GOES (ANP/RTR - De brug is open.',
    'A/B/C/D/E (ANP) - Vijf plaatsen zijn er te veel.',
    '/GOES (ANP) - Een plaats ontbreekt.',
    'GOES () - Geen naam.',
    '- GOES (ANP) - Een streepje te veel.',
    `${'LANG '.repeat(30)}(ANP) - Te lang voor een plaats.`,
    '  Ook de witruimte blijft. ',
    'De\u0301 tekst blijft zoals hij is.',
    '',
  ])('%j', (text) => {
    expect(parseDateline(text)).toEqual({ lead: text });
  });
});

describe('the list of agencies is configuration', () => {
  test('another list decides what is a credit', () => {
    const text = 'GOES (Zeepost) - De brug is open.';
    expect(parseDateline(text)).toEqual({ lead: text });
    expect(parseDateline(text, ['zeepost']).dateline?.agencies).toEqual(['ZEEPOST']);
    expect(parseDateline('GOES (ANP) - De brug is open.', ['Zeepost']).dateline).toBeUndefined();
  });
});

describe('whatever the text', () => {
  const piece = fc.constantFrom(
    ...[
      'GOES',
      'Den Haag',
      "'s-",
      'é',
      'e\u0301',
      '(ANP)',
      '(',
      ')',
      'ANP',
      '/',
      ',',
      ' ',
      ' - ',
      '-',
      '–',
      '.-',
    ],
    ...[': ', '= ', '24/04', '\n', '\u00a0', '😀', '\ud800', '.', 'prose', 'VVD', '北京', '\u0000'],
  );
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(piece, { maxLength: 12 }).map((all) => all.join('')),
  );

  test('nothing of it is lost but the separator', () => {
    fc.assert(
      fc.property(text, (original) => {
        const { dateline, lead } = parseDateline(original);
        if (!dateline) {
          expect(lead).toBe(original);
          return;
        }
        const normal = original.normalize('NFC').trimStart();
        expect(normal.startsWith(dateline.raw)).toBe(true);
        expect(normal.endsWith(lead)).toBe(true);
        expect(lead).not.toBe('');
        expect(normal.slice(dateline.raw.length, normal.length - lead.length)).toMatch(
          /^\s*(\.-|[-–—=:_])\s*$/u,
        );
      }),
      { numRuns: 5000 },
    );
  });

  test('what is shown, parsed again, gives the same', () => {
    fc.assert(
      fc.property(text, (original) => {
        const first = parseDateline(original);
        if (!first.dateline) return;
        expect(parseDateline(`${first.dateline.raw} - ${first.lead}`)).toEqual(first);
      }),
      { numRuns: 5000 },
    );
  });

  test.each([
    ['letters', 'A'],
    ['words', 'A '],
    ['hyphens', '-'],
    ['spaced hyphens', ' -'],
    ['places', 'A/'],
    ['brackets', '('],
    ['spaces', ' '],
    ['dates', 'A 24/04 '],
    ['qualifiers', 'A, '],
    ['marks', '\u0301'],
  ])('100 kB of %s is parsed at once', (_, unit) => {
    const hostile = unit.repeat(100_000 / unit.length);
    const startedAt = performance.now();
    for (const text of [
      hostile,
      `GOES ${hostile}`,
      `GOES, ${hostile}`,
      `GOES (${hostile}`,
      `GOES (ANP)${hostile}`,
    ]) {
      parseDateline(text);
    }
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});

test('the known agencies are written in capitals, each once', () => {
  expect(KNOWN_AGENCIES.map((name) => name.toUpperCase())).toEqual([...new Set(KNOWN_AGENCIES)]);
});
