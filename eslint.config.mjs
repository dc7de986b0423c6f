import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * What a room may not import: `never`, and of `typesOnly` no values; both match the import's text.
 * test/architecture.test.ts asserts the same rules by its own reading of the imports.
 */
function room(files, { never, typesOnly, message }) {
  const patterns = [{ regex: never, message }];
  if (typesOnly) patterns.push({ regex: typesOnly, allowTypeImports: true, message: 'Its types only.' });
  return { files, rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] } };
}

/** Of the editor's functions, those whose texts may hold links or icons, and the files that make such texts plain. */
const markupSurfaces = [
  'show(Information|Warning|Error)Message',
  'showQuickPick',
  'createQuickPick',
  'showInputBox',
  'createInputBox',
  'withProgress',
  'registerCommand',
  'createStatusBarItem',
  'setStatusBarMessage',
  'MarkdownString',
].join('|');
const plainSurfaces = ['src/host/prompts.ts', 'src/host/statusItem.ts', 'src/host/plainMarkdown.ts'];

/** An import from one of these rooms, from whatever depth. */
const from = (...rooms) => `(^|/)(${rooms.join('|')})/`;
const vscode = '^vscode$';
const protocol = '/protocol\\.js$';

export default tseslint.config(
  { ignores: ['dist/', 'assembly/', '.host/', 'test-results/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `!` is needed beside typed arrays and regular expressions whose shape is known.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300 }],
    },
  },
  { files: ['**/*.mjs', '**/*.cjs', '**/*.js'], languageOptions: { globals: globals.node } },
  { files: ['**/*.cjs', '**/*.js'], languageOptions: { sourceType: 'commonjs' } },
  { files: ['test/**/*.ts'], rules: { 'max-lines': 'off', 'no-control-regex': 'off' } },

  room(['src/engine/**'], {
    never: `^[^.]|${protocol}|${from('config', 'data', 'findings', 'derivation', 'kernels', 'worker', 'debug', 'host', 'webview')}`,
    message: 'The engine imports nothing outside itself.',
  }),
  room(['src/findings/**'], {
    never: `${vscode}|^node:|${protocol}|${from('data', 'worker', 'debug', 'host', 'webview')}`,
    typesOnly: from('config'),
    message: 'Findings are words for what the engine found, and know no editor and no files.',
  }),
  room(['src/derivation/**'], {
    never: `${vscode}|^node:|${protocol}|${from('config', 'data', 'worker', 'debug', 'host', 'webview')}`,
    message: 'A derivation knows the engine, and no editor and no files.',
  }),
  room(['src/config/**'], {
    never: `${vscode}|${protocol}|${from('data', 'findings', 'derivation', 'worker', 'debug', 'host', 'webview')}`,
    message: 'config knows the engine and nobody else.',
  }),
  room(['src/data/**'], {
    never: `${vscode}|${protocol}|${from('findings', 'derivation', 'worker', 'debug', 'host', 'webview')}`,
    message: 'data knows the engine and the config.',
  }),
  room(['src/kernels/**'], {
    never: `${vscode}|${protocol}|${from('config', 'data', 'findings', 'derivation', 'worker', 'debug', 'host', 'webview')}`,
    message: 'The kernels know the engine and nobody else.',
  }),
  room(['src/worker/**'], {
    never: `${vscode}|${from('debug', 'host', 'webview')}`,
    message: 'The worker drives config, data and engine, and knows no editor.',
  }),
  room(['src/debug/**', 'src/cli.ts', 'src/cli/**'], {
    never: `${vscode}|${from('worker', 'host', 'webview')}`,
    message: 'The debugger and the command line know no editor.',
  }),
  room(['src/host/**', 'src/extension.ts'], {
    never: from('webview'),
    message: 'A page is reached by messages only.',
  }),
  {
    files: ['src/host/**', 'src/extension.ts'],
    ignores: plainSurfaces,
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: `:matches(MemberExpression, ObjectPattern > Property):matches([property.name=/^(${markupSurfaces})$/], [key.name=/^(${markupSurfaces})$/])`,
          message: `Its texts may come from a file: go through ${plainSurfaces.join(', ')}.`,
        },
      ],
    },
  },
  room(['webview/**'], {
    never: `${vscode}|^node:|/src/(?!protocol\\.js$)`,
    typesOnly: '/src/protocol\\.js$',
    message: 'A page knows src/protocol, and of that the types only.',
  }),
);
