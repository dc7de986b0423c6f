import * as vscode from 'vscode';
import { shorten } from '../../config/characters.js';
import { likelyTargets } from '../../config/propose/likelyTargets.js';
import type { TableSurvey } from '../../config/propose/tableSurvey.js';
import type { DataColumn } from '../../engine/model/dataColumn.js';
import { chooseOf, showError } from '../editor/prompts.js';
import { contentText, distinctText, missingText, valuesText } from './columnWords.js';
import { histogramText } from './histogramText.js';

/** Asks for the column to predict; the likeliest one comes first. */
export async function chooseTarget(survey: TableSurvey, file: string): Promise<DataColumn | undefined> {
  const targets = likelyTargets(survey);
  if (targets.length === 0) {
    void showError(
      vscode.l10n.t(
        'No column of {0} can be predicted, because each is empty, constant or of different texts.',
        file,
      ),
    );
    return undefined;
  }
  const items = targets.map((column) => ({ ...itemOf(column), column }));
  const chosen = await chooseOf(items, {
    title: vscode.l10n.t('Train on {0}', file),
    placeHolder: vscode.l10n.t('The column to predict'),
    matchOnDetail: true,
  });
  return chosen?.column;
}

function itemOf(column: DataColumn): vscode.QuickPickItem {
  return {
    label: shorten(column.name, 60),
    description: [contentText(column), distinctText(column), missingText(column)].join(' · '),
    detail: `${histogramText(column)}  ${valuesText(column)}`,
  };
}
