import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { rooms, type Room } from '../scripts/rooms.mjs';

const root = path.resolve(__dirname, '..');

const roomNamed = new Map(rooms.map((room) => [room.name, room]));

interface Import {
  readonly file: string;
  /** The specifier of the import. */
  readonly specifier: string;
  /** The project's file that it refers to, or null for a package. */
  readonly target: string | null;
  readonly typeOnly: boolean;
  /** Whether it is loaded where the code first needs it. */
  readonly isLazy: boolean;
}

const files = ['src', 'webview'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/'))),
);
const imports = files.flatMap(importsOf);

/** Returns the folder of src/ that contains a file, or the name of the file. The pages are one room. */
function roomOf(file: string): string {
  const [top, name] = file.split('/');
  return top === 'src' ? path.parse(name).name : top;
}

function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean, isLazy = false): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const { text } = specifier;
    const target = text.startsWith('.') ? path.posix.join(path.posix.dirname(file), text) : null;
    found.push({ file, specifier: text, target, typeOnly, isLazy });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, bringsTypesOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && isLoading(node.expression)) add(node.arguments.at(0), false, true);
    ts.forEachChild(node, visit);
  };
  const text = readFileSync(path.join(root, file), 'utf8');
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
}

function bringsTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return (
    !clause.name &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.every((name) => name.isTypeOnly)
  );
}

function isLoading(called: ts.Expression): boolean {
  return (
    called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require')
  );
}

/** The extension's own manifest, schema and translations are data that everyone but the engine may read. */
const isManifest = (target: string): boolean =>
  ['package.json', 'media/backprop.schema.json'].includes(target) || target.startsWith('l10n/');

const shown = ({ file, specifier, typeOnly }: Import): string =>
  `${file}: ${typeOnly ? 'type of ' : ''}${specifier}`;
const folderOf = ({ name }: Room): string => (name === 'webview' ? name : `src/${name}`);

/** Returns the imports that a room is allowed, as CONTRIBUTING.md describes them. */
function importsOfRoom({ values, types, node, vscode }: Room): string {
  const parts = [
    ...values.map((name) => `\`${name}\``),
    ...types.map((name) => `types of \`${name}\``),
    ...(node ? ['Node'] : []),
    ...(vscode ? ['`vscode`'] : []),
  ];
  return parts.join(', ') || 'nothing';
}

const isAtOnce = ({ typeOnly, isLazy }: Import): boolean => !typeOnly && !isLazy;

const filesThatImport = (name: string): string[] => [
  ...new Set(imports.filter(({ specifier }) => specifier === name).map(({ file }) => file)),
];

/** Of the editor's functions, those whose texts may hold links or icons. */
const markupSurface =
  /^(show(Information|Warning|Error)Message|showQuickPick|createQuickPick|showInputBox|createInputBox|withProgress|registerCommand|createStatusBarItem|setStatusBarMessage|MarkdownString)$/;
/** The files that make the texts for these functions plain, through which all others go. */
const plainSurfaces = ['prompts.ts', 'statusItem.ts', 'plainMarkdown.ts'].map(
  (name) => `src/host/editor/${name}`,
);

/** Returns the names of the properties that a file reads or takes out of objects. */
function propertiesIn(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) found.push(node.name.text);
    if (ts.isBindingElement(node) && node.parent.kind === ts.SyntaxKind.ObjectBindingPattern) {
      const name = node.propertyName ?? node.name;
      if (ts.isIdentifier(name)) found.push(name.text);
    }
    ts.forEachChild(node, visit);
  };
  const text = readFileSync(path.join(root, file), 'utf8');
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

describe('The architecture', () => {
  it('is read from the real sources', () => {
    assert.ok(imports.length > 100, `only ${imports.length} imports were found`);
    assert.deepEqual(
      [...new Set(files.map(roomOf))].filter((room) => !roomNamed.has(room)),
      [],
    );
  });

  it('lets a room import only the rooms that the table allows', () => {
    const wrong = imports.filter(({ file, target, typeOnly }) => {
      if (!target || roomOf(target) === roomOf(file) || isManifest(target)) return false;
      const { values, types } = roomNamed.get(roomOf(file))!;
      return !values.includes(roomOf(target)) && !(typeOnly && types.includes(roomOf(target)));
    });
    assert.deepEqual(wrong.map(shown), []);
  });

  it('lists every room after those that it may import, so that rooms never import each other in a circle', () => {
    const wrong = rooms.flatMap(({ name, values, types }, index) =>
      [...values, ...types]
        .filter((other) => !rooms.slice(0, index).some((earlier) => earlier.name === other))
        .map((other) => `${name} may import ${other}`),
    );
    assert.deepEqual(wrong, []);
  });

  it('lets the engine import nothing but itself', () => {
    const wrong = imports.filter(
      ({ file, target }) => roomOf(file) === 'engine' && !(target && roomOf(target) === 'engine'),
    );
    assert.deepEqual(wrong.map(shown), []);
  });

  it('lets a room import Node and the editor only where the table says so', () => {
    const wrong = imports.filter(({ file, specifier, target }) => {
      const { name, node, vscode } = roomNamed.get(roomOf(file))!;
      const isManifestInPage = name === 'webview' && target !== null && isManifest(target);
      return (
        (specifier.startsWith('node:') && !node) || (specifier === 'vscode' && !vscode) || isManifestInPage
      );
    });
    assert.deepEqual(wrong.map(shown), []);
  });

  it('lets the extension load neither passes nor packages but that of its texts when it is activated', () => {
    const loaded = new Set(['src/extension.ts']);
    const packages = new Set<string>();
    for (const file of loaded)
      for (const { specifier, target } of imports.filter((each) => each.file === file && isAtOnce(each)))
        if (target) loaded.add(target.replace(/\.js$/, '.ts'));
        else if (!specifier.startsWith('node:')) packages.add(specifier);
    assert.ok(loaded.size > 50, `only ${loaded.size} files were followed`);
    assert.deepEqual([...packages].sort(), ['@vscode/l10n', 'vscode']);
    assert.deepEqual([...loaded].filter((file) => file.startsWith('src/engine/pass/')), []); // prettier-ignore
  });

  it('shows texts that may come from a file only through the functions that make them plain', () => {
    const shows = (file: string): boolean => propertiesIn(file).some((name) => markupSurface.test(name));
    assert.ok(plainSurfaces.every(shows));
    const hosts = files.filter((file) => ['host', 'extension'].includes(roomOf(file)));
    assert.deepEqual(
      hosts.filter((file) => !plainSurfaces.includes(file) && shows(file)),
      [],
    );
  });

  it('is shown in CONTRIBUTING.md', () => {
    const lines = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8').split('\n');
    const cells = lines
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split('|').map((cell) => cell.trim()));
    for (const room of rooms) {
      const row = cells.find(([, name]) => name === `\`${folderOf(room)}\``);
      assert.deepEqual(row?.slice(2, 4), [room.purpose, importsOfRoom(room)], room.name);
    }
  });

  it('has one file that loads the toolkit of the pages, and one that wraps it', () => {
    const files = filesThatImport('@vscode/webview-ui-toolkit');
    assert.deepEqual(files.sort(), ['webview/toolkit.ts', 'webview/toolkitElements.ts']);
  });

  it('has no file of more than 300 lines', () => {
    const long = files.filter((file) => readFileSync(path.join(root, file), 'utf8').split('\n').length > 301);
    assert.deepEqual(long, []);
  });
});
