import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, type ParseError } from 'jsonc-parser';
import { parseConfig } from '../src/config/parse.js';

const root = path.join(import.meta.dirname, '..');
const documents = ['README.md', 'CONTRIBUTING.md', 'examples/README.md', ...inDocs()];

function inDocs(): string[] {
  return readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`);
}

/** Returns the code blocks of a language in a document. */
function blocks(document: string, language: string): string[] {
  const text = readFileSync(path.join(root, document), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code);
}

/** Returns the calls of the command line in a document, without their comments. */
function calls(document: string): string[] {
  const lines = blocks(document, 'sh').flatMap((block) => block.split('\n'));
  return lines
    .filter((line) => line.startsWith('node dist/cli.js'))
    .map((line) => line.replace(/\s+#.*/, ''));
}

describe('The snippets in the documents', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'backprop-snippets-'));
    cpSync(path.join(root, 'examples'), path.join(folder, 'examples'), { recursive: true });
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const document of documents) {
    for (const line of calls(document)) {
      it(`${document}: ${line}`, () => {
        const [, , ...parameters] = line.split(' ');
        const options = { cwd: folder, encoding: 'utf8', stdio: 'pipe' } as const;
        const printed = execFileSync(
          process.execPath,
          [path.join(root, 'dist/cli.js'), ...parameters],
          options,
        );
        const output = parameters.indexOf('-o');
        if (output < 0) assert.notEqual(printed, '');
        else assert.ok(statSync(path.join(folder, parameters[output + 1])).size > 0);
      });
    }

    blocks(document, 'jsonc').forEach((block, index) => {
      it(`${document}: JSON ${index + 1} can be read`, async () => {
        const isWhole = block.startsWith('{');
        const errors: ParseError[] = [];
        const value: unknown = parse(isWhole ? block : `{${block}}`, errors, { allowTrailingComma: true });
        assert.deepEqual(errors, []);
        if (!isConfig(value)) return;
        const { problems } = await parseConfig(block, path.join(folder, 'examples/snippet.backprop.json'));
        assert.deepEqual(problems.filter(({ severity }) => severity !== 'info'), []); // prettier-ignore
      });
    });
  }
});

const isConfig = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'layers' in value && 'data' in value;
