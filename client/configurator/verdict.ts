/** What is said of what was pasted. That the ticker works is said of a policy that was read whole, and of nothing else. */
import type { CheckedPolicy } from './check-policies.ts';
import type { ReadPolicies } from './read-policies.ts';

export function verdictOn(read: ReadPolicies, checked: readonly CheckedPolicy[]): string {
  const { reportOnly, isWhole } = read;
  if (checked.length === 0) return verdictWithout(read);
  const reports = reportOnly > 0 ? ' Wat alleen meldt (Report-Only) houdt niets tegen.' : '';
  const rest = isWhole
    ? ''
    : ' Er kan meer beleid zijn dan we hierin lezen: plak voor de zekerheid de header zoals uw server hem verstuurt.';
  return `${verdictWith(checked, isWhole)}${rest}${reports}`;
}

function verdictWithout({ reportOnly, isWhole, isRedirect }: ReadPolicies): string {
  if (isRedirect)
    return 'Dit antwoord verwijst door, en het beleid van de pagina waar het heen wijst, telt. Plak de headers van die pagina (curl -IL).';
  if (reportOnly > 0 && isWhole)
    return 'Hier staat alleen beleid in dat meldt (Report-Only). Dat houdt niets tegen.';
  return 'Hier herkennen we geen beleid in. Plak de header of de meta-tag die Content-Security-Policy heet. Heeft uw pagina die niet, dan hoeft er niets bij.';
}

function verdictWith(checked: readonly CheckedPolicy[], isWhole: boolean): string {
  const missing = checked.filter(({ lacks }) => lacks !== 'nothing');
  if (missing.length === 0)
    return isWhole
      ? 'De tikker werkt onder dit beleid: er hoeft niets bij.'
      : 'Aan wat we hierin lezen, ontbreekt niets.';
  if (missing.every(({ lacks }) => lacks === 'extra'))
    return 'Het frame werkt zo, maar blijft zo hoog als de code zegt: frame.js, dat het de hoogte geeft van wat erin staat, mag hier niet. Dit moet erbij, of laat dat script weg.';
  if (checked.length === 1) return 'Zo werkt de tikker niet. Dit moet erbij.';
  return `Zo werkt de tikker niet: aan ${String(missing.length)} van de ${String(checked.length)} policy’s moet iets bij, want elk moet alles toestaan.`;
}
