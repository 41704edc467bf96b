import { describe, expect, test } from 'vitest';
import { checkPolicies, type Needs } from '../../../client/configurator/check-policies.ts';
import { matchesSources } from '../../../client/configurator/matches-source.ts';
import { parsePolicy, readPolicies } from '../../../client/configurator/read-policies.ts';

const PAGE = 'https://krant.example/voorpagina';
const SCRIPT = 'https://nieuws.example/embed/v1/news-ticker.js';
const INTEGRITY = 'sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC';
const CONNECT = ['https://nieuws.example/api/sections/regio', 'wss://nieuws.example/socket.io/'];
const TRUSTED = { name: 'news-ticker', isRepeated: false };
const ALL: Needs = { script: { url: SCRIPT }, connect: CONNECT, trustedTypes: TRUSTED };

/** What is to be added, as lines. */
function lines(policy: string, needs: Needs = ALL): string[] {
  const { policies } = readPolicies(policy);
  return checkPolicies(policies, needs, PAGE).flatMap(({ additions }) => additions.map(({ line }) => line));
}

const HOST = 'https://nieuws.example';

describe('an address is in a list of sources', () => {
  test.each([
    // source, address, whether it matches
    ['*', 'https://nieuws.example/', true],
    ['*', 'wss://nieuws.example/', true],
    ['*', 'data:text/css,', false],
    ["'none'", 'https://nieuws.example/', false],
    ["'unsafe-inline'", 'https://nieuws.example/', false],
    ["'self'", 'https://nieuws.example/', false],
    ["'self'", 'https://krant.example/', true],
    ["'SELF'", 'wss://krant.example/', true],
    ["'self'", 'http://krant.example/', false],
    ["'self'", 'https://krant.example:8443/', false],
    ['https:', 'https://nieuws.example/', true],
    ['HTTPS:', 'https://nieuws.example/', true],
    ['http:', 'https://nieuws.example/', true],
    ['https:', 'http://nieuws.example/', false],
    ['https:', 'wss://nieuws.example/', false],
    ['wss:', 'wss://nieuws.example/', true],
    ['ws:', 'wss://nieuws.example/', true],
    ['wss:', 'https://nieuws.example/', false],
    ['nieuws.example', 'https://nieuws.example/', true],
    ['nieuws.example', 'http://nieuws.example/', false],
    ['nieuws.example', 'wss://nieuws.example/', false],
    ['NIEUWS.example', 'https://nieuws.example/', true],
    ['http://nieuws.example', 'https://nieuws.example/', true],
    ['https://nieuws.example', 'http://nieuws.example/', false],
    ['https://nieuws.example', 'wss://nieuws.example/', false],
    ['ws://nieuws.example', 'wss://nieuws.example/', true],
    ['*.example', 'https://nieuws.example/', true],
    ['*.nieuws.example', 'https://a.b.nieuws.example/', true],
    ['*.nieuws.example', 'https://nieuws.example/', false],
    ['*.nieuws.example', 'https://slechtnieuws.example/', false],
    ['https://*', 'https://nieuws.example/', true],
    ['https://nieuws.example:443', 'https://nieuws.example/', true],
    ['https://nieuws.example', 'https://nieuws.example:8443/', false],
    ['https://nieuws.example:*', 'https://nieuws.example:8443/', true],
    ['https://nieuws.example:8443', 'https://nieuws.example:8443/', true],
    ['http://nieuws.example:80', 'https://nieuws.example/', true],
    ['http://nieuws.example:8080', 'https://nieuws.example/', false],
    ['https://nieuws.example/', 'https://nieuws.example/embed/v1/a.js', true],
    ['https://nieuws.example/embed/', 'https://nieuws.example/embed/v1/a.js', true],
    ['https://nieuws.example/embed', 'https://nieuws.example/embed/v1/a.js', false],
    ['https://nieuws.example/embed/v1/a.js', 'https://nieuws.example/embed/v1/a.js?x=1', true],
    ['https://nieuws.example/embed/v1/A.js', 'https://nieuws.example/embed/v1/a.js', false],
    ['https://nieuws.example/%65mbed/', 'https://nieuws.example/embed/v1/a.js', true],
    ['https://nieuws.example/%', 'https://nieuws.example/embed/', false],
    ['https://', 'https://nieuws.example/', false],
    ['nieuws..example', 'https://nieuws.example/', false],
  ])('%s for %s: %s', (source, address, isIn) => {
    expect(matchesSources(new URL(address), [source], new URL(PAGE))).toBe(isIn);
  });

  test('any one of them is enough', () => {
    const list = ["'none'", 'https://elders.example', 'https://nieuws.example'];
    expect(matchesSources(new URL(SCRIPT), list, new URL(PAGE))).toBe(true);
  });

  test('none of an empty list', () => {
    expect(matchesSources(new URL(SCRIPT), [], new URL(PAGE))).toBe(false);
  });
});

