import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { forbidden, rooms } from './scripts/rooms.mjs';

/** The rules for the imports of a room; test/architecture.test.ts asserts them by its own reading of the imports. */
function rulesOf(room) {
  const { name, types, node, vscode } = room;
  const patterns = [
    { regex: importOf(forbidden(room)), message: `${name} may not import this room: see scripts/rooms.mjs.` },
  ];
  if (types.length)
    patterns.push({ regex: importOf(types), allowTypeImports: true, message: 'Its types only.' });
  if (!node) patterns.push({ regex: '^node:', message: `${name} runs without Node.` });
  if (!vscode) patterns.push({ regex: '^vscode$', message: `${name} does not know the editor.` });
  if (name === 'engine')
    patterns.push({ regex: '^[^.]', message: 'The engine imports nothing outside itself.' });
  const files = name === 'webview' ? ['webview/**'] : [`src/${name}.ts`, `src/${name}/**`];
  return { files, rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] } };
}

/** An import from one of these rooms, from whatever depth. */
const importOf = (names) => `^\\.{1,2}/(.*/)?(${names.join('|')})/|^(\\.\\./)+(${names.join('|')})\\.js$`;

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
const plainSurfaces = [
  'src/host/editor/prompts.ts',
  'src/host/editor/statusItem.ts',
  'src/host/editor/plainMarkdown.ts',
];

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

  ...rooms.map(rulesOf),
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
);
