import * as vscode from 'vscode';
import type { JsonPath } from '../../config/span.js';
import type { CheckResult, CompareCheck, TensorCheck } from '../../protocol.js';
import { numberWord, tensorTitle, verdictWord } from './checkWords.js';
import type { ConfigFile, ConfigFiles } from '../configs/configFiles.js';
import { rangeOf } from '../configs/diagnostics.js';
import { markdownOf, type PlainTable } from '../editor/plainMarkdown.js';
import type { Training } from '../runs/training.js';

const mostRows = 8;

/** Shows the numbers of a check in a hover on its findings. */
export class CheckHover implements vscode.HoverProvider {
  constructor(
    private readonly files: ConfigFiles,
    private readonly trainingOf: (uri: vscode.Uri) => Training | undefined,
  ) {}

  provideHover({ uri }: vscode.TextDocument, position: vscode.Position): vscode.Hover | null {
    const file = this.files.get(uri);
    const view = this.trainingOf(uri)?.check.view;
    if (!file || !view?.result || view.stale) return null;
    for (const [path, tables] of tablesOf(view.result)) {
      const range = markOf(file, path);
      if (range.contains(position)) return new vscode.Hover(markdownOf(tables), range);
    }
    return null;
  }
}

const markOf = ({ document, parsed }: ConfigFile, path: JsonPath): vscode.Range =>
  rangeOf(document, { span: parsed.spans.mark(path) });

function tablesOf({ tensors, functions, compare }: CheckResult): [JsonPath, PlainTable[]][] {
  const layers = [...new Set(tensors.map(({ layer }) => layer))];
  return [
    ...functions.flatMap(({ name, worst }): [JsonPath, PlainTable[]][] => {
      if (!worst) return [];
      const header = [
        name === null ? 'y, t' : 'x',
        vscode.l10n.t('your df'),
        vscode.l10n.t('derivative of f'),
      ];
      const at = [worst.x, ...(worst.t === null ? [] : [worst.t])].map(numberWord).join(', ');
      const rows = [[at, numberWord(worst.written), numberWord(worst.derivative)]];
      return [[name === null ? ['loss', 'df'] : ['functions', name, 'df'], [{ header, rows }]]];
    }),
    ...layers.flatMap((layer): [JsonPath, PlainTable[]][] => {
      const own = tensors.filter((tensor) => tensor.layer === layer);
      const isRight = own.every(({ failed, kinks }) => failed === 0 && kinks === 0);
      return isRight ? [] : [[['layers', layer - 1], own.map(tensorTable)]];
    }),
    ...(compare ? compareTables(compare) : []),
  ];
}

function tensorTable(tensor: TensorCheck): PlainTable {
  const header = [
    '∂E/∂…',
    vscode.l10n.t('backpropagation'),
    vscode.l10n.t('numeric'),
    vscode.l10n.t('relative error'),
    '',
  ];
  const rows = tensor.entries
    .slice(0, mostRows)
    .map((entry) => [
      entry.name,
      numberWord(entry.analytic),
      `${numberWord(entry.numeric)} ± ${entry.numericError.toExponential(0)}`,
      entry.relativeError.toExponential(1),
      verdictWord(entry),
    ]);
  return { title: tensorTitle(tensor), header, rows };
}

function compareTables({ tensors, sheet }: CompareCheck): [JsonPath, PlainTable[]][] {
  const header = ['', vscode.l10n.t('yours'), vscode.l10n.t('right')];
  const entries = [
    ...tensors.flatMap((tensor) => tensor.entries.map((entry) => ({ ...entry, name: `∂E/∂${entry.name}` }))),
    ...sheet.filter(({ verdict }) => verdict !== 'right'),
  ];
  if (entries.length === 0) return [];
  const rows = entries
    .slice(0, mostRows)
    .map(({ name, given, truth }) => [name, numberWord(given), numberWord(truth)]);
  return [[['gradientCheck', 'compare'], [{ header, rows }]]];
}
