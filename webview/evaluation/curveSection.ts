import * as l10n from '@vscode/l10n';
import { html, setText, show } from '../dom.js';
import { lazyView } from '../lazyView.js';
import { remember, remembered } from '../vscode.js';
import type { Drawable } from './curves.js';

/** Creates the folded section of the curves and the calibration. Its charts are loaded when it is first opened. */
export function createCurveSection(): {
  readonly element: HTMLElement;
  update(report: Drawable | null): void;
} {
  let latest: Drawable | null = null;
  const charts = lazyView(async () => (await import('./curves.js')).createCurves(() => latest));
  const title = html('summary', {});
  const element = html(
    'details',
    { class: 'curve-section', open: remembered().curvesOpen ?? false },
    title,
    charts.element,
  );
  const draw = (): void => {
    if (element.open && latest) charts.update();
  };
  element.addEventListener('toggle', () => {
    remember({ curvesOpen: element.open });
    draw();
  });
  const update = (report: Drawable | null): void => {
    const { curves = null, calibration = null } = report ?? {};
    const hasCurves = Boolean(curves?.precisionRecall);
    latest = report;
    show(element, hasCurves || calibration !== null);
    setText(title, hasCurves ? l10n.t('Curves and calibration') : l10n.t('Calibration'));
    draw();
  };
  return { element, update };
}
