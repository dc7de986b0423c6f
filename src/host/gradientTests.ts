import * as vscode from 'vscode';
import { plainLines, plainName, plainText } from '../config/plainText.js';
import type { JsonPath } from '../config/span.js';
import type { NetworkConfig } from '../config/spec.js';
import type { CheckResult } from '../protocol.js';
import { tensorTitle } from './checkWords.js';
import type { ConfigFile } from './configFiles.js';
import { rangeOf } from './diagnostics.js';
import { outcomeOf, type Subject } from './testOutcomes.js';
import type { Training } from './training.js';

interface TestHost {
  /** Checks a config; false where it was cancelled, or cannot be checked. */
  run(uri: vscode.Uri, token: vscode.CancellationToken): Promise<boolean>;
  trainingOf(uri: vscode.Uri): Promise<Training>;
  report(error: unknown): void;
}

/** Gradients in the Test Explorer: each open config with its tensors, formulas and given gradients. */
export class GradientTests implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController(
    'backprop.gradients',
    vscode.l10n.t('Backprop gradients'),
  );
  private readonly subjects = new WeakMap<vscode.TestItem, Subject>();
  /** Configs whose tests were asked for: only they follow checks from elsewhere. */
  private readonly used = new Set<vscode.TestItem>();
  private readonly running = new Set<vscode.TestItem>();

  constructor(private readonly host: TestHost) {
    const run = (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> =>
      this.run(request, token);
    const name = vscode.l10n.t('Check gradients');
    this.controller.createRunProfile(name, vscode.TestRunProfileKind.Run, run, true);
  }

  /** The config's tests as its text now has them. */
  show({ document, parsed }: ConfigFile): void {
    const { uri } = document;
    const { spec, spans } = parsed;
    if (!spec) return; // half typed: what was there stays
    if (spec.kind === 'function') {
      this.forget(uri);
      return;
    }
    const file = this.item(uri.toString(), plainName(spec.name), uri);
    file.children.replace(
      subjectsOf(spec).map(({ id, label, path, subject }) => {
        const present = file.children.get(id);
        const item = present?.label === label ? present : this.controller.createTestItem(id, label, uri);
        item.range = rangeOf(document, { span: spans.mark(path) });
        this.subjects.set(item, subject);
        return item;
      }),
    );
  }

  /** A check that was asked for elsewhere has ended. */
  publish(uri: vscode.Uri, result: CheckResult): void {
    const file = this.controller.items.get(uri.toString());
    if (!file || !this.used.has(file) || this.running.has(file)) return;
    const run = this.controller.createTestRun(new vscode.TestRunRequest([file]));
    file.children.forEach((item) => this.tell(run, item, result));
    run.end();
  }

  /** What was found is of an earlier text. */
  outdate(uri: vscode.Uri): void {
    const item = this.controller.items.get(uri.toString());
    if (item) this.controller.invalidateTestResults(item);
  }

  forget(uri: vscode.Uri): void {
    const file = this.controller.items.get(uri.toString());
    if (!file) return;
    this.used.delete(file);
    this.controller.items.delete(file.id);
  }

  dispose(): void {
    this.controller.dispose();
  }

  private item(id: string, label: string, uri: vscode.Uri): vscode.TestItem {
    const item = this.controller.items.get(id) ?? this.controller.createTestItem(id, label, uri);
    item.label = label;
    this.controller.items.add(item);
    return item;
  }

  /** One config after the other; one test alone takes a whole check too. */
  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    try {
      const wanted = this.wanted(request);
      for (const item of [...wanted.values()].flat()) run.enqueued(item);
      for (const [file, items] of wanted) {
        if (token.isCancellationRequested) for (const item of items) run.skipped(item);
        else await this.runFile(run, file, items, token);
      }
    } catch (error) {
      this.host.report(error);
    } finally {
      run.end();
    }
  }

  /** The tests asked for, by config. */
  private wanted({ include, exclude = [] }: vscode.TestRunRequest): Map<vscode.TestItem, vscode.TestItem[]> {
    const roots = include ?? Array.from(this.controller.items, ([, item]) => item);
    const wanted = new Map<vscode.TestItem, vscode.TestItem[]>();
    const add = (file: vscode.TestItem, item: vscode.TestItem): void => {
      if (exclude.includes(item) || exclude.includes(file)) return;
      wanted.set(file, [...(wanted.get(file) ?? []), item]);
    };
    for (const root of roots) {
      if (root.parent) add(root.parent, root);
      else root.children.forEach((item) => add(root, item));
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
    this.used.add(file);
    this.running.add(file);
    const isDone = await this.host.run(uri, token).finally(() => this.running.delete(file));
    const { result, error } = training.check.view;
    for (const item of items) {
      if (isDone && result) this.tell(run, item, result);
      else if (token.isCancellationRequested) run.skipped(item);
      else run.errored(item, new vscode.TestMessage(plainText(error ?? problemOf(training))));
    }
  }

  private tell(run: vscode.TestRun, item: vscode.TestItem, result: CheckResult): void {
    const subject = this.subjects.get(item);
    const outcome = subject && outcomeOf(subject, result);
    if (!outcome) {
      run.skipped(item); // frozen, or before an activation that has no derivative
      return;
    }
    run.appendOutput(`${item.label}: ${plainText(outcome.remark)}\r\n`, undefined, item);
    if (outcome.failures.length === 0) {
      run.passed(item);
      return;
    }
    run.failed(
      item,
      outcome.failures.map(({ message, expected, actual }) => {
        const told = vscode.TestMessage.diff(plainLines(message), plainLines(expected), plainLines(actual));
        if (item.range) told.location = new vscode.Location(item.uri!, item.range);
        return told;
      }),
    );
  }
}

const problemOf = ({ store }: Training): string =>
  vscode.l10n.t('It cannot be checked yet: {0}', store.facts.problems.first ?? '');

interface Test {
  readonly id: string;
  readonly label: string;
  /** Where it stands in the config. */
  readonly path: JsonPath;
  readonly subject: Subject;
}

function subjectsOf({ layers, functions, loss, gradientCheck }: NetworkConfig): Test[] {
  const tensors = layers.flatMap(({ bias }, index) =>
    (['weights', 'bias'] as const).flatMap((tensor): Test[] => {
      if (tensor === 'bias' && !bias) return [];
      const subject = { kind: 'tensor', layer: index + 1, tensor } as const;
      return [{ id: `${tensor} ${index}`, label: tensorTitle(subject), path: ['layers', index], subject }];
    }),
  );
  const formulas = Object.entries(functions).flatMap(([name, { df }]): Test[] => {
    if (!df) return [];
    const label = vscode.l10n.t('df of {0}', plainName(name));
    const subject = { kind: 'function', name } as const;
    return [{ id: `function ${name}`, label, path: ['functions', name, 'df'], subject }];
  });
  const ofLoss: Test[] =
    typeof loss === 'string' || !loss.df
      ? []
      : [{ id: 'loss', label: vscode.l10n.t('df of the loss'), path: ['loss', 'df'], subject: { kind: 'function', name: null } }]; // prettier-ignore
  const { compare } = gradientCheck;
  const answers: Test[] =
    compare === null
      ? []
      : [
          {
            id: 'compare',
            label: plainName(compare),
            path: ['gradientCheck', 'compare'],
            subject: { kind: 'compare' },
          },
        ];
  return [...tensors, ...formulas, ...ofLoss, ...answers];
}
