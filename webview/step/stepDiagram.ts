import * as l10n from '@vscode/l10n';
import type { ParameterPlace, PassView, Snapshot, StepView } from '../../src/protocol.js';
import { describe, type Description } from '../diagram/describe.js';
import { createLegend } from '../diagram/legend.js';
import type { Model, Target } from '../diagram/model.js';
import { Picture } from '../diagram/picture.js';
import { weightScale } from '../diagram/scale.js';
import { html } from '../dom.js';
import { formatValue } from '../format.js';
import { pathsOf } from './paths.js';
import { createAlteredMark } from './alteredMark.js';

/**
 * Creates the diagram of the network at the current point of the pass, with the step's units and weights highlighted.
 */
export function createStepDiagram(choose: (parameter: ParameterPlace | null) => void): {
  readonly element: HTMLElement;
  /** @param parameter the parameter whose chain rule is shown; its paths are lit in place of the step */
  update(pass: PassView, step: StepView, parameter: ParameterPlace | null): void;
} {
  let shown: StepView | null = null;
  const picture = new Picture({
    stepping: true,
    describe: (model, snapshot, target) =>
      withGradient(describe(model, snapshot, target), shown, target, model),
    chosen: (target, { columns }) => {
      const isWeight = target?.kind === 'weight';
      choose(
        isWeight ? { layer: columns[target.column].layer, unit: target.unit, input: target.input } : null,
      );
    },
  });
  const legend = createLegend();
  const gradient = html('span', { class: 'key' }, l10n.t('δ, ∂: gradients'));
  legend.element.append(gradient);
  const hint = html('p', { class: 'muted hint' }, l10n.t('Click a weight to see its chain rule.'));
  const mark = createAlteredMark();
  const label = l10n.t('Network');
  const element = html(
    'section',
    { class: 'diagram', 'aria-label': label },
    html('div', { class: 'section-header' }, html('h2', {}, label), mark.element, hint),
    picture.element,
    legend.element,
  );
  const update = (pass: PassView, step: StepView, parameter: ParameterPlace | null): void => {
    shown = step;
    mark.update(pass);
    const snapshot = snapshotAt(pass, step);
    const lit = parameter ? pathsOf(parameter, snapshot) : step.lit;
    picture.show({ shape: pass.shape, snapshot, progress: step.layers, lit });
    if (picture.layout) legend.update(weightScale(snapshot), picture.layout);
  };
  return { element, update };
}

/** Returns the snapshot with the outputs that are known at this step. */
function snapshotAt({ snapshot }: PassView, { layers }: StepView): Snapshot {
  return {
    ...snapshot,
    layers: snapshot.layers.map((layer, at) => ({ ...layer, outputs: layers[at].outputs })),
  };
}

function withGradient(
  description: Description,
  step: StepView | null,
  target: Target,
  { columns }: Model,
): Description {
  const layer = step?.layers.at(columns[target.column].layer - 1);
  if (!layer || target.column === 0 || target.kind === 'strip') return description;
  const inputs = (layer.weightGradients?.length ?? 0) / (layer.deltas?.length ?? 1);
  const value =
    target.kind === 'unit'
      ? layer.deltas?.[target.unit]
      : layer.weightGradients?.[target.unit * inputs + target.input];
  if (value === undefined || Number.isNaN(value)) return description;
  const name = target.kind === 'unit' ? l10n.t('delta') : l10n.t('gradient');
  return { ...description, rows: [...description.rows, [name, formatValue(value, 6)]] };
}
