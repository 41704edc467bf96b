/** People paste a policy as they find it: in headers, settings, code, a page or a message of a browser. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPolicies } from '../../../client/configurator/read-policies.ts';

/** Each policy as its directives, so that nothing is made up and nothing is lost. */
function read(pasted: string): string[] {
  return readPolicies(pasted).policies.map(({ directives }) =>
    [...directives].map(([name, values]) => [name, ...values].join(' ')).join('; '),
  );
}

const SELF = "default-src 'self'";
const BOTH = "default-src 'self'; script-src 'self' https://cdn.example";
const NONE = "default-src 'none'";

describe('read whole, and nothing but that', () => {
  test.each<[string, string, string[]]>([
    ['a bare policy', BOTH, [BOTH]],
    ['over several lines', "default-src 'self';\n  script-src 'self'\n  https://cdn.example;\n", [BOTH]],
    ['a directive a line, without semicolons', BOTH.replace('; ', '\n'), [BOTH]],
    ['with a line between', `Content-Security-Policy:\n  ${BOTH.replace('; ', ';\n\n  ')}\n\nHallo`, [BOTH]],
    [
      'names a line further',
      `trusted-types\n  dompurify; ${SELF}; sandbox\n  allow-forms`,
      [`trusted-types dompurify; ${SELF}; sandbox allow-forms`],
    ],
    [
      'with an address in it',
      `script-src https://cdn.example; ${SELF}`,
      [`script-src https://cdn.example; ${SELF}`],
    ],
    [
      'with an address that is none',
      `script-src //cdn.example; ${SELF}`,
      [`script-src //cdn.example; ${SELF}`],
    ],
    ['with a comment behind it', `res.set('content-security-policy', "${SELF}"); // was "${NONE}"`, [SELF]],
    ['two of them, a line each', `${BOTH}\n${NONE}`, [BOTH, NONE]],
    ['with a name before it', `csp: ${BOTH}`, [BOTH]],
    ['between quotes', `"${BOTH}"`, [BOTH]],
    ['between backticks', `\`${BOTH}\``, [BOTH]],
    ['between single quotes, as if there were no others', `'${BOTH}'`, [BOTH]],
    ['in a variable', `const csp = "${BOTH}";`, [BOTH]],
    ['a quote that is not closed', `"${BOTH}`, [BOTH]],

    ['a header', `Content-Security-Policy: ${BOTH}`, [BOTH]],
    ['two headers', `content-security-policy: ${SELF}\r\nContent-Security-Policy: ${NONE}`, [SELF, NONE]],
    ['two policies in one header', `Content-Security-Policy: ${SELF}, ${NONE}`, [SELF, NONE]],
    [
      'one beside one that only reports',
      `Content-Security-Policy: ${SELF}\nContent-Security-Policy-Report-Only: ${NONE}`,
      [SELF],
    ],
    [
      'other headers around it',
      `HTTP/2 200\ncontent-type: text/html\ncontent-security-policy: ${SELF}\nx-frame-options: DENY`,
      [SELF],
    ],
    [
      'a header that is folded',
      `HTTP/1.1 200 OK\nContent-Security-Policy: default-src 'self';\n  script-src 'self'\n  https://cdn.example\nVary: *`,
      [BOTH],
    ],
    [
      'a scheme at the start of a line',
      `content-security-policy: img-src\nhttps: data:;\n${SELF}`,
      [`img-src https: data:; ${SELF}`],
    ],
    [
      'a mail that quotes it',
      `> Content-Security-Policy: default-src 'self';\n> script-src 'self' https://cdn.example\n> Vary: *`,
      [BOTH],
    ],
    [
      'an older header that no browser reads',
      `X-Content-Security-Policy: ${NONE}\nContent-Security-Policy: ${SELF}`,
      [SELF],
    ],

    [
      'curl -v',
      `> GET / HTTP/2\n> host: krant.example\n>\n< HTTP/2 200\n< content-security-policy: ${BOTH}\n< x-frame-options: DENY\n<`,
      [BOTH],
    ],
    [
      'curl -IL: what a redirect says is not about the page',
      `HTTP/1.1 301 Moved Permanently\nLocation: https://krant.example/\nContent-Security-Policy: ${NONE}\n\nHTTP/2 200\ncontent-security-policy: ${SELF}\n`,
      [SELF],
    ],
    [
      'curl -iL: the page with its headers',
      `HTTP/1.1 302 Found\nContent-Security-Policy: ${NONE}\n\nHTTP/2 200\ncontent-security-policy: ${SELF}\n\n<!doctype html><html><head><meta http-equiv=Content-Security-Policy content="img-src *"></head><body><p>Content-Security-Policy: ${NONE}</p></body></html>\n`,
      [SELF, 'img-src *'],
    ],

    [
      'DevTools: the value below the name',
      `content-security-policy:\n${BOTH}\nx-frame-options:\nDENY\nx-content-type-options:\nnosniff`,
      [BOTH],
    ],
    [
      'DevTools: the value below the name, indented',
      `content-security-policy:\n ${BOTH}\nx-frame-options:\n DENY`,
      [BOTH],
    ],
    [
      'DevTools: names without a colon',
      `cache-control\nno-store\ncontent-security-policy\n${BOTH}\nx-frame-options\nDENY`,
      [BOTH],
    ],
    ['DevTools: a table', `content-security-policy\t${BOTH}\nx-frame-options\tDENY`, [BOTH]],
    [
      'DevTools: as JSON',
      JSON.stringify({
        headers: [
          { name: 'content-security-policy', value: BOTH },
          { name: 'vary', value: '*' },
        ],
      }),
      [BOTH],
    ],

    ['nginx', `add_header Content-Security-Policy "${BOTH}" always;`, [BOTH]],
    [
      'nginx, over several lines',
      `add_header Content-Security-Policy "default-src 'self';\n    script-src 'self' https://cdn.example" always;\nadd_header X-Frame-Options DENY;`,
      [BOTH],
    ],
    [
      'nginx, through a variable',
      `set $csp "${BOTH}";\nadd_header Content-Security-Policy $csp always;`,
      [BOTH],
    ],
    [
      'nginx, one of the two switched off',
      `# add_header Content-Security-Policy "${NONE}";\nadd_header Content-Security-Policy "${SELF}";`,
      [SELF],
    ],
    ['without its quotes', `add_header Content-Security-Policy ${BOTH} always;`, [BOTH]],
    ['Apache', `Header always set Content-Security-Policy "${BOTH}"`, [BOTH]],
    [
      '.htaccess',
      `<IfModule mod_headers.c>\n  Header set Content-Security-Policy "default-src 'self'; \\\n    script-src 'self' https://cdn.example"\n  Header set X-Frame-Options DENY\n</IfModule>`,
      [BOTH],
    ],
    [
      '.htaccess with a condition',
      `Header set Content-Security-Policy "${BOTH}" "expr=%{CONTENT_TYPE} =~ m#text/html#"`,
      [BOTH],
    ],
    ['Caddy', `header {\n\tContent-Security-Policy "${BOTH}"\n\tX-Frame-Options DENY\n}`, [BOTH]],
    ['HAProxy', `http-response set-header Content-Security-Policy ${SELF.replace(' ', '\\ ')}`, [SELF]],
    [
      'IIS',
      `<httpProtocol><customHeaders>\n<!-- <add name="Content-Security-Policy" value="${NONE}" /> -->\n<remove name="X-Powered-By" /><add name="Content-Security-Policy" value="${BOTH}" />\n<add name="X-Frame-Options" value="DENY" /></customHeaders></httpProtocol>`,
      [BOTH],
    ],
    [
      'IIS, the other way round, with entities',
      `<add value="default-src &#39;self&#39;" name="Content-Security-Policy"/>`,
      [SELF],
    ],
    [
      '_headers',
      `/*\n  Content-Security-Policy: ${BOTH}\n  X-Frame-Options: DENY\n/api/*\n  Vary: *`,
      [BOTH],
    ],
    [
      'netlify.toml',
      `[headers.values]\n  Content-Security-Policy = '''\n    default-src 'self';\n    script-src 'self' https://cdn.example'''\n  X-Frame-Options = "DENY"`,
      [BOTH],
    ],
    [
      'YAML',
      `headers:\n  Content-Security-Policy: >-\n    default-src 'self';\n    script-src 'self' https://cdn.example\n  X-Frame-Options: DENY`,
      [BOTH],
    ],
    ['YAML, its quotes doubled', `Content-Security-Policy: '${BOTH.replace(/'/g, "''")}'`, [BOTH]],
    ['a header between quotes', `Content-Security-Policy: "${BOTH}"`, [BOTH]],

    ['JSON', JSON.stringify({ 'Content-Security-Policy': BOTH, Vary: '*' }), [BOTH]],
    [
      'JSON by key and value',
      JSON.stringify({ headers: [{ key: 'Content-Security-Policy', value: BOTH }] }, null, 2),
      [BOTH],
    ],
    ['JSON with a list of values', JSON.stringify({ 'content-security-policy': [SELF, NONE] }), [SELF, NONE]],
    ['JavaScript', `res.setHeader('Content-Security-Policy', "${BOTH}");`, [BOTH]],
    ['JavaScript, escaped', `res.set('Content-Security-Policy', '${BOTH.replace(/'/g, "\\'")}');`, [BOTH]],
    [
      'JavaScript, put together',
      `res.set('Content-Security-Policy', "default-src 'self'; " +\n  "script-src 'self' https://cdn.example");`,
      [BOTH],
    ],
    [
      'JavaScript, as a list that is joined',
      `res.set('Content-Security-Policy', [\n  "default-src 'self'",\n  "script-src 'self' https://cdn.example",\n].join('; '));`,
      [BOTH],
    ],
    [
      'a list without a name',
      `const csp = [\n  "default-src 'self'",\n  "script-src 'self' https://cdn.example",\n].join('; ');`,
      [BOTH],
    ],
    ['two lists without a name', `a = ["${SELF}"]; b = ["${NONE}", "${SELF}"]`, [SELF, NONE, SELF]],
    ['PHP', `header("Content-Security-Policy: ${BOTH}");`, [BOTH]],
    [
      'Python',
      `response["Content-Security-Policy"] = (\n    "default-src 'self'; "\n    "script-src 'self' https://cdn.example"\n)`,
      [BOTH],
    ],

    ['a meta tag', `<meta http-equiv="Content-Security-Policy" content="${BOTH}">`, [BOTH]],
    [
      'a meta tag the other way round, with entities',
      `<head><meta charset=utf-8><META content='default-src &#39;self&#39;' HTTP-EQUIV=content-security-policy /></head>`,
      [SELF],
    ],
    [
      'a comma in a meta tag ends nothing',
      '<meta http-equiv=Content-Security-Policy content="img-src x, y">',
      ['img-src x, y'],
    ],
    [
      'the source of a whole page',
      `<!DOCTYPE html>\n<html lang="nl"><head><!-- <meta http-equiv="Content-Security-Policy" content="${NONE}"> -->\n<title>It's "news"</title><meta http-equiv="Content-Security-Policy" content="${SELF}"><script>var a = '<meta http-equiv="Content-Security-Policy" content="${NONE}">'</script></head><body><p>default-src 'none'<meta http-equiv="Content-Security-Policy" content="${NONE}"></body></html>`,
      [SELF],
    ],
  ])('%s', (_name, pasted, wanted) => {
    const { isWhole } = readPolicies(pasted);
    expect(read(pasted)).toEqual(wanted);
    expect(isWhole).toBe(true);
  });

  test('a meta tag is told from a header', () => {
    const froms = (pasted: string) => readPolicies(pasted).policies.map(({ from }) => from);
    expect(froms(`<meta http-equiv="Content-Security-Policy" content="${SELF}">`)).toEqual(['meta']);
    expect(froms(`<add name="Content-Security-Policy" value="${SELF}" />`)).toEqual(['header']);
  });
});

