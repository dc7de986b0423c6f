import * as l10n from '@vscode/l10n';
import type { RegressionFigures, RegressionReport } from '../../src/protocol.js';
import { html } from '../dom.js';
import { formatValue } from '../format.js';

/** Creates the figures of a regression, and a table of them where there are several outputs. */
export function regressionFigures(report: RegressionReport, names: readonly string[]): HTMLElement[] {
  const { outputs } = report;
  if (outputs.length > 1) return [outputTable(report, names)];
  const figure = (name: string, value: string): HTMLElement =>
    html('div', { class: 'figure' }, html('dt', {}, name), html('dd', {}, value));
  const explained =
    report.r2 === null ? l10n.t('undefined, because all targets are equal') : formatValue(report.r2);
  const unit = l10n.t('RMSE and MAE are in the unit of {0}.', names[0] ?? '');
  return [
    html(
      'dl',
      { class: 'figures' },
      figure('R²', explained),
      figure('RMSE', formatValue(report.rmse)),
      figure('MAE', formatValue(report.mae)),
    ),
    ...(names[0] ? [html('p', { class: 'muted' }, unit)] : []),
  ];
}

function outputTable(report: RegressionReport, names: readonly string[]): HTMLElement {
  const row = (name: string, { r2, rmse, mae }: RegressionFigures): HTMLElement =>
    html(
      'tr',
      {},
      html('th', { scope: 'row', title: name }, name),
      ...[r2, rmse, mae].map((value) =>
        html('td', { class: 'number' }, value === null ? '–' : formatValue(value)),
      ),
    );
  const headings = [l10n.t('Output'), 'R²', 'RMSE', 'MAE'];
  const table = html(
    'table',
    { class: 'class-figures' },
    html('caption', {}, l10n.t('RMSE and MAE are in the unit of each output.')),
    html('thead', {}, html('tr', {}, ...headings.map((text) => html('th', { scope: 'col' }, text)))),
    html('tbody', {}, ...report.outputs.map((figures, k) => row(names[k] ?? String(k + 1), figures))),
    html('tfoot', {}, row(l10n.t('All outputs'), report)),
  );
  return html(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': l10n.t('Figures of each output') },
    table,
  );
}
