import * as l10n from '@vscode/l10n';
import type { Verdict } from '../engine/check/judge.js';
import { byTensor, type CheckReport, type ParameterCheck } from '../engine/check/checkResult.js';
import type { Comparison } from '../engine/check/compareGradients.js';
import type { Compared } from '../words/compareSteps.js';
import { describePrecision, describeRounding } from '../words/rounding.js';
import type { Checked } from './checkCommand.js';
import { alignRows, formatCount, formatNumber, formatShort } from './table.js';

type NameOf = (check: ParameterCheck) => string;

/** The maximum number of parameters listed one by one. Of more parameters, only those that did not pass are listed. */
const mostListed = 40;

/** Returns the lines that report a check: the parameters, a row per tensor where they are many, and a summary. */
export function checkLines({ report, compared, nameOf: name }: Omit<Checked, 'names'>): string[] {
  const nameOf: NameOf = ({ layer, tensor, index }) => name(layer, tensor, index);
  const all = report.parameters;
  const listed =
    all.length <= mostListed ? all : all.filter(({ verdict }) => verdict !== 'pass').slice(0, mostListed);
  const parameters = listed.length > 0 ? [...parameterTable(listed, nameOf), ''] : [];
  const tensors = all.length > mostListed ? [...tensorTable(all), ''] : [];
  return [...parameters, ...tensors, ...summary(report), ...(compared ? comparedLines(compared) : [])];
}

function verdictText(verdict: Verdict): string {
  if (verdict === 'kink') return l10n.t('kink');
  return verdict === 'pass' ? l10n.t('right') : l10n.t('WRONG');
}

function parameterTable(checks: readonly ParameterCheck[], nameOf: NameOf): string[] {
  const header = [
    '∂E/∂…',
    l10n.t('backpropagation'),
    l10n.t('numeric'),
    l10n.t('error bound ±'),
    l10n.t('relative error'),
    '',
  ];
  const rows = checks.map((check) => [
    nameOf(check),
    formatNumber(check.analytic),
    formatNumber(check.numeric),
    check.numericError.toExponential(0),
    formatShort(check.relativeError),
    verdictText(check.verdict),
  ]);
  return alignRows([header, ...rows]);
}

function tensorTable(checks: readonly ParameterCheck[]): string[] {
  const header = [
    '',
    l10n.t('checked'),
    l10n.t('right'),
    l10n.t('wrong'),
    l10n.t('kinks'),
    l10n.t('largest relative error'),
  ];
  const rows = byTensor(checks).map((all) => {
    const { layer, tensor } = all[0];
    const name = tensor === 'weights' ? l10n.t('Layer {0} weights', layer) : l10n.t('Layer {0} bias', layer);
    const count = (wanted: Verdict) => formatCount(all.filter(({ verdict }) => verdict === wanted).length);
    const worst = all.reduce(
      (most, { verdict, relativeError }) => (verdict === 'kink' ? most : Math.max(most, relativeError)),
      0,
    );
    return [name, formatCount(all.length), count('pass'), count('fail'), count('kink'), formatShort(worst)];
  });
  return alignRows([header, ...rows]);
}

function summary({
  checked,
  passed,
  failed,
  kinks,
  maxRelativeError,
  samples,
  directions,
  evidence,
}: CheckReport): string[] {
  const order = evidence?.taylor.order ?? null;
  const right = directions.filter(({ verdict }) => verdict === 'pass').length;
  return [
    l10n.t(
      'Right: {0} of {1}; wrong: {2}; kinks: {3}; largest relative error {4}; samples: {5}',
      formatCount(passed),
      formatCount(checked),
      formatCount(failed),
      formatCount(kinks),
      formatShort(maxRelativeError),
      samples.length,
    ),
    ...(directions.length > 0
      ? [l10n.t('Random directions through all parameters: {0} of {1} right', right, directions.length)]
      : []),
    ...(evidence?.taylor.isOverKink
      ? [l10n.t('Taylor remainder: its order has no meaning here, because there is a kink in between')]
      : []),
    ...(order === null
      ? []
      : [
          l10n.t(
            'Taylor remainder of order {0} (2 for a right gradient, 1 for a wrong one)',
            order.toFixed(2),
          ),
        ]),
  ];
}

function gradientLines(comparison: Comparison): string[] {
  const { compared, wrong, undecided } = comparison;
  const counts = [compared - wrong - undecided, compared].map(formatCount);
  const notes = [describeRounding(comparison), describePrecision(comparison)].filter((note) => note !== null);
  return [
    undecided === 0
      ? l10n.t('Your gradients: {0} of {1} right', ...counts)
      : l10n.t('Your gradients: {0} of {1} right; too few digits: {2}', ...counts, formatCount(undecided)),
    ...notes,
  ];
}

function comparedLines({ comparison, sheet }: Compared): string[] {
  const right = sheet?.entries.filter(({ verdict }) => verdict !== 'wrong').length ?? 0;
  return [
    ...(sheet
      ? [
          l10n.t(
            'Your numbers: {0} of {1} follow correctly from the ones before them',
            right,
            sheet.entries.length,
          ),
        ]
      : []),
    ...(comparison && comparison.compared > 0 ? gradientLines(comparison) : []),
    ...(comparison?.exhausted ? [l10n.t('The network is too large to test every known mistake.')] : []),
  ];
}