describe('any policy is read as it is', () => {
  const SOURCES = [
    "'self'",
    "'none'",
    "'nonce-Ab+/='",
    "'strict-dynamic'",
    '*',
    'https:',
    'data:',
    'localhost:3000',
  ];
  const HOSTS = [
    '*.krant.example',
    'cdn.example',
    'wss://*.krant.example',
    'https://cdn.example:8443/pad/a.js?b',
  ];
  const FETCH = ['default-src', 'script-src', 'style-src-elem', 'connect-src', 'frame-ancestors', 'base-uri'];
  const sourced = fc
    .tuple(fc.constantFrom(...FETCH), fc.uniqueArray(fc.constantFrom(...SOURCES, ...HOSTS), { minLength: 1 }))
    .map((words) => words.flat().join(' '));
  const other = fc.constantFrom(
    'upgrade-insecure-requests',
    'sandbox allow-scripts allow-forms',
    "require-trusted-types-for 'script'",
    "trusted-types dompurify 'allow-duplicates'",
    'report-uri /csp?a=b',
    'report-to csp-endpoint',
  );
  const policy = fc
    .tuple(sourced, fc.array(fc.oneof(sourced, other), { maxLength: 6 }))
    .map(([first, more]) =>
      [...new Map([...more, first].map((one) => [one.split(' ')[0], one])).values()].reverse(),
    );

  test.each<[string, (directives: string[]) => string]>([
    ['bare', (all) => all.join('; ')],
    ['a directive a line', (all) => all.join('\n')],
    ['a word a line', (all) => `Content-Security-Policy: ${all.join('; ').replace(/ /g, '\n  ')}\nVary: *`],
    ['curl -v', (all) => `< HTTP/2 200\n< content-security-policy: ${all.join('; ')};\n< vary: *`],
    ['mail', (all) => all.join(';\n').replace(/^/gm, '> ')],
    ['DevTools', (all) => `vary\n*\ncontent-security-policy\n${all.join('; ')}\nx-frame-options\nDENY`],
    [
      'nginx',
      (all) => `add_header Content-Security-Policy "\n ${all.join(';\n ')};\n" always;\nadd_header A "b";`,
    ],
    ['IIS', (all) => `<add name="Content-Security-Policy" value="${all.join('; ')}" />`],
    ['_headers', (all) => `/*\n  Content-Security-Policy: ${all.join('; ')}\n  X-Frame-Options: DENY`],
    ['YAML', (all) => `headers:\n  Content-Security-Policy: |\n    ${all.join(';\n    ')}\n  A: b`],
    ['quotes', (all) => `'${all.join('; ')}'`],
    ['escapes', (all) => `set('Content-Security-Policy', '${all.join('; ').replace(/'/g, "\\'")}')`],
    ['a template', (all) => `const csp = \`\n  ${all.join(';\n  ')};\n\`;`],
    ['a list', (all) => `const csp = [\n${all.map((one) => `  "${one}",`).join('\n')}\n].join('; ');`],
    ['JSON', (all) => JSON.stringify([{ name: 'content-security-policy', value: all.join('; ') }], null, 2)],
  ])('%s', (_name, wrap) => {
    fc.assert(
      fc.property(policy, (directives) => {
        const pasted = wrap(directives);
        expect(read(pasted)).toEqual([directives.join('; ')]);
        expect(readPolicies(pasted).isWhole).toBe(true);
      }),
    );
  });
});

