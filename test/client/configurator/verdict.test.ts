/** What the page says of a policy: never that it works when it does not, or when nobody can know. */
import { describe, expect, test } from 'vitest';
import { checkPolicies, type Needs } from '../../../client/configurator/check-policies.ts';
import { readPolicies } from '../../../client/configurator/read-policies.ts';
import { verdictOn } from '../../../client/configurator/verdict.ts';

const HOST = 'https://nieuws.example';
const SCRIPT: Needs = { script: { url: `${HOST}/embed/v1/news-ticker.js` }, connect: [`${HOST}/api/`] };
const FRAME: Needs = {
  frame: `${HOST}/embed/ticker`,
  script: { url: `${HOST}/embed/v1/frame.js`, isOptional: true },
};

function verdict(pasted: string, needs: Needs = SCRIPT): string {
  const read = readPolicies(pasted);
  return verdictOn(read, checkPolicies(read.policies, needs, 'https://krant.example/'));
}

describe('the script', () => {
  test.each([
    [
      'add_header Content-Security-Policy "default-src \'self\'" always;',
      'Zo werkt de tikker niet. Dit moet erbij.',
    ],
    ["< content-security-policy: default-src 'self'", 'Zo werkt de tikker niet. Dit moet erbij.'],
    [
      'Header always set Content-Security-Policy "default-src \'self\'; img-src *"',
      'Zo werkt de tikker niet. Dit moet erbij.',
    ],
    [`default-src ${HOST}`, 'De tikker werkt onder dit beleid: er hoeft niets bij.'],
    [`default-src 'self', script-src ${HOST}`, /^Zo werkt de tikker niet: aan 1 van de 2 policy’s/],
    [`defaultSrc: ['${HOST}']`, /^Aan wat we hierin lezen, ontbreekt niets. Er kan meer beleid zijn/],
    [`defaultSrc: ["'self'"]`, /^Zo werkt de tikker niet. Dit moet erbij. Er kan meer beleid zijn/],
    [
      `default-src *\nContent-Security-Policy-Report-Only: default-src 'none'`,
      /meldt \(Report-Only\) houdt niets tegen/,
    ],
    ["Content-Security-Policy-Report-Only: default-src 'none'", /^Hier staat alleen beleid in dat meldt/],
    ['HTTP/2 302\ncontent-security-policy: default-src *', /^Dit antwoord verwijst door/],
  ])('%s', (pasted, words) => {
    expect(verdict(pasted)).toMatch(words);
  });

  test.each([
    'HTTP/2 200\ncontent-type: text/html',
    'add_header Content-Security-Policy $csp always;',
    'Content-Security-Policy: geen idee',
    'Content-Security-Policy-Report-Only: img-src x\nadd_header Content-Security-Policy $csp;',
    'policy.default_src :self',
    'bla bla',
  ])('where no policy is seen, it is not said to work: %s', (pasted) => {
    expect(verdict(pasted)).toMatch(/^Hier herkennen we geen beleid in\./);
    expect(verdict(pasted)).not.toContain('werkt');
  });
});

describe('the frame', () => {
  test.each([
    [`frame-src ${HOST}; script-src ${HOST}`, 'De tikker werkt onder dit beleid: er hoeft niets bij.'],
    [`frame-src ${HOST}; script-src 'self'`, /^Het frame werkt zo, maar blijft zo hoog als de code zegt/],
    [`default-src ${HOST}; script-src 'strict-dynamic' 'nonce-abc'`, /^Het frame werkt zo/],
    [`frame-src 'self'; script-src ${HOST}`, /^Zo werkt de tikker niet\./],
    ["default-src 'self'", /^Zo werkt de tikker niet\./],
  ])('%s', (pasted, words) => {
    expect(verdict(pasted, FRAME)).toMatch(words);
  });
});
