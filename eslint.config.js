/**
 * @file What the compiler does not hold: the stricter rules on types and promises, the lit rules, and which way
 * imports point. server → shared ← client; outside packages have their doors.
 */
import js from '@eslint/js';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const SERVER = ['**/server/**', '**/server'];
const CLIENT = ['**/client/**', '**/client'];
const TESTS = ['**/test/**', '**/test'];
const NODE = ['node:*'];

/** Packages that few may know, and the folders or files that do: their doors. */
const DOORS = [
  { packages: ['socket.io', 'engine.io', 'ws'], doors: ['server/broadcast'] },
  {
    packages: ['express', 'helmet', 'compression', 'express-rate-limit', 'sirv', 'cookie'],
    doors: ['server/http'],
  },
  { packages: ['htmlparser2', 'ipaddr.js'], doors: ['server/wire'] },
  { packages: ['feedsmith'], doors: ['server/wire', 'server/feeds'] },
  { packages: ['undici'], doors: ['server/wire', 'server/webhooks'] },
  { packages: ['redis', '@photostructure/sqlite', 'node:sqlite'], doors: ['server/log'] },
  { packages: ['uqr'], doors: ['server/pages'] },
  { packages: ['close-with-grace'], doors: ['server/main.ts'] },
];

export default defineConfig(
  { ignores: ['dist', 'data', 'coverage', '.cache'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    files: ['**/*.{ts,js}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // A number in a sentence reads as itself.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `return next()` is how Express says that this was the last word.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // It does not know what an `await`, a callback or an attribute of a page changes meanwhile.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },

  {
    files: ['shared/**'],
    rules: {
      ...borders({ folder: 'shared', forbidden: [SERVER, CLIENT, TESTS, NODE] }),
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The time is a parameter.' },
        { object: 'Math', property: 'random', message: 'The same input gives the same outcome.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'The time is a parameter.',
        },
      ],
    },
  },
  {
    files: ['server/**'],
    languageOptions: { globals: globals.node },
    rules: borders({ folder: 'server', forbidden: [CLIENT, TESTS] }),
  },
  {
    files: ['server/**'],
    ignores: ['server/main.ts', 'server/manage-keys.ts', 'server/show-wire.ts', 'server/*.js'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'Only main.ts and the tools touch it.' },
      ],
    },
  },
  {
    files: ['client/**'],
    extends: [lit.configs['flat/recommended'], litA11y.configs.recommended, wc.configs['flat/recommended']],
    languageOptions: { globals: globals.browser },
    rules: {
      ...borders({ folder: 'client', forbidden: [SERVER, TESTS, NODE] }),
      'no-console': ['error', { allow: ['warn', 'error'] }],
      // VoiceOver takes a list without its signs for none, but for one that says what it is.
      'lit-a11y/no-redundant-role': 'off',
    },
  },
  // Part of the build, not of any page.
  {
    files: ['client/embed-build/**', 'client/package-build/**'],
    languageOptions: { globals: globals.node },
    rules: borders({ folder: 'client', forbidden: [SERVER, TESTS] }),
  },
  ...[...new Set(DOORS.flatMap(({ doors }) => doors))].map((door) => ({
    files: [door, `${door}/**`],
    rules: borders({
      folder: door.split('/')[0] ?? '',
      door,
      forbidden: door.startsWith('server') ? [CLIENT, TESTS] : [SERVER, TESTS, NODE],
    }),
  })),

  // Scripts that talk to whoever started them.
  {
    files: [
      ...['server/main.ts', 'server/manage-keys.ts', 'server/show-wire.ts', 'server/*.js'],
      ...['test/*.js', 'test/bench/**', 'test/soak/main.ts'],
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: globals.node },
    rules: {
      // Without types there is no better way to read JSON.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  // Some of its plugins have no types.
  { files: ['eslint.config.js'], extends: [tseslint.configs.disableTypeChecked] },
);

/**
 * What may not be imported in a folder. Rules of one name replace each other, so each folder has all of its own
 * in one place.
 * @param {{ folder: string, forbidden: string[][], door?: string }} place
 */
function borders({ folder, forbidden, door }) {
  const closed = DOORS.filter(({ doors }) => door === undefined || !doors.includes(door));
  const patterns = [
    { group: forbidden.flat(), message: `Imports do not point from ${folder} that way.` },
    ...closed.map(({ packages, doors }) => ({
      group: packages.flatMap((name) => [name, `${name}/*`]),
      message: `This package is for ${doors.join(' and ')} only.`,
    })),
  ];
  return { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] };
}