describe('read for a part, which is said', () => {
  test.each<[string, string, string[]]>([
    [
      'helmet, which adds directives of its own',
      `app.use(helmet({ contentSecurityPolicy: { directives: {\n  defaultSrc: ["'self'"],\n  "script-src": ["'self'", 'https://cdn.example'],\n  upgradeInsecureRequests: [],\n} } }));`,
      [`${BOTH}; upgrade-insecure-requests`],
    ],
    [
      'helmet with what is worked out later',
      `directives: { scriptSrc: ["'self'", (req, res) => nonceOf(res), list["a"]], imgSrc: '*' }`,
      ["script-src 'self'; img-src *"],
    ],
    [
      'a framework that puts the quotes itself',
      `csp: { directives: { 'default-src': ['self'], 'script-src': ['self', 'https://cdn.example'] } }`,
      [BOTH],
    ],
    [
      'JSON by directive',
      JSON.stringify({ 'Content-Security-Policy': { 'default-src': ["'self'"] } }),
      [SELF],
    ],
    [
      'put together with what stands elsewhere',
      `res.set("Content-Security-Policy", "default-src 'self'; " + others)`,
      [SELF],
    ],
    [
      'with a variable in it',
      `add_header Content-Security-Policy "script-src 'self' $others";`,
      ["script-src 'self' $others"],
    ],
    [
      'one that can be read, and one that cannot',
      `Content-Security-Policy: ${SELF}\nadd_header Content-Security-Policy $csp;`,
      [SELF],
    ],
    [
      'what Chrome says',
      `Refused to load the script 'https://nieuws.example/x.js' because it violates the following Content Security Policy directive: "script-src 'self'". Note that 'script-src-elem' was not explicitly set, so 'script-src' is used as a fallback.`,
      ["script-src 'self'"],
    ],
    [
      'what Firefox says',
      "Content-Security-Policy: The page’s settings blocked the loading of a resource (script-src-elem) at https://nieuws.example/x.js because it violates the following directive: “script-src 'self'”",
      ["script-src 'self'"],
    ],
  ])('%s', (_name, pasted, wanted) => {
    expect(read(pasted)).toEqual(wanted);
    expect(readPolicies(pasted).isWhole).toBe(false);
  });

  test('a nonce that is filled in for each page leaves nothing open', () => {
    const pasted = `add_header Content-Security-Policy "script-src 'nonce-$request_id'";`;
    expect(readPolicies(pasted)).toMatchObject({ isWhole: true, policies: [{ from: 'header' }] });
  });
});

