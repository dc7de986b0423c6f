import * as l10n from '@vscode/l10n';
import type { FunctionConfig } from '../config/spec.js';
import { checkPoint } from '../engine/check/checkPoint.js';
import type { Session } from './session.js';
import { alignRows, formatNumber, formatShort } from './table.js';

/** The default tolerances of `gradientCheck`. The config of a plain function has no such settings. */
const tolerances = { relativeTolerance: 1e-6, absoluteTolerance: 1e-9 };

/** Checks and prints a plain function's gradient at the start of the descent. @returns whether it is right */
export function checkStart(
  { function: expression, start }: FunctionConfig,
  { call, output }: Session,
): boolean {
  const checks = checkPoint(expression, start, tolerances);
  const count = (wanted: string) => checks.filter(({ verdict }) => verdict === wanted).length;
  const [passed, failed, kinks] = [count('pass'), count('fail'), count('kink')];
  const maxRelativeError = Math.max(
    0,
    ...checks.flatMap(({ verdict, relativeError }) => (verdict === 'kink' ? [] : [relativeError])),
  );
  if (call.json) {
    for (const check of checks) output.json({ event: 'parameter', ...check });
    output.json({
      event: 'done',
      passed,
      checked: checks.length,
      failed,
      kinks,
      maxRelativeError,
      diagnoses: [],
    });
    return failed === 0;
  }
  const rows = checks.map(({ name, analytic, numeric, relativeError }) => [
    `∂f/∂${name}`,
    formatNumber(analytic),
    formatNumber(numeric),
    formatShort(relativeError),
  ]);
  for (const line of alignRows([
    ['', l10n.t('analytic'), l10n.t('numeric'), l10n.t('relative error')],
    ...rows,
  ]))
    output.line(line);
  output.line(l10n.t('Right: {0} of {1}; wrong: {2}; kinks: {3}', passed, checks.length, failed, kinks));
  return failed === 0;
}