describe('what is missing', () => {
  const script = { script: { url: SCRIPT } };
  const connect = { connect: CONNECT };
  const trusted = { trustedTypes: TRUSTED };
  test.each<[string, string, Needs, string[]]>([
    ['no rule asks for nothing', "img-src 'self'; frame-ancestors 'none'", ALL, []],
    ['a list gets our folder', "script-src 'self'", script, [`script-src 'self' ${HOST}/embed/`]],
    ["'none' gives way", "script-src 'none'", script, [`script-src ${HOST}/embed/`]],
    ['an empty list is filled', 'script-src', script, [`script-src ${HOST}/embed/`]],
    [
      'a new directive takes over what it fell back to',
      "default-src 'self' https://cdn.example",
      script,
      [`script-src 'self' https://cdn.example ${HOST}/embed/`],
    ],
    [
      "all of default-src 'none'",
      "default-src 'none'",
      ALL,
      [`script-src ${HOST}/embed/`, `connect-src ${HOST} wss://nieuws.example`],
    ],
    ['default-src * lets all through', 'default-src *', ALL, []],
    [
      'script-src-elem goes before script-src',
      `script-src ${HOST}; script-src-elem 'self'`,
      script,
      [`script-src-elem 'self' ${HOST}/embed/`],
    ],
    ['script-src-elem that allows is enough', `script-src 'none'; script-src-elem ${HOST}`, script, []],
    ['script-src goes before default-src', `default-src 'none'; script-src ${HOST}`, script, []],
    [
      'the first of two counts',
      `script-src 'self'; script-src ${HOST}`,
      script,
      [`script-src 'self' ${HOST}/embed/`],
    ],
    [
      'only the socket is missing',
      `connect-src ${HOST}`,
      connect,
      [`connect-src ${HOST} wss://nieuws.example`],
    ],
    ['only the board is missing', 'connect-src wss:', connect, [`connect-src wss: ${HOST}`]],
    ['https: brings no socket', 'connect-src https:', connect, ['connect-src https: wss://nieuws.example']],
    ['a star brings the socket', 'connect-src *', connect, []],
    ['the path of the socket counts', `connect-src ${HOST} wss://nieuws.example/socket.io/`, connect, []],
    ['names are read in any case', `SCRIPT-SRC ${HOST}`, script, []],
    [
      'a nonce alone does not bring our tag',
      "script-src 'nonce-abc'",
      script,
      [`script-src 'nonce-abc' ${HOST}/embed/`],
    ],
    [
      'a nonce on our tag is enough',
      "script-src 'nonce-abc'",
      { script: { url: SCRIPT, hasNonce: true } },
      [],
    ],
    [
      'a nonce on our tag is nothing where no nonce rules',
      "script-src 'self'",
      { script: { url: SCRIPT, hasNonce: true } },
      [`script-src 'self' ${HOST}/embed/`],
    ],
    [
      "under 'strict-dynamic' no address counts",
      `script-src 'nonce-abc' 'strict-dynamic' ${HOST}`,
      { script: { url: SCRIPT, integrity: INTEGRITY } },
      [`script-src 'nonce-abc' 'strict-dynamic' ${HOST} '${INTEGRITY}'`],
    ],
    [
      "under 'strict-dynamic' without a hash it takes a nonce",
      "script-src 'strict-dynamic' 'sha256-abc='",
      script,
      ["script-src 'strict-dynamic' 'sha256-abc=' 'nonce-…'"],
    ],
    [
      "'strict-dynamic' in default-src rules scripts, and nothing else",
      `default-src 'nonce-abc' 'strict-dynamic' ${HOST} wss://nieuws.example`,
      { ...ALL, script: { url: SCRIPT, hasNonce: true } },
      [],
    ],
    [
      'the hash of our tag is enough',
      `script-src '${INTEGRITY}'`,
      { script: { url: SCRIPT, integrity: INTEGRITY } },
      [],
    ],
    [
      'style falls back to default-src',
      "default-src 'self'",
      { style: `${HOST}/embed/v1/reserve.css` },
      [`style-src 'self' ${HOST}/embed/`],
    ],
    [
      'style-src-elem rules',
      `style-src ${HOST}; style-src-elem 'self'`,
      { style: `${HOST}/embed/v1/reserve.css` },
      [`style-src-elem 'self' ${HOST}/embed/`],
    ],
    [
      'unsafe-inline is no address',
      "style-src 'unsafe-inline'",
      { style: `${HOST}/embed/v1/reserve.css` },
      [`style-src 'unsafe-inline' ${HOST}/embed/`],
    ],
    [
      'a frame falls back to child-src',
      "child-src 'self'; default-src *",
      { frame: `${HOST}/embed/ticker` },
      [`frame-src 'self' ${HOST}/embed/`],
    ],
    [
      'frame-src is only added to',
      "frame-src 'self'; child-src *",
      { frame: `${HOST}/embed/ticker` },
      [`frame-src 'self' ${HOST}/embed/`],
    ],
    ['trusted types without a list ask for nothing', "require-trusted-types-for 'script'", trusted, []],
    [
      'a list of policies gets ours',
      "require-trusted-types-for 'script'; trusted-types dompurify",
      trusted,
      ['trusted-types dompurify news-ticker'],
    ],
    [
      'the list rules also where nothing is required',
      'trusted-types dompurify',
      trusted,
      ['trusted-types dompurify news-ticker'],
    ],
    ['an empty list is a list', 'trusted-types', trusted, ['trusted-types news-ticker']],
    ["trusted-types 'none' gives way", "trusted-types 'none'", trusted, ['trusted-types news-ticker']],
    ['a star allows any name', 'trusted-types *', trusted, []],
    [
      'names of policies are read as they stand',
      'trusted-types News-Ticker',
      trusted,
      ['trusted-types News-Ticker news-ticker'],
    ],
    [
      'more than one copy asks for duplicates',
      'trusted-types news-ticker',
      { trustedTypes: { ...TRUSTED, isRepeated: true } },
      ["trusted-types news-ticker 'allow-duplicates'"],
    ],
    [
      'a star is no leave for duplicates',
      'trusted-types *',
      { trustedTypes: { ...TRUSTED, isRepeated: true } },
      ["trusted-types * 'allow-duplicates'"],
    ],
    [
      'duplicates that are allowed already',
      "trusted-types news-ticker 'allow-duplicates'",
      { trustedTypes: { ...TRUSTED, isRepeated: true } },
      [],
    ],
    ['a sandbox must let scripts run', 'sandbox allow-forms', script, ['sandbox allow-forms allow-scripts']],
    ['a sandbox that does', 'sandbox allow-scripts', script, []],
  ])('%s', (_name, policy, needs, wanted) => {
    expect(lines(policy, needs)).toEqual(wanted);
  });

  test('of several policies, each must allow it', () => {
    const { policies } = readPolicies(`script-src ${HOST}, connect-src 'self'`);
    const [first, second] = checkPolicies(policies, ALL, PAGE);
    expect(first?.additions).toEqual([]);
    expect(second?.additions.map(({ line }) => line)).toEqual([
      `connect-src 'self' ${HOST} wss://nieuws.example`,
    ]);
  });

  test.each([
    ["'strict-dynamic' and a nonce", "script-src 'strict-dynamic' 'nonce-abc'", {}, true],
    ['the same by default-src', "default-src 'strict-dynamic' 'nonce-abc'", {}, true],
    ['with the nonce on our tag', "script-src 'strict-dynamic' 'nonce-abc'", { hasNonce: true }, false],
    [
      'with a hash that the policy can name',
      "script-src 'strict-dynamic' 'nonce-abc'",
      { integrity: INTEGRITY },
      false,
    ],
    ['where addresses count', "script-src 'nonce-abc'", {}, false],
    ['where no nonce rules', "script-src 'strict-dynamic' 'sha256-abc='", {}, false],
  ])('the tag rather than the policy wants the nonce: %s', (_name, policy, tag, wants) => {
    const [checked] = checkPolicies(
      [parsePolicy(policy, 'header')],
      { script: { url: SCRIPT, ...tag } },
      PAGE,
    );
    expect(checked?.wantsNonce).toBe(wants);
    if (wants) expect(checked?.additions).toEqual([]);
  });

  test('the script beside a frame is missing for its height alone', () => {
    const frame: Needs = {
      frame: `${HOST}/embed/ticker`,
      script: { url: `${HOST}/embed/v1/frame.js`, isOptional: true },
    };
    const [checked] = checkPolicies([parsePolicy("default-src 'self'", 'header')], frame, PAGE);
    expect(checked?.lacks).toBe('ticker');
    expect(checked?.additions.map(({ line, isOptional }) => [line, isOptional])).toEqual([
      [`script-src 'self' ${HOST}/embed/`, true],
      [`frame-src 'self' ${HOST}/embed/`, false],
    ]);
  });

  test('once everything is added, nothing is missing', () => {
    const text =
      "default-src 'none'; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; sandbox";
    const [checked] = checkPolicies([parsePolicy(text, 'header')], ALL, PAGE);
    expect(checked?.result).toBe(
      `default-src 'none'; img-src 'self'; require-trusted-types-for 'script'; trusted-types news-ticker; sandbox allow-scripts; script-src ${HOST}/embed/; connect-src ${HOST} wss://nieuws.example`,
    );
    expect(lines(checked?.result ?? '')).toEqual([]);
  });

  test('a source without a scheme is one of the page', () => {
    const [checked] = checkPolicies(
      [parsePolicy('script-src nieuws.example', 'header')],
      { script: { url: 'http://nieuws.example/embed/v1/news-ticker.js' } },
      'http://krant.example/',
    );
    expect(checked?.additions).toEqual([]);
  });
});
