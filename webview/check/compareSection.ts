import * as l10n from '@vscode/l10n';
import type { CompareCheck, DiagnosisView, GivenEntry } from '../../src/protocol.js';
import { html } from '../dom.js';
import { formatCount, formatValue } from '../format.js';
import { textButton } from '../toolkit.js';
import { post } from '../vscode.js';
import { formulaPairs } from './formulaPairs.js';
import { verdictIcon } from './tensorSection.js';

/** Creates the section on the user's own gradients: what is wrong with them, and which mistakes explain it. */
export function compareSection(compare: CompareCheck): HTMLElement {
  const { file, compared, wrong, undecided, diagnoses, remarks, notes, sheet } = compare;
  const isRight = wrong === 0 && remarks.length === 0;
  const counted =
    wrong === 0 && undecided > 0
      ? l10n.t('{0} of {1} with too few digits', formatCount(undecided), formatCount(compared))
      : wrong === 0
        ? l10n.t('{0} compared, all of them right', formatCount(compared))
        : l10n.t('{0} of {1} wrong', formatCount(wrong), formatCount(compared));
  const header = html(
    'div',
    { class: 'section-header' },
    verdictIcon(isRight ? 'pass' : 'fail'),
    html('h2', {}, l10n.t('Your gradients')),
    html('span', { class: 'muted' }, `${file} · ${counted}`),
  );
  const parts = [
    ...remarks.map((text) => html('p', { class: 'remark' }, text)),
    ...diagnoses.map(diagnosisCard),
    ...notes.map((text) => html('p', { class: 'muted' }, text)),
    ...(diagnoses.length === 0 && sheet.length === 0 ? wrongTables(compare) : []),
    ...(sheet.length > 0 ? [sheetTable(sheet)] : []),
  ];
  return html('section', { class: 'compare', 'aria-label': l10n.t('Your gradients') }, header, ...parts);
}

function diagnosisCard(diagnosis: DiagnosisView): HTMLElement {
  const { words, code, formulas, step, evidence, reproduced, alternatives } = diagnosis;
  const known =
    code === 'unknown'
      ? l10n.t('No known mistake explains these numbers:')
      : l10n.t('This mistake reproduces {0} of your wrong numbers, such as', reproduced);
  const proof = evidence.length > 0 ? [html('p', { class: 'muted' }, known), givenTable(evidence)] : [];
  const others =
    alternatives.length > 0
      ? [
          html('p', { class: 'muted' }, l10n.t('The same numbers can also result from:')),
          html('ul', { class: 'alternatives' }, ...alternatives.map((text) => html('li', {}, text))),
        ]
      : [];
  return html(
    'article',
    { class: 'diagnosis', 'data-code': code },
    html('p', { class: 'diagnosis-words' }, words),
    ...(formulas ? [formulaPairs(formulas)] : []),
    ...proof,
    ...others,
    html(
      'div',
      { class: 'controls' },
      textButton(l10n.t('Show the step'), () => post({ type: 'stepTo', target: step })),
    ),
  );
}

function wrongTables({ tensors }: CompareCheck): HTMLElement[] {
  const entries = tensors.flatMap((tensor) => tensor.entries);
  return entries.length > 0 ? [givenTable(entries)] : [];
}

function givenTable(entries: readonly GivenEntry[]): HTMLElement {
  const rows = entries.map(({ name, given, truth }) =>
    html('tr', {}, html('th', { scope: 'row' }, `∂E/∂${name}`), number(given), number(truth)),
  );
  return tableOf(['', l10n.t('Yours'), l10n.t('Right')], rows);
}

function sheetTable(sheet: CompareCheck['sheet']): HTMLElement {
  const rows = sheet.map(({ name, given, truth, expected, verdict }) =>
    html(
      'tr',
      { 'data-verdict': verdict === 'wrong' ? 'fail' : 'pass' },
      html('th', { scope: 'row' }, name),
      number(given),
      number(truth),
      number(expected),
      html(
        'td',
        { class: 'verdict' },
        verdictIcon(verdict === 'wrong' ? 'fail' : 'pass'),
        sheetWord(verdict),
      ),
    ),
  );
  return tableOf(['', l10n.t('Yours'), l10n.t('Right'), l10n.t('From your earlier numbers'), ''], rows);
}

function sheetWord(verdict: CompareCheck['sheet'][number]['verdict']): string {
  if (verdict === 'wrong') return l10n.t('Wrong');
  return verdict === 'right' ? l10n.t('Right') : l10n.t('Follows');
}

const number = (value: number): HTMLElement => html('td', {}, formatValue(value, 7));

function tableOf(header: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  const head = html('tr', {}, ...header.map((text) => html('th', { scope: 'col' }, text)));
  return html(
    'div',
    { class: 'scroll' },
    html('table', {}, html('thead', {}, head), html('tbody', {}, ...rows)),
  );
}
