import * as l10n from '@vscode/l10n';
import { figuresOf } from '../figures.js';
import { html, icon, setAttributes, setText, show } from '../dom.js';
import { progressLine } from '../progress.js';
import { createControls, figureList, stateBadge } from '../runBar.js';
import type { Shown, Store } from '../store.js';
import { command } from '../vscode.js';
import { createSparkline } from './sparkline.js';

const shownFigures = new Set(['epoch', 'loss', 'accuracy']);

/** Creates the summary of the open config: name, state, problems, controls and the loss chart. */
export function createSummary(store: Store): { readonly element: HTMLElement; update(view: Shown): void } {
  const name = html('button', { class: 'link config-name', title: l10n.t('Open panel') });
  name.addEventListener('click', () => command('openPanel'));
  const file = html(
    'button',
    { class: 'link icon-link', title: l10n.t('Open config file'), 'aria-label': l10n.t('Open config file') },
    icon('go-to-file'),
  );
  file.addEventListener('click', () => command('openConfig'));
  const state = stateBadge();
  const problems = problemsLink();
  const controls = createControls(() => store.view, ['primary', 'stop']);
  const progress = progressLine();
  const figures = figureList();
  const sparkline = createSparkline();
  const element = html(
    'section',
    { class: 'summary', 'aria-label': l10n.t('Current config') },
    html('div', { class: 'config-head' }, name, file),
    html('div', { class: 'state-line' }, state.element, problems.element),
    controls.element,
    progress.element,
    figures.element,
    sparkline.element,
  );
  const update = (view: Shown): void => {
    setAttributes(element, {
      'data-state': view.status?.state ?? 'ready',
      'data-epoch': view.status?.epoch ?? 0,
    });
    setText(name, view.name);
    state.update(view);
    problems.update(view);
    controls.update();
    progress.update(view.status);
    figures.update(figuresOf(store, 0, NaN).filter(({ id }) => shownFigures.has(id)));
    show(sparkline.element, view.settings !== null || store.history.length > 0);
    sparkline.update(store.history);
  };
  return { element, update };
}

function problemsLink(): { readonly element: HTMLElement; update(view: Shown): void } {
  const text = html('span', {});
  const glyph = html('span', { class: 'problem-icon' });
  const element = html('button', { class: 'link problems' }, glyph, text);
  element.addEventListener('click', () => command('showProblems'));
  const update = ({ problems: { errors, warnings, first } }: Shown): void => {
    show(element, errors + warnings > 0);
    glyph.replaceChildren(icon(errors > 0 ? 'error' : 'warning'));
    setAttributes(element, { title: first, 'data-severity': errors > 0 ? 'error' : 'warning' });
    setText(text, countText(errors, warnings));
  };
  return { element, update };
}

function countText(errors: number, warnings: number): string {
  const parts = [
    ...(errors === 0 ? [] : [errors === 1 ? l10n.t('1 error') : l10n.t('{0} errors', errors)]),
    ...(warnings === 0 ? [] : [warnings === 1 ? l10n.t('1 warning') : l10n.t('{0} warnings', warnings)]),
  ];
  return parts.join(', ');
}
