import * as l10n from '@vscode/l10n';
import { activationNames } from '../engine/model/spec.js';
import { nameFix, type Fix } from './fix.js';
import type { Report } from './report.js';
import type { NetworkConfig } from './spec.js';
import { asItems, asNumber, member, placeOf, type Value } from './tree.js';

/** Reports an error where the number of target columns differs from the number of units in the last layer. */
export function checkTargetColumns(report: Report, root: Value, config: NetworkConfig): void {
  const units = config.layers.at(-1)?.units ?? 0;
  const targets = config.data.kind === 'inline' ? (config.data.targets[0]?.length ?? 0) : 0;
  const row = asItems(member(member(root, 'data'), 'targets'))?.[0];
  if (!row || units === 0 || targets === 0 || targets === units) return;
  const message =
    targets === 1 && config.layers.at(-1)?.activation === 'softmax'
      ? l10n.t(
          'The last layer has {0} units, one for each class. Write the targets as rows such as [{1}].',
          units,
          oneHot(units),
        )
      : l10n.t(
          'This row has {0} targets, but the last layer has {1} outputs. Give one target for each output.',
          targets,
          units,
        );
  report.error('targets-columns', row, message, unitsFix(lastLayer(root), targets));
}

const oneHot = (units: number): string =>
  units > 8 ? '0, 1, 0, …' : Array.from({ length: units }, (_, i) => (i === 1 ? 1 : 0)).join(', ');

function unitsFix(layer: Value, targets: number): Fix | undefined {
  const units = member(layer, 'units');
  if (!units || targets === 1 || member(layer, 'weights')) return undefined;
  const text = String(targets);
  return {
    title: l10n.t('Give the last layer {0} units', text),
    text,
    span: { offset: units.offset, length: units.length },
  };
}

const lastLayer = (root: Value): Value => asItems(member(root, 'layers'))?.at(-1);

/** Reports warnings where the loss does not fit the last layer's outputs. */
export function adviseLoss(report: Report, root: Value, config: NetworkConfig): void {
  const last = config.layers[config.layers.length - 1];
  const layer = lastLayer(root);
  const at = layer && placeOf(layer, 'activation', 'units');
  const loss = member(root, 'loss');
  if (!at || !loss) return;
  const activation = member(layer, 'activation');
  const use = (name: string) => activation && nameFix(activation, name);
  if (last.activation === 'softmax' && last.units === 1) {
    const message = l10n.t(
      'The softmax of a single unit is always 1. Use sigmoid with binaryCrossEntropy, or one unit for each class.',
    );
    report.warning('softmax-one-unit', at, message, use('sigmoid'));
  } else if (config.loss === 'crossEntropy' && last.units === 1) {
    const message = l10n.t(
      'With a single output, crossEntropy pushes it towards 1 whatever the target is. Use binaryCrossEntropy, or one unit for each class.',
    );
    report.warning('cross-entropy-one-unit', loss, message, nameFix(loss, 'binaryCrossEntropy'));
  } else if (config.loss === 'crossEntropy' && isBuiltIn(last.activation) && last.activation !== 'softmax') {
    report.warning('cross-entropy-without-softmax', at, withoutSoftmax(last.activation), use('softmax'));
  } else if (
    config.loss === 'binaryCrossEntropy' &&
    isBuiltIn(last.activation) &&
    !isProbability(last.activation)
  ) {
    const message = l10n.t(
      '{0} can output values that are not strictly between 0 and 1, for which binaryCrossEntropy is not defined. Use sigmoid.',
      last.activation,
    );
    report.warning('binary-cross-entropy-range', at, message, use('sigmoid'));
  }
  if (config.loss === 'crossEntropy' && last.units > 1) adviseTargetSums(report, root);
}

const isBuiltIn = (activation: string): boolean =>
  (activationNames as readonly string[]).includes(activation);
const isProbability = (activation: string): boolean => activation === 'sigmoid' || activation === 'softmax';

const withoutSoftmax = (activation: string): string =>
  activation === 'sigmoid' || activation === 'softplus'
    ? l10n.t(
        'The outputs of {0} do not sum to 1, so crossEntropy is minimized by making all of them large. Use softmax.',
        activation,
      )
    : l10n.t('{0} can output 0 or less, for which crossEntropy is not defined. Use softmax.', activation);

function adviseTargetSums(report: Report, root: Value): void {
  for (const row of asItems(member(member(root, 'data'), 'targets')) ?? []) {
    const sum = (asItems(row) ?? []).reduce((total, item) => total + (asNumber(item) ?? 0), 0);
    if (Math.abs(sum - 1) <= 1e-6) continue;
    const message = l10n.t(
      'These targets sum to {0}, but for crossEntropy they are class probabilities and must sum to 1.',
      Number(sum.toPrecision(6)),
    );
    report.warning('targets-sum', row, message);
    return;
  }
}
