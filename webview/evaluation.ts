import * as l10n from '@vscode/l10n';
import type { ClassificationReport, DataFacts, Evaluation } from '../src/protocol.js';
import { html, show } from './dom.js';
import { classTable } from './evaluation/classTable.js';
import { confusionTable } from './evaluation/confusionTable.js';
import { createCurveSection } from './evaluation/curveSection.js';
import { mistakeTables } from './evaluation/mistakeTables.js';
import { regressionFigures } from './evaluation/regressionFigures.js';
import { createImportanceSection } from './importance/importanceSection.js';
import { createPredictions } from './predictions/predictions.js';
import type { Store } from './store.js';
import { dropdown } from './toolkit.js';
import { remember, remembered } from './vscode.js';

type Part = 'training' | 'validation' | 'test';

/** The largest number of classes for which the matrix is shown. */
const mostClasses = 20;

/** Creates the evaluation of the predictions: the figures of classes, their curves and mistakes, or errors of numbers. */
export function createEvaluation(store: Store): { readonly element: HTMLElement; update(): void } {
  let part: Part = remembered().part ?? 'validation';
  const names: Readonly<Record<Part, string>> = {
    validation: l10n.t('Validation data'),
    training: l10n.t('Training data'),
    test: l10n.t('Test data'),
  };
  const choice = createPartChoice(names, (chosen) => {
    part = chosen;
    remember({ part });
    update();
  });
  const which = html('span', { class: 'muted' });
  const body = html('div', { class: 'evaluation-body' });
  const header = html(
    'div',
    { class: 'section-header' },
    html('h2', {}, l10n.t('Predictions')),
    which,
    choice.element,
  );
  const curves = createCurveSection();
  const predictions = createPredictions(store);
  const importance = createImportanceSection(store);
  const element = html(
    'section',
    { class: 'evaluation', 'aria-label': l10n.t('Predictions') },
    header,
    body,
    curves.element,
    predictions.element,
    importance.element,
  );
  let drawn: Evaluation | null = null;
  const update = (): void => {
    if (!store.view) return;
    const { evaluation, test, facts } = store.view;
    const reports = { ...evaluation, test: test?.evaluation ?? null };
    const parts = (['validation', 'training', 'test'] as const).filter((each) => reports[each] !== null);
    const available = parts.includes(part) ? part : (parts.at(0) ?? 'training');
    const report = reports[available];
    show(element, report !== null);
    choice.update(parts, available);
    which.textContent = parts.length > 1 ? '' : names[available];
    if (report && report !== drawn) {
      body.replaceChildren(...reportElements(report, facts));
      curves.update(report.task === 'classification' ? report : null);
    }
    drawn = report;
    predictions.update();
    importance.update();
  };
  return { element, update };
}

/** Creates the choice of the part that is evaluated, where there are several. */
function createPartChoice(
  names: Readonly<Record<Part, string>>,
  choose: (part: Part) => void,
): { readonly element: HTMLElement; update(parts: readonly Part[], chosen: Part): void } {
  const element = html('span', {});
  let shown = '';
  const update = (parts: readonly Part[], chosen: Part): void => {
    show(element, parts.length > 1);
    if (parts.join() === shown) return;
    shown = parts.join();
    const options = Object.fromEntries(parts.map((part) => [part, names[part]]));
    element.replaceChildren(
      dropdown<string>(l10n.t('Data'), options, chosen, (part) => choose(part as Part)),
    );
  };
  return { element, update };
}

function reportElements(report: Evaluation, facts: DataFacts | null): HTMLElement[] {
  if (report.task === 'regression') return regressionFigures(report, facts?.targetNames ?? []);
  const names = report.confusion.map((_, index) => facts?.classes?.[index] ?? String(index + 1));
  const matrix =
    names.length <= mostClasses ? [region(l10n.t('Confusion matrix'), confusionTable(report, names))] : [];
  return [
    ...matrix,
    html(
      'div',
      { class: 'class-reports' },
      region(l10n.t('Figures of each class'), classTable(report, names)),
      ...mistakeRegions(report, names),
    ),
  ];
}

function mistakeRegions(report: ClassificationReport, names: readonly string[]): HTMLElement[] {
  return mistakeTables(report, names).map((table) =>
    region(table.querySelector('caption')!.textContent, table),
  );
}

/** Creates a part that scrolls where its table does not fit. */
function region(label: string, table: HTMLElement): HTMLElement {
  return html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, table);
}
