import path from 'node:path';
import * as vscode from 'vscode';
import { plainLines, plainName, plainText } from '../../config/plainText.js';
import type { NetworkConfig } from '../../config/spec.js';
import type { ParsedConfig } from '../../config/parse.js';
import type { Span } from '../../config/span.js';
import type { CheckResult } from '../../protocol.js';
import { baseName, type ConfigFile } from '../configs/configFiles.js';
import { rangeOf } from '../configs/diagnostics.js';
import { comparedFile } from './comparedFile.js';
import { outcomeOf, type Subject } from './testOutcomes.js';
import { messageOf } from '../editor/prompts.js';
import { subjectsOf, type Test } from './testSubjects.js';
import type { Training } from '../runs/training.js';

interface TestHost {
  /** Checks a config. Returns false if the check was canceled or the config cannot be checked. */
  run(uri: vscode.Uri, token: vscode.CancellationToken): Promise<boolean>;
  trainingOf(uri: vscode.Uri): Promise<Training>;
  /** Returns a config that is in an editor. */
  open(uri: vscode.Uri): ConfigFile | undefined;
  report(error: unknown): void;
}

const configPattern = '**/*.backprop.json';
/** The configs of a workspace that are listed. */
const mostConfigs = 500;

/** Gradients in the Test Explorer: each config of the workspace with its tensors, formulas and given gradients. */
export class GradientTests implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController(
    'backprop.gradients',
    vscode.l10n.t('Backprop gradients'),
  );
  private readonly subjects = new WeakMap<vscode.TestItem, Subject>();
  private readonly running = new Set<vscode.TestItem>();
  private watcher: vscode.Disposable | null = null;

  constructor(private readonly host: TestHost) {
    const run = (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> =>
      this.run(request, token);
    const name = vscode.l10n.t('Check gradients');
    this.controller.createRunProfile(name, vscode.TestRunProfileKind.Run, run, true);
    this.controller.resolveHandler = (item) => (item ? this.read(item) : this.discover());
  }

  /** Shows an open config's tests as its text now has them. */
  show({ document, parsed }: ConfigFile): void {
    this.watcher ??= this.watch();
    this.fill(document.uri, parsed, (span) => rangeOf(document, { span }));
  }

  /** Shows the outcome of a check that was asked for elsewhere. */
  publish(uri: vscode.Uri, result: CheckResult): void {
    const file = this.controller.items.get(uri.toString());
    if (!file || this.running.has(file)) return;
    const run = this.controller.createTestRun(new vscode.TestRunRequest([file]));
    for (const item of testsIn(file)) this.reportOutcome(run, item, result);
    run.end();
  }

  /** Marks the results as outdated, because the text has changed. */
  outdate(uri: vscode.Uri): void {
    const item = this.controller.items.get(uri.toString());
    if (item) this.controller.invalidateTestResults(item);
  }

  /** An editor was closed: a config that is no file of the workspace is gone. */
  close(uri: vscode.Uri): void {
    if (!vscode.workspace.getWorkspaceFolder(uri)) this.controller.items.delete(uri.toString());
  }

  dispose(): void {
    this.controller.dispose();
    this.watcher?.dispose();
  }

  /** Lists the configs of the workspace, each to be read when its tests are asked for. */
  private async discover(): Promise<void> {
    this.watcher ??= this.watch();
    const found = await vscode.workspace.findFiles(configPattern, '**/{node_modules,.git}/**', mostConfigs);
    for (const uri of found) this.list(uri);
  }

  private watch(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(configPattern);
    watcher.onDidCreate((uri) => this.list(uri));
    watcher.onDidDelete((uri) => this.controller.items.delete(uri.toString()));
    watcher.onDidChange((uri) => {
      const file = this.controller.items.get(uri.toString());
      if (file && !this.host.open(uri)) this.unread(file);
    });
    return watcher;
  }

  private list(uri: vscode.Uri): void {
    const { items } = this.controller;
    if (items.get(uri.toString()) || items.size >= mostConfigs) return;
    this.unread(this.item(uri.toString(), plainName(baseName(uri)), uri));
  }

  private unread(file: vscode.TestItem): void {
    file.children.replace([]);
    file.canResolveChildren = true;
  }

  /** Reads a config that is in no editor. */
  private async read(file: vscode.TestItem): Promise<void> {
    const uri = file.uri!;
    const open = this.host.open(uri);
    if (open) {
      this.show(open);
      return;
    }
    const [{ parseConfig }, { Lines }, bytes] = await Promise.all([
      import('../../config/parse.js'),
      import('../../config/lines.js'),
      vscode.workspace.fs.readFile(uri),
    ]);
    const text = new TextDecoder().decode(bytes);
    const lines = new Lines(text);
    const position = (offset: number): vscode.Position => {
      const { line, column } = lines.at(offset);
      return new vscode.Position(line - 1, column - 1);
    };
    this.fill(
      uri,
      await parseConfig(text, uri.fsPath),
      ({ offset, length }) => new vscode.Range(position(offset), position(offset + length)),
    );
    file.canResolveChildren = false;
  }

  private fill(
    uri: vscode.Uri,
    { spec, spans }: ParsedConfig,
    rangeOfSpan: (span: Span) => vscode.Range,
  ): void {
    if (!spec) return; // half typed: what was there stays
    if (spec.kind === 'function') {
      this.controller.items.delete(uri.toString());
      return;
    }
    const file = this.item(uri.toString(), plainName(spec.name), uri);
    file.canResolveChildren = false;
    file.children.replace(
      subjectsOf(spec).map(({ path, parts = [], ...test }) => {
        const item = this.test(file, test, uri);
        item.range = rangeOfSpan(spans.mark(path));
        const program = programOf(spec, uri) ?? uri;
        item.children.replace(parts.map((part) => this.test(item, part, program)));
        return item;
      }),
    );
  }

  /** Returns the test with an id under another one, which is a new one if its label or its file has changed. */
  private test(
    parent: vscode.TestItem,
    { id, label, subject }: Pick<Test, 'id' | 'label' | 'subject'>,
    uri: vscode.Uri,
  ): vscode.TestItem {
    const present = parent.children.get(id);
    const isSame = present?.label === label && present.uri?.toString() === uri.toString();
    const item = isSame ? present : this.controller.createTestItem(id, label, uri);
    this.subjects.set(item, subject);
    return item;
  }

  private item(id: string, label: string, uri: vscode.Uri): vscode.TestItem {
    const item = this.controller.items.get(id) ?? this.controller.createTestItem(id, label, uri);
    item.label = label;
    this.controller.items.add(item);
    return item;
  }

  /** Runs the tests of one config after the other. A single test also requires a check of the whole config. */
  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    try {
      await this.readAll(run, request);
      const wanted = this.wanted(request);
      for (const item of [...wanted.values()].flat()) run.enqueued(item);
      for (const [file, items] of wanted) {
        if (token.isCancellationRequested) for (const item of items) run.skipped(item);
        else await this.runFile(run, file, items, token).catch((error: unknown) => fail(run, file, error));
      }
    } catch (error) {
      this.host.report(error);
    } finally {
      run.end();
    }
  }

  /** Reads the configs whose tests are not known yet. One that cannot be read fails; the others still run. */
  private async readAll(run: vscode.TestRun, { include }: vscode.TestRunRequest): Promise<void> {
    const roots = include ?? Array.from(this.controller.items, ([, item]) => item);
    for (const root of roots) {
      if (root.canResolveChildren) await this.read(root).catch((error: unknown) => fail(run, root, error));
    }
  }

  /** The tests asked for, by config. */
  private wanted({ include, exclude = [] }: vscode.TestRunRequest): Map<vscode.TestItem, vscode.TestItem[]> {
    const roots = include ?? Array.from(this.controller.items, ([, item]) => item);
    const wanted = new Map<vscode.TestItem, vscode.TestItem[]>();
    const add = (file: vscode.TestItem, item: vscode.TestItem): void => {
      if ([item, item.parent, file].some((each) => each && exclude.includes(each))) return;
      wanted.set(file, [...(wanted.get(file) ?? []), item]);
    };
    for (const root of roots) {
      const file = root.parent?.parent ?? root.parent ?? root;
      for (const item of root === file ? testsIn(file) : [root, ...testsIn(root)]) add(file, item);
    }
    return wanted;
  }

  private async runFile(
    run: vscode.TestRun,
    file: vscode.TestItem,
    items: readonly vscode.TestItem[],
    token: vscode.CancellationToken,
  ): Promise<void> {
    const uri = file.uri!;
    for (const item of items) run.started(item);
    const training = await this.host.trainingOf(uri);
    this.running.add(file);
    const isDone = await this.host.run(uri, token).finally(() => this.running.delete(file));
    const { result, error } = training.check.view;
    for (const item of items) {
      if (isDone && result) this.reportOutcome(run, item, result);
      else if (token.isCancellationRequested) run.skipped(item);
      else run.errored(item, new vscode.TestMessage(plainText(error ?? problemOf(training))));
    }
  }

  private reportOutcome(run: vscode.TestRun, item: vscode.TestItem, result: CheckResult): void {
    const subject = this.subjects.get(item);
    const outcome = subject && outcomeOf(subject, result);
    if (!outcome) {
      run.skipped(item); // the layer is frozen, or a later activation has no derivative
      return;
    }
    const { place } = outcome;
    if (place) item.range = new vscode.Range(place.line - 1, place.column - 1, place.line - 1, place.column - 1 + place.length); // prettier-ignore
    run.appendOutput(`${item.label}: ${plainText(outcome.remark)}\r\n`, undefined, item);
    if (outcome.failures.length === 0) {
      run.passed(item);
      return;
    }
    run.failed(
      item,
      outcome.failures.map(({ message, expected, actual }) => {
        const failure = vscode.TestMessage.diff(
          plainLines(message),
          plainLines(expected),
          plainLines(actual),
        );
        if (item.range) failure.location = new vscode.Location(item.uri!, item.range);
        return failure;
      }),
    );
  }
}

/** Returns the tests under one, and those under these. */
function testsIn(item: vscode.TestItem): vscode.TestItem[] {
  return Array.from(item.children, ([, child]) => [child, ...testsIn(child)]).flat();
}

/** Returns the file of the program that computes the user's own gradients; null where there is none. */
function programOf({ gradientCheck: { compare } }: NetworkConfig, config: vscode.Uri): vscode.Uri | null {
  const file = compare === null ? null : comparedFile(compare, path.dirname(config.fsPath));
  return file === null ? null : vscode.Uri.file(file);
}

/** Shows an error at a config. It ends that config's tests and no others. */
function fail(run: vscode.TestRun, file: vscode.TestItem, error: unknown): void {
  run.errored(file, new vscode.TestMessage(plainText(messageOf(error))));
}

const problemOf = ({ store }: Training): string =>
  vscode.l10n.t('The gradients cannot be checked yet: {0}', store.facts.problems.first ?? '');
