import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refuseNewerStyles } from '../../client/embed-build/oldest-screen.ts';
import { reserveCss } from '../../client/embed-build/reserve-css.ts';
import { tickerStyles, timeStyles } from '../../client/elements/styles.ts';
import { wallStyles } from '../../client/elements/wall-styles.ts';

describe('a build stops at styles that Chrome 85 does not know', () => {
  test.each([
    'a { inset: 0 }',
    'a { inset-inline: 0 }',
    'a { inset-block-start: 0; top: 0 }',
    'a { padding-block: 1em 2em }',
    'a { border-block: 3px solid; border-block-end: 1px solid }',
    'a { border-block: 3px solid var(--rule) }',
    'a { margin-inline: auto }',
    'a { aspect-ratio: 16 / 9 }',
    'a { color: color-mix(in srgb, red, blue) }',
    'a { color: oklch(0.5 0 0) }',
    'a { block-size: 100dvh }',
    'a { b { top: 0 } }',
    ':is(a, b) { top: 0 }',
    ':where(a) { top: 0 }',
    'a:has(b) { top: 0 }',
    'a:not(b, c) { top: 0 }',
    'a:hover, a:focus-visible { top: 0 }',
    '@media (width >= 40em) { a { top: 0 } }',
    '@layer one { a { top: 0 } }',
    '@container (width > 40em) { a { top: 0 } }',
  ])('%s', (styles) => {
    expect(() => {
      refuseNewerStyles('proef.css', styles);
    }).toThrow(/^proef\.css: Chrome 85 does not know /);
  });
});

test.each([
  [
    'what has a meaning there',
    'a { top: 0; right: 0; bottom: 0; left: 0; padding-block-start: 1em; gap: 1em }',
  ],
  ['a ring that falls back on the browser’s', ':focus-visible { outline: 2px solid }'],
  [
    'what is asked for first',
    '@supports (color: color-mix(in srgb, red, blue)) { a { color: color-mix(in srgb, red, blue) } }',
  ],
  ['the ticker', `${timeStyles.cssText} ${tickerStyles.cssText}`],
  ['the wall', wallStyles.cssText],
  ['reserve.css', reserveCss()],
  ['framed.css', readFileSync(join('client', 'framed', 'framed.css'), 'utf8')],
])('it goes on with %s', (_what, styles) => {
  expect(() => {
    refuseNewerStyles('proef.css', styles);
  }).not.toThrow();
});
