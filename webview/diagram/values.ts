import * as l10n from '@vscode/l10n';
import type { LayerSnapshot, Snapshot } from '../../src/protocol.js';
import { html, setText } from '../dom.js';
import { formatCount, formatValue } from '../format.js';
import { remember, remembered } from '../vscode.js';
import { biasName, unitName } from './describe.js';
import { biasOf, isCutOff, outputOf, weightOf, type Model } from './model.js';

/**
 * Creates tables of all weights, biases and outputs, one for each fully drawn layer. They are written only while open.
 */
export function createValues(): {
  readonly element: HTMLDetailsElement;
  update(model: Model, snapshot: Snapshot | null): void;
} {
  const body = html('div', { class: 'values-body' });
  const element = html(
    'details',
    { class: 'values', open: remembered().valuesOpen ?? false },
    html('summary', {}, l10n.t('All values')),
    body,
  );
  let model: Model | null = null;
  let built: Model | null = null;
  let tables: readonly Table[] = [];
  let latest: Snapshot | null = null;
  /** The tables of a large network take long to build, so they are built when they become visible. */
  const write = (): void => {
    if (!element.open || !model) return;
    if (built !== model) {
      built = model;
      tables = built.columns.slice(1).map((_, index) => layerTable(model!, index + 1));
      body.replaceChildren(...tables.map((table) => table.element));
    }
    for (const table of tables) table.update(latest);
  };
  element.addEventListener('toggle', () => {
    remember({ valuesOpen: element.open });
    write();
  });
  const update = (next: Model, snapshot: Snapshot | null): void => {
    latest = snapshot;
    model = next;
    write();
  };
  return { element, update };
}

interface Table {
  readonly element: HTMLElement;
  update(snapshot: Snapshot | null): void;
}

function layerTable(model: Model, column: number): Table {
  const { title, detail, count, drawn } = model.columns[column];
  const from = model.columns[column - 1];
  const { layer } = model.columns[column];
  const caption = html('caption', {}, l10n.t('Layer {0}: {1} · {2}', layer, title, detail));
  if (!drawn || !from.drawn) return summarised(caption, from.count, count);
  // Weights from a layer that is left out have no column names.
  const sources = isCutOff(model, column) ? [] : from.names;
  const heads = [...sources, l10n.t('bias'), l10n.t('output')];
  const corner = html('td', {});
  const head = html(
    'thead',
    {},
    html('tr', {}, corner, ...heads.map((text) => html('th', { scope: 'col', title: text }, text))),
  );
  const cells = Array.from({ length: count }, () => heads.map(() => html('td', { class: 'number' })));
  const rows = cells.map((row, unit) => html('tr', {}, nameCell(unitName(model, column, unit)), ...row));
  const table = html('table', {}, caption, head, html('tbody', {}, ...rows));
  if (sources.length > 0) nameParameters(model, column, cells);
  const label = l10n.t('Values of layer {0}', layer);
  return {
    element: html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, table),
    update: (snapshot) => fill(cells, snapshot, column, sources.length),
  };
}

function nameCell(name: string): HTMLElement {
  return html('th', { scope: 'row', title: name }, name);
}

/** Shows the parameters' names on hover, where the config gives any. */
function nameParameters(
  { parameters, ...model }: Model,
  column: number,
  cells: readonly HTMLElement[][],
): void {
  const { weights, biases } = parameters[column - 1];
  for (const [unit, row] of cells.entries()) {
    weights?.[unit]?.forEach((name, input) => (row[input].title = name));
    if (biases) row[row.length - 2].title = biasName({ parameters, ...model }, column, unit);
  }
}

function fill(
  cells: readonly HTMLElement[][],
  snapshot: Snapshot | null,
  column: number,
  inputs: number,
): void {
  const layer: LayerSnapshot | undefined = snapshot?.layers[column - 1];
  for (const [unit, row] of cells.entries()) {
    for (const [index, cell] of row.entries()) {
      const value =
        index < inputs
          ? weightOf(layer, unit, index)
          : index === inputs
            ? biasOf(layer, unit)
            : outputOf(snapshot, column, unit);
      setText(cell, Number.isNaN(value) ? '–' : formatValue(value));
    }
  }
}

function summarised(caption: HTMLElement, inputs: number, units: number): Table {
  const text = l10n.t(
    '{0} × {1} weights are too many to list here.',
    formatCount(units),
    inputs === 0 ? '?' : formatCount(inputs),
  );
  return {
    element: html('div', { class: 'summarised' }, html('strong', {}, caption.textContent), ' ', text),
    update: () => undefined,
  };
}
