/** What directives of a Content-Security-Policy are called: how a policy is told from all else that is pasted with it. */
const DIRECTIVES: ReadonlySet<string> = new Set(
  [
    ...['default', 'child', 'connect', 'fenced-frame', 'font', 'frame', 'img', 'manifest', 'media', 'object'],
    ...['prefetch', 'script', 'style', 'worker'],
  ]
    .map((name) => `${name}-src`)
    .concat([
      ...['script-src-elem', 'script-src-attr', 'style-src-elem', 'style-src-attr'],
      ...['base-uri', 'form-action', 'frame-ancestors', 'navigate-to', 'sandbox'],
      ...['report-uri', 'report-to', 'plugin-types', 'require-sri-for', 'webrtc'],
      ...['require-trusted-types-for', 'trusted-types'],
      ...['upgrade-insecure-requests', 'block-all-mixed-content'],
    ]),
);

/** Names that headers have as well. */
const HEADERS: ReadonlySet<string> = new Set(['report-to', 'upgrade-insecure-requests']);

export function isDirective(name: string): boolean {
  return DIRECTIVES.has(name.toLowerCase());
}

/** The directive with which this begins. */
export function firstDirective(text: string): string | undefined {
  const [, name = ''] = /^\s*([a-z-]+)(?=[\s;,]|$)/i.exec(text) ?? [];
  return isDirective(name) ? name.toLowerCase() : undefined;
}

/** Whether this is a policy, though nobody says so. */
export function beginsPolicy(text: string): boolean {
  const name = firstDirective(text);
  if (name === undefined || !HEADERS.has(name)) return name !== undefined;
  const [, next] = /[;,\n]\s*([^]*)/.exec(text) ?? [];
  return next !== undefined && beginsPolicy(next);
}

export function hasDirective(policy: string, name: string): boolean {
  return policy.split(/[;,]/).some((part) => firstDirective(part) === name);
}
