import * as vscode from 'vscode';
import type { DescribedColumn } from '../../protocol.js';
import { markdownOf, type PlainTable } from '../editor/plainMarkdown.js';
import type { Training } from '../runs/training.js';
import { contentText, distinctText, missingText, valuesText } from '../tables/columnWords.js';
import { histogramText } from '../tables/histogramText.js';
import { rangeOf } from './diagnostics.js';

/** Shows what a column contains, in a hover on its name. The table is read when the first hover asks for it. */
export class ColumnHover implements vscode.HoverProvider {
  constructor(private readonly trainingOf: (uri: vscode.Uri) => Training | undefined) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | null> {
    const { namePlaceAt } = await import('../../config/namePlace.js');
    const place = namePlaceAt(document.getText(), document.offsetAt(position));
    if (place?.kind !== 'column') return null;
    const { unquoted } = await import('../../config/formulaNames.js');
    const name = place.isInFormula ? unquoted(place.name) : place.name;
    const { version } = document;
    const description = await this.trainingOf(document.uri)?.describe();
    const column = description?.columns.find((each) => each.name === name);
    if (!column || document.version !== version) return null;
    return new vscode.Hover(markdownOf([tableOf(column)]), rangeOf(document, place));
  }
}

function tableOf(column: DescribedColumn): PlainTable {
  const relation = column.relation === null ? [] : [[vscode.l10n.t('Relation to the target'), `ε² = ${column.relation.toFixed(2)}`]]; // prettier-ignore
  const rows = [
    [vscode.l10n.t('Use'), useText(column)],
    [vscode.l10n.t('Different values'), distinctText(column)],
    [vscode.l10n.t('Missing'), missingText(column)],
    [vscode.l10n.t('Values'), valuesText(column)],
    [vscode.l10n.t('Distribution'), histogramText(column)],
    ...relation,
  ];
  return { title: column.name, header: [vscode.l10n.t('Content'), contentText(column)], rows: rows.filter(([, text]) => text !== '') }; // prettier-ignore
}

function useText({ role, inputs }: DescribedColumn): string {
  if (role === 'target') return vscode.l10n.t('target');
  if (role === 'ignored') return vscode.l10n.t('ignored');
  return inputs.length > 1 ? vscode.l10n.t('{0} inputs', inputs.length) : vscode.l10n.t('input');
}
