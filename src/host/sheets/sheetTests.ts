import * as vscode from 'vscode';
import { plainName, plainText } from '../../config/plainText.js';
import type { NoteEntry } from '../../jobs/notes/judgeMarks.js';
import { followsWords } from '../../words/noteWords.js';
import { rangeOf } from '../configs/diagnostics.js';
import { wordsFor } from './sheetDiagnostics.js';
import type { Sheet } from './sheet.js';

/** The most blanks of a worksheet that are listed. */
const most = 1000;

/** Worksheets in the Test Explorer: each that is open, with its blanks. */
export class SheetTests implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController(
    'backprop.sheets',
    vscode.l10n.t('Backprop worksheets'),
  );
  private readonly sheets = new Map<string, Sheet>();
  /** The worksheets that are being checked for a run, which reports their outcomes itself. */
  private readonly running = new Set<string>();

  constructor(private readonly check: (document: vscode.TextDocument) => Promise<Sheet | undefined>) {
    const name = vscode.l10n.t('Check worksheet');
    this.controller.createRunProfile(
      name,
      vscode.TestRunProfileKind.Run,
      (request) => this.run(request),
      true,
    );
  }

  dispose(): void {
    this.controller.dispose();
  }

  /** Lists the blanks of a worksheet, and reports those whose verdict has changed. */
  show(sheet: Sheet): void {
    const { document, report } = sheet;
    const key = document.uri.toString();
    if (report.digits === null) {
      this.close(document.uri);
      return;
    }
    const before = this.sheets.get(key)?.report.entries ?? [];
    this.sheets.set(key, sheet);
    const items = this.fill(sheet);
    if (this.running.has(key)) return;
    const signatures = report.entries.map(signature);
    const known = before.map(signature);
    const changed = items.filter((_, i) => signatures[i] !== (known.at(i) ?? 'blank'));
    if (changed.length === 0) return;
    const run = this.controller.createTestRun(new vscode.TestRunRequest(changed));
    for (const item of changed) this.reportOutcome(run, item, sheet, items.indexOf(item));
    run.end();
  }

  close(uri: vscode.Uri): void {
    this.sheets.delete(uri.toString());
    this.controller.items.delete(uri.toString());
  }

  private fill({ document, report }: Sheet): vscode.TestItem[] {
    const { uri } = document;
    const id = uri.toString();
    const file =
      this.controller.items.get(id) ??
      this.controller.createTestItem(id, plainName(uri.path.replace(/^.*\//, '')), uri);
    this.controller.items.add(file);
    const items = report.entries.slice(0, most).map(({ mark }, i) => {
      const label = `${i + 1}. ${plainName(mark.name)}`;
      const known = file.children.get(`${id} ${i}`);
      const item = known?.label === label ? known : this.controller.createTestItem(`${id} ${i}`, label, uri);
      item.range = rangeOf(document, mark.number);
      item.sortText = String(i).padStart(6, '0');
      return item;
    });
    file.children.replace(items);
    return items;
  }

  /** Checks worksheets again, and reports the tests that are asked for. */
  private async run({ include, exclude = [] }: vscode.TestRunRequest): Promise<void> {
    const roots = include ?? Array.from(this.controller.items, ([, item]) => item);
    const run = this.controller.createTestRun(new vscode.TestRunRequest(include, exclude));
    try {
      for (const file of new Set(roots.map((item) => item.parent ?? item))) {
        const sheet = await this.checked(file.id);
        const items = Array.from(file.children, ([, item]) => item);
        for (const [i, item] of items.entries()) {
          const isWanted = roots.includes(file) || roots.includes(item);
          if (sheet && isWanted && !exclude.includes(item)) this.reportOutcome(run, item, sheet, i);
        }
      }
    } finally {
      run.end();
    }
  }

  private async checked(key: string): Promise<Sheet | undefined> {
    const sheet = this.sheets.get(key);
    if (!sheet) return undefined;
    this.running.add(key);
    return this.check(sheet.document).finally(() => this.running.delete(key));
  }

  private reportOutcome(
    run: vscode.TestRun,
    item: vscode.TestItem,
    { document, report }: Sheet,
    index: number,
  ): void {
    const entry = report.entries.at(index);
    if (!entry || entry.verdict === 'blank') {
      run.skipped(item);
      return;
    }
    switch (entry.verdict) {
      case 'follows':
        run.appendOutput(`${plainText(followsWords(entry))}\r\n`, undefined, item);
        run.passed(item);
        return;
      case 'right':
        run.passed(item);
        return;
      case 'wrong':
      case 'invalid': {
        const message = new vscode.TestMessage(plainText(wordsFor(entry, document, true)));
        if (item.range) message.location = new vscode.Location(document.uri, item.range);
        run.failed(item, message);
      }
    }
  }
}

const signature = ({ verdict, mark, mistake }: NoteEntry): string =>
  verdict === 'blank' ? 'blank' : JSON.stringify([verdict, mark.name, mistake]);