describe('no policy', () => {
  test.each([
    ['nothing', '  '],
    ['words', 'Wij hebben geen Content-Security-Policy, geloof ik. Wel een sandbox.'],
    ['headers without one', 'HTTP/2 200\ncontent-type: text/html\nx-frame-options: DENY'],
    ['headers that are called as directives are', 'upgrade-insecure-requests\n1\nreport-to\n{"group":"x"}'],
    [
      'the same as JSON',
      '[{"name":"Upgrade-Insecure-Requests","value":"1"},{"name":"report-to","value":"x"}]',
    ],
    ['an empty header', 'content-security-policy:\nx-frame-options: DENY'],
    ['a page without one', '<!doctype html><meta name="viewport" content="width=device-width"><p>Hallo'],
    ['a page that speaks of one', `<html><body><pre>Content-Security-Policy: ${NONE}</pre></body></html>`],
    ['one that is switched off', `# add_header Content-Security-Policy "${NONE}";`],
    ['one that is taken away', 'proxy_hide_header Content-Security-Policy;'],
    ['a variable', 'add_header Content-Security-Policy $csp always;'],
  ])('%s', (_name, pasted) => {
    expect(readPolicies(pasted)).toMatchObject({ policies: [], reportOnly: 0 });
  });

  test('only that of a redirect, which is not about the page', () => {
    const pasted = `HTTP/2 301\nlocation: https://www.krant.example/\ncontent-security-policy: ${SELF}`;
    expect(readPolicies(pasted)).toMatchObject({ policies: [], isRedirect: true });
    expect(readPolicies(`HTTP/2 304\ncontent-security-policy: ${SELF}`).isRedirect).toBe(false);
  });

  test.each([
    `Content-Security-Policy-Report-Only: ${NONE}`,
    `add_header Content-Security-Policy-Report-Only "${NONE}" always;`,
    `contentSecurityPolicy: { reportOnly: true, directives: { defaultSrc: ["'none'"] } }`,
  ])('one that only reports stops nothing: %s', (pasted) => {
    expect(readPolicies(pasted)).toMatchObject({ policies: [], reportOnly: 1 });
  });
});
