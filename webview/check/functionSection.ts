import * as l10n from '@vscode/l10n';
import type { CheckResult } from '../../src/protocol.js';
import { html } from '../dom.js';
import { formatValue } from '../format.js';
import { verdictIcon } from './tensorSection.js';

/** Creates the section on the user's own derivatives and on what could not be checked; null where there is neither. */
export function functionSection({ functions, notDifferentiable, excluded }: CheckResult): HTMLElement | null {
  const lines = [
    ...functions.map((check) =>
      line(
        check.verdict,
        check.name ?? l10n.t('Loss'),
        check.worst ? wrongText(check.worst) : rightText(check),
      ),
    ),
    ...notDifferentiable.map(({ layer, activation, parameters }) =>
      line(
        'kink',
        l10n.t('Layer {0}', layer),
        l10n.t(
          '{0} is piecewise constant, so {1} parameters of this layer and the layers before it have no gradient to check.',
          activation,
          parameters,
        ),
      ),
    ),
    ...excluded.map((words) => html('li', {}, verdictIcon('kink'), html('span', {}, words))),
  ];
  if (lines.length === 0) return null;
  return html(
    'section',
    { 'aria-label': l10n.t('Functions') },
    html('div', { class: 'section-header' }, html('h2', {}, l10n.t('Functions'))),
    html('ul', { class: 'checked-functions' }, ...lines),
  );
}

function line(verdict: 'pass' | 'fail' | 'kink', name: string, text: string): HTMLElement {
  return html('li', {}, verdictIcon(verdict), html('span', {}, html('strong', {}, name), ` ${text}`));
}

type Check = CheckResult['functions'][number];

function rightText({ from, to, points }: Check): string {
  return l10n.t(
    'df is right at {0} points from {1} to {2}.',
    points,
    formatValue(from, 3),
    formatValue(to, 3),
  );
}

function wrongText({ x, t, written, derivative }: NonNullable<Check['worst']>): string {
  const at = t === null ? `x = ${formatValue(x, 4)}` : `y = ${formatValue(x, 4)}, t = ${formatValue(t, 4)}`;
  return l10n.t(
    'At {0}, df gives {1}, but the derivative is {2}.',
    at,
    formatValue(written, 5),
    formatValue(derivative, 5),
  );
}
