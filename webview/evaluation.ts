import * as l10n from '@vscode/l10n';
import type { ClassificationReport, DataFacts, Evaluation } from '../src/protocol.js';
import { html, show } from './dom.js';
import { classTable } from './evaluation/classTable.js';
import { createClassSamples } from './evaluation/classSamples.js';
import { confusionTable, type ConfusionCell } from './evaluation/confusionTable.js';
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
  const body = html('div', { class: 'evaluation-body' });
  const choice = createPartChoice(names, (chosen) => {
    part = chosen;
    remember({ part });
    update();
  });
  const which = html('span', { class: 'muted' });
  body.addEventListener('click', ({ target }) => {
    const cell = target instanceof HTMLElement ? target.dataset.cell : undefined;
    if (cell) samples.toggle(cell);
  });
  const header = html(
    'div',
    { class: 'section-header' },
    html('h2', {}, l10n.t('Predictions')),
    which,
    choice.element,
  );
  const samples = createClassSamples(store, () => update());
  const curves = createCurveSection();
  const predictions = createPredictions(store);
  const importance = createImportanceSection(store);
  const element = html(
    'section',
    { class: 'evaluation', 'aria-label': l10n.t('Predictions') },
    header,
    body,
    samples.element,
    curves.element,
    predictions.element,
    importance.element,
  );
  let drawn: Evaluation | null = null;
  /** The cell whose samples are listed; undefined where samples are not listed. */
  let opened: ConfusionCell | null | undefined;
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
    samples.update(available, report);
    const cell = samples.isShown ? samples.opened : undefined;
    if (report && (report !== drawn || cell !== opened)) {
      keepingFocus(body, () => body.replaceChildren(...reportElements(report, facts, cell)));
      curves.update(report.task === 'classification' ? report : null);
    }
    opened = cell;
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

/** Replaces the contents of an element; the focus returns to the cell of the matrix that had it. */
function keepingFocus(element: HTMLElement, replace: () => void): void {
  const { activeElement } = document;
  const cell = activeElement instanceof HTMLElement ? activeElement.dataset.cell : undefined;
  replace();
  if (cell) element.querySelector<HTMLElement>(`[data-cell="${cell}"]`)?.focus();
}

/** @param opened the cell whose samples are listed; undefined where samples are not listed */
function reportElements(
  report: Evaluation,
  facts: DataFacts | null,
  opened: ConfusionCell | null | undefined,
): HTMLElement[] {
  if (report.task === 'regression') return regressionFigures(report, facts?.targetNames ?? []);
  const names = report.confusion.map((_, index) => facts?.classes?.[index] ?? String(index + 1));
  const matrix =
    names.length <= mostClasses
      ? [region(l10n.t('Confusion matrix'), confusionTable(report, names, opened))]
      : [];
  return [
    ...matrix,
    html(
      'div',
      { class: 'class-reports' },
      region(l10n.t('Figures of each class'), classTable(report, names)),
      ...mistakeRegions(report, names, opened !== undefined),
    ),
  ];
}

/** @param isListed whether all samples are listed elsewhere, and not the most confident mistakes alone */
function mistakeRegions(
  report: ClassificationReport,
  names: readonly string[],
  isListed: boolean,
): HTMLElement[] {
  const { confidentMistakes } = report;
  return mistakeTables({ ...report, confidentMistakes: isListed ? [] : confidentMistakes }, names).map(
    (table) => region(table.querySelector('caption')!.textContent, table),
  );
}

/** Creates a part that scrolls where its table does not fit. */
function region(label: string, table: HTMLElement): HTMLElement {
  return html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, table);
}
