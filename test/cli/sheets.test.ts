import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { backprop, withConfig } from './support.js';

const worked = readFileSync('examples/worked-example-2-2-2.backprop.json', 'utf8');
const notes = (numbers: string) => `# Notes\n\n\`\`\`backprop\n${worked}\n\`\`\`\n\n${numbers}\n`;

/** Writes a worksheet of the worked example and runs a test with it. */
const withSheet = (args: readonly string[], run: (sheet: string, config: string) => Promise<void>) =>
  withConfig(worked, {}, async (config) => {
    const sheet = path.join(path.dirname(config), 'sheet.md');
    const { status, err } = await backprop(['exercise', config, '-o', sheet, ...args]);
    assert.equal(status, 0, err);
    await run(sheet, config);
  });

/** Runs `doctest` on a document beside the worked example. */
const doctest = (text: string, ...args: string[]) =>
  withConfig(worked, { 'notes.md': text }, async (config) => {
    const file = path.join(path.dirname(config), 'notes.md');
    const ran = await backprop(['doctest', file, ...args]);
    return { ...ran, out: ran.out.replaceAll(file, 'notes.md') };
  });

describe('backprop exercise', () => {
  it('writes a worksheet with blanks, and a key with which doctest finds everything right', async () => {
    await withSheet([], async (sheet) => {
      const key = sheet.replace('.md', '.key.md');
      const [blank, filled] = [await backprop(['doctest', sheet]), await backprop(['doctest', key])];
      assert.deepEqual([blank.status, blank.out], [0, 'Numbers right: 0; wrong: 0; blank: 11\n']);
      assert.deepEqual([filled.status, filled.out], [0, 'Numbers right: 11; wrong: 0; blank: 0\n']);
      assert.match(readFileSync(sheet, 'utf8'), /Round every number to 4 significant digits/);
    });
  });

  it('prints what it wrote, with --json as one value', async () => {
    await withConfig(worked, {}, async (config) => {
      const sheet = path.join(path.dirname(config), 'a.md');
      const { out } = await backprop(['exercise', config, '-o', sheet, '--blanks', '2', '--json']);
      const { file, key, digits, blanks } = JSON.parse(out) as Record<string, unknown>;
      assert.deepEqual([file, key, digits], [sheet, sheet.replace('a.md', 'a.key.md'), 4]);
      assert.equal((blanks as unknown[]).length, 2);
      const again = await backprop(['exercise', config, '-o', sheet, '--force']);
      assert.equal(again.out, `Wrote "${sheet}" with 11 blanks, and its key "a.key.md".\n`);
    });
  });

  it('replaces neither the worksheet nor its key without --force', async () => {
    await withSheet([], async (sheet, config) => {
      const key = sheet.replace('.md', '.key.md');
      writeFileSync(sheet, 'mine');
      const call = ['exercise', config, '-o', sheet];
      const refused = await backprop(call);
      assert.equal(refused.status, 2);
      assert.match(refused.err, /sheet\.md" exists already\. .*--force/);
      assert.equal(readFileSync(sheet, 'utf8'), 'mine');
      const beside = ['exercise', config, '-o', key.replace('.key.md', '')];
      assert.match((await backprop(beside)).err, /sheet\.key\.md" exists already/);
      assert.ok(!existsSync(key.replace('.key.md', '')));
      assert.equal((await backprop([...call, '--force', '--seed', '3'])).status, 0);
      assert.notEqual(readFileSync(sheet, 'utf8'), 'mine');
    });
  });

  for (const [args, message] of [
    [[], /Add -o SHEET\.md/],
    [['-o', 'x.md', '--blanks', '0'], /--blanks takes a whole number from 1, not "0"/],
    [['-o', 'x.md', '--seed', '-1'], /--seed/],
    [['-o', 'x.md', '--blanks', '999'], /has only \d+ numbers to ask for, not 999/],
    [['-o', 'x.md', '--sample', '2'], /no sample 2/],
    [['-o', '/nowhere/at/all.md'], /could not be written/],
  ] as const) {
    it(`is wrong usage with ${args.join(' ') || 'nothing'}`, async () => {
      const { status, err } = await backprop(['exercise', 'examples/worked-example-2-2-2.backprop.json', ...args]); // prettier-ignore
      assert.equal(status, 2);
      assert.match(err, message);
      assert.ok(!existsSync('x.md'));
    });
  }

  it('says that a plain function has no pass, and that a config has errors', async () => {
    const plain = await backprop(['exercise', 'examples/descent-right.backprop.json', '-o', 'x.md']);
    assert.deepEqual([plain.status, /plain function/.test(plain.err)], [2, true]);
    await withConfig('{', {}, async (config) => {
      assert.equal((await backprop(['exercise', config, '-o', `${config}.md`])).status, 1);
    });
  });
});

describe('backprop doctest', () => {
  it('is quiet about right numbers, each to its own digits', async () => {
    const { status, out } = await doctest(
      notes('<!-- backprop: net_h1 --> 0.378, <!-- backprop: out_h1 --> 0.593270'),
    );
    assert.deepEqual([status, out], [0, 'Numbers right: 2; wrong: 0; blank: 0\n']);
  });

  it('prints the place of each wrong number, what it says and what is right', async () => {
    const text = notes('E = <!-- backprop: E --> 0.2985\nand <!-- backprop: dE_dw5 --> -0.0822');
    for (const each of [text, text.replaceAll('\n', '\r\n')]) {
      const { status, out } = await doctest(each);
      assert.equal(status, 1);
      const line = text.split('\n').findIndex((row) => row.startsWith('E = ')) + 1;
      const [first, , , second] = out.split('\n');
      assert.equal(first, `notes.md:${line}:26: error wrong-number E is 0.2985 here, but 0.2984 is right.`);
      assert.equal(
        second,
        `notes.md:${line + 1}:31: error wrong-number dE_dw5 is -0.0822 here, but 0.0822 is right. The sign is wrong.`,
      );
      assert.match(out, /Numbers right: 0; wrong: 2; blank: 0\n$/);
    }
  });

  it('prints JSON alone with --json', async () => {
    const ran = await doctest(notes('<!-- backprop: net_h1 --> 0.4\n<!-- backprop: nett_h1 --> 1'), '--json');
    const [problem, number, done] = ran.out.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>); // prettier-ignore
    assert.equal(ran.status, 1);
    assert.equal(ran.err, '');
    assert.deepEqual([problem.event, problem.code, problem.column], ['problem', 'unknown-quantity', 16]);
    assert.match(String(problem.message), /Did you mean "net_h1"/);
    const { event, verdict, text, right, name, column, endColumn } = number;
    assert.deepEqual([event, verdict, text, right, name], ['number', 'right', '0.4', '0.4', 'net_h1']);
    assert.deepEqual([column, endColumn], [27, 30]);
    assert.deepEqual(done, {
      event: 'done',
      files: 1,
      right: 1,
      wrong: 0,
      follows: 0,
      blank: 0,
      problems: 1,
    });
  });

  it('reports a text that is not a number, and only counts a blank', async () => {
    const { status, out } = await doctest(
      notes('<!-- backprop: E --> 0.29x8\n\n<!-- backprop: net_h1 --> ____'),
    );
    assert.equal(status, 1);
    assert.match(out, /error not-a-number "0\.29x8" is not a number\. Write the value of E/);
    assert.match(out, /wrong: 1; blank: 1/);
  });

  it('fails where there is nothing to check', async () => {
    for (const [text, code] of [
      ['# Notes', 'no-config'],
      [notes('Nothing'), 'no-numbers'],
    ] as const) {
      const { status, out } = await doctest(text);
      assert.equal(status, 1);
      assert.ok(out.includes(`error ${code} `), out);
    }
  });

  it('checks several files, and is wrong usage without one or with one that is missing', async () => {
    const docs = await backprop(['doctest', 'docs/worksheets.md', 'docs/worksheets.md', '--json']);
    assert.equal(docs.status, 0, docs.out);
    assert.equal(docs.events<{ files?: number }>().at(-1)?.files, 2);
    for (const [call, message] of [
      [['doctest'], /takes one or more Markdown files/],
      [['doctest', 'no.md'], /There is no file "no\.md"/],
      [['doctest', 'docs'], /"docs" is a folder/],
    ] as const) {
      const { status, err } = await backprop(call);
      assert.equal(status, 2);
      assert.match(err, message);
    }
  });
});
