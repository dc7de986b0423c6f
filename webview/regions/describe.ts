import * as l10n from '@vscode/l10n';
import type { DataFacts } from '../../src/protocol.js';
import { toCells } from '../contour/frame.js';
import { valueAt } from '../contour/isolines.js';
import type { Description } from '../diagram/describe.js';
import { formatCount, formatPercent, formatValue } from '../format.js';
import { givenInputs } from '../givenInputs.js';
import type { HistoryStore } from '../history.js';
import { extentOf, gridOf, tintOf, type View } from './field.js';

export function titleOf({ classes }: DataFacts): string {
  return classes ? l10n.t('Decision regions') : l10n.t('Output');
}

/** Describes the drawing in a sentence for a screen reader. */
export function summaryOf({ facts, plane, field, unit }: View, history: HistoryStore): string {
  const { classes, inputNames, targetNames } = facts;
  const { xMin, xMax, yMin, yMax, training, validation } = plane;
  const shown = classes?.join(', ') ?? targetNames[field.kind === 'scale' ? field.output : 0];
  const axis = (name: string, min: number, max: number): string =>
    l10n.t('{0} from {1} to {2}', name, formatValue(min, 3), formatValue(max, 3));
  const isHeldOut = validation.count > 0;
  const accuracy = history.last(isHeldOut ? 'validationAccuracy' : 'accuracy');
  const parts = [
    unit ?? `${titleOf(facts)}: ${shown}`,
    l10n.t('horizontal: {0}', axis(inputNames[0], xMin, xMax)),
    l10n.t('vertical: {0}', axis(inputNames[1], yMin, yMax)),
    l10n.t('{0} samples', formatCount(training.count + validation.count)),
  ];
  const name = isHeldOut ? l10n.t('Validation accuracy') : l10n.t('Accuracy');
  return [...parts, ...(Number.isNaN(accuracy) ? [] : [`${name} ${formatPercent(accuracy)}`])].join('; ');
}

/** Describes the network's output at a point of the plane; null outside the plane and before there are values. */
export function describe(view: View, place: readonly [number, number]): Description | null {
  const { facts, field, regions, unit } = view;
  if (!regions) return null;
  const cells = toCells({ surface: extentOf(view) }, ...place);
  const outputs = Array.from({ length: regions.outputs }, (_, output) =>
    valueAt(gridOf(regions, output), ...cells),
  );
  if (!outputs.every(Number.isFinite)) return null;
  const { classes, targetNames } = facts;
  const row = (name: string, value: number): readonly [string, string] => [name, formatValue(value, 3)];
  const inputs = givenInputs(facts).map((name, input) => row(name, place[input]));
  if (unit !== null) return { title: unit, rows: [...inputs, row(l10n.t('output'), outputs[0])], more: null };
  const isSingle = outputs.length === 1;
  const names = isSingle ? [classes ? l10n.t('output') : targetNames[0]] : (classes ?? targetNames);
  const rows = [...inputs, ...outputs.map((value, output) => row(names[output], value))];
  const title = classes ? l10n.t('Class {0}', classes[tintOf(field, outputs).color]) : titleOf(facts);
  return { title, rows, more: null };
}
