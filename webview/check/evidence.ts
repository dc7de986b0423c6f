import * as l10n from '@vscode/l10n';
import type { CheckResult } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import { onThemeChange, readTheme } from '../theme.js';
import { createLogChart, type LogLine } from './logChart.js';

type Evident = Pick<CheckResult, 'evidence' | 'kinks' | 'excluded'>;
type Evidence = NonNullable<CheckResult['evidence']>;

/**
 * Creates the charts of the evidence: the error of difference quotients by step, and how fast the Taylor remainder
 * falls.
 */
export function createEvidence(): { readonly element: HTMLElement; draw(result: Evident | null): void } {
  const taylor = createLogChart({
    id: 'taylor-chart',
    title: l10n.t('Taylor remainder'),
    x: l10n.t('Step h'),
    y: '|E(θ+hv) − E(θ) − h g·v|',
  });
  const sweep = createLogChart({
    id: 'sweep-chart',
    title: l10n.t('Difference quotients'),
    x: l10n.t('Step h'),
    y: l10n.t('Relative error'),
  });
  const order = html('p', { class: 'evidence-order' });
  const element = html(
    'div',
    { class: 'charts evidence' },
    html('div', {}, taylor.element, order),
    html('div', {}, sweep.element, html('p', { class: 'muted' }, sweepText())),
  );
  let shown: Evident | null = null;
  let theme = readTheme();
  const draw = (result: Evident | null): void => {
    shown = result;
    const evidence = result?.evidence ?? null;
    show(element, evidence !== null);
    if (!result || !evidence) return;
    taylor.draw(taylorLines(evidence), theme);
    sweep.draw(sweepLines(evidence), theme);
    setText(order, orderText(evidence.taylor, result));
  };
  onThemeChange(() => {
    theme = readTheme();
    draw(shown);
  });
  return { element, draw };
}

function taylorLines({ taylor: { steps, remainders } }: Evidence): LogLine[] {
  // The reference lines pass through the largest remainder, so that the slopes can be compared.
  const start = remainders.findIndex((remainder) => remainder > 0);
  const power = (order: number): Float64Array =>
    steps.map((h) => (start < 0 ? 0 : remainders[start] * (h / steps[start]) ** order));
  return [
    { label: l10n.t('Remainder'), color: 'positive', xs: steps, ys: remainders },
    { label: 'h²', color: 'muted', dashed: true, xs: steps, ys: power(2) },
    { label: 'h', color: 'negative', dashed: true, xs: steps, ys: power(1) },
  ];
}

function sweepLines({ sweep: { steps, central, forward } }: Evidence): LogLine[] {
  return [
    { label: l10n.t('Central'), color: 'positive', xs: steps, ys: central },
    {
      label: l10n.t({ message: 'Forward', comment: ['difference quotient'] }),
      color: 'negative',
      xs: steps,
      ys: forward,
    },
  ];
}

function orderText({ order, isOverKink }: Evidence['taylor'], { kinks, excluded }: Evident): string {
  if (isOverKink)
    return l10n.t('Even the smallest steps cross a kink, so the remainder has no meaning here.');
  if (order === null)
    return l10n.t(
      'Along this direction the error is linear, so the remainder consists only of rounding errors.',
    );
  const falls = l10n.t(
    'It falls with h to the power of {0}. The power is 2 for a right gradient and 1 for a wrong one.',
    order.toFixed(2),
  );
  const hasKink = kinks > 0 || excluded.length > 0;
  return hasKink ? `${falls} ${l10n.t('It is also 1 if there is a kink in between.')}` : falls;
}

function sweepText(): string {
  return l10n.t(
    'Large steps are inaccurate because the error is curved, small ones because of rounding. No single step is accurate everywhere, so each verdict has its own error bound.',
  );
}
