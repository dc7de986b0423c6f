import * as l10n from '@vscode/l10n';
import type { GradesAction, GradesView } from '../../src/protocol.js';
import { html, setAttributes, setText, show } from '../dom.js';
import { formatCount } from '../format.js';
import { button, type ButtonLook } from '../toolkit.js';
import { post } from '../vscode.js';

const act = (action: GradesAction): void => post({ type: 'gradesAction', action });

/** Creates the head of the page: what was graded, how far the grading is, its figures and its buttons. */
export function createGradesHead(): { readonly element: HTMLElement; update(view: GradesView): void } {
  const title = html('h1', {});
  const config = html('button', { class: 'link grades-config', type: 'button' });
  config.addEventListener('click', () => act('openConfig'));
  const main = button('primary', () => act(isGrading ? 'cancel' : 'again'));
  const exporting = button('secondary', () => act('export'));
  const filled = html('div', { class: 'progress-filled' });
  const progress = html(
    'div',
    { class: 'progress', role: 'progressbar', 'aria-valuemin': 0, 'aria-label': l10n.t('Answers graded') },
    filled,
  );
  const state = html('p', { class: 'muted', role: 'status' });
  const figures = html('dl', { class: 'figures' });
  let isGrading = true;
  const update = (view: GradesView): void => {
    const { answers, total } = view;
    isGrading = view.state === 'grading';
    setText(title, view.folderName);
    setText(config, view.configName);
    main.look(mainLook(isGrading));
    exporting.look(exportLook(answers.length));
    setText(state, stateText(view));
    setAttributes(progress, { 'aria-valuemax': total, 'aria-valuenow': answers.length });
    progress.classList.toggle('idle', !isGrading);
    filled.style.width = `${total > 0 ? (100 * answers.length) / total : 0}%`;
    figures.replaceChildren(...figuresOf(view).map(figure));
    show(figures, answers.length > 0);
  };
  const titles = html('div', { class: 'grades-titles' }, title, config);
  const controls = html('div', { class: 'controls' }, main.element, exporting.element);
  const line = html('div', { class: 'grades-line' }, titles, controls);
  const element = html('header', { class: 'grades-head' }, line, progress, figures, state);
  return { element, update };
}

const mainLook = (isGrading: boolean): ButtonLook =>
  isGrading
    ? {
        label: l10n.t('Cancel'),
        icon: 'debug-stop',
        title: l10n.t('End the grading and keep the answers graded so far'),
        disabled: null,
      }
    : {
        label: l10n.t('Grade again'),
        icon: 'refresh',
        title: l10n.t('Read the config and all answers again'),
        disabled: null,
      };

const exportLook = (count: number): ButtonLook => ({
  label: l10n.t('Export as CSV'),
  icon: 'export',
  title: l10n.t('Write one row for each answer to a file'),
  disabled: count > 0 ? null : l10n.t('No answer is graded yet.'),
});

function stateText({ state, answers, total, skipped }: GradesView): string {
  const parts = [
    state === 'grading'
      ? l10n.t('Grading: {0} of {1}', formatCount(answers.length), formatCount(total))
      : state === 'canceled'
        ? l10n.t('Canceled after {0} of {1}', formatCount(answers.length), formatCount(total))
        : l10n.t('Answers: {0}', formatCount(total)),
    ...(skipped > 0 ? [l10n.t('files of other kinds: {0}', formatCount(skipped))] : []),
  ];
  return parts.join('; ');
}

function figuresOf({ answers }: GradesView): (readonly [name: string, label: string, count: number])[] {
  const count = (verdict: string) => answers.filter((answer) => answer.verdict === verdict).length;
  const incomplete = answers.filter(({ missing }) => missing > 0).length;
  return [
    ['right', l10n.t('Right'), count('right')],
    ['wrong', l10n.t('Wrong'), count('wrong')],
    ['unreadable', l10n.t('Unreadable'), count('unreadable')],
    ...(incomplete > 0 ? [['missing', l10n.t('Incomplete'), incomplete] as const] : []),
  ];
}

const figure = ([name, label, count]: readonly [string, string, number]): HTMLElement =>
  html(
    'div',
    { class: 'figure', 'data-figure': name },
    html('dt', {}, label),
    html('dd', {}, formatCount(count)),
  );
