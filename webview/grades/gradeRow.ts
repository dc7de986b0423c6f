import * as l10n from '@vscode/l10n';
import type { AnswerVerdict, GradedAnswer, GradedMistake } from '../../src/protocol.js';
import { html, icon } from '../dom.js';
import { formatCount, formatValue } from '../format.js';

export interface GradeRow {
  readonly element: HTMLElement;
  /** The button that opens the answer. */
  readonly link: HTMLElement;
}

const icons: Readonly<Record<AnswerVerdict, string>> = {
  right: 'pass',
  wrong: 'error',
  unreadable: 'question',
};

/** Creates the row of an answer. A click on it opens the answer, except on a mistake, which shows its message. */
export function gradeRow(
  answer: GradedAnswer,
  columns: readonly string[],
  open: (file: string) => void,
): GradeRow {
  const { file, verdict, place } = answer;
  const title = place ? l10n.t('Open at line {0}', formatCount(place.line)) : l10n.t('Open the answer');
  const link = html('button', { class: 'link', type: 'button', title }, file);
  const cells = [
    link,
    html('span', { class: `verdict verdict-${verdict}` }, icon(icons[verdict]), verdictWord(verdict)),
    numbersCell(answer),
    mistakesCell(answer),
    firstCell(answer),
  ];
  const element = html(
    'tr',
    { role: 'row', 'data-verdict': verdict, 'data-file': file },
    ...cells.map((cell, i) => html('td', { role: 'cell', 'data-label': columns[i] }, cell)),
  );
  element.addEventListener('click', ({ target }) => {
    if (target instanceof Element && !target.closest('details')) open(file);
  });
  return { element, link };
}

function verdictWord(verdict: AnswerVerdict): string {
  switch (verdict) {
    case 'right':
      return l10n.t('Right');
    case 'wrong':
      return l10n.t('Wrong');
    case 'unreadable':
      return l10n.t('Unreadable');
  }
}

function numbersCell({ verdict, right, wrong, undecided, missing }: GradedAnswer): HTMLElement | null {
  if (verdict === 'unreadable') return null;
  const all = l10n.t('{0} of {1}', formatCount(right), formatCount(right + wrong + undecided));
  const notes = [
    ...(missing > 0 ? [l10n.t('missing: {0}', formatCount(missing))] : []),
    ...(undecided > 0 ? [l10n.t('too few digits: {0}', formatCount(undecided))] : []),
  ];
  return html(
    'span',
    { class: 'number' },
    all,
    ...notes.map((note) => html('span', { class: 'grades-note muted' }, note)),
  );
}

function mistakesCell({ diagnoses, problems }: GradedAnswer): HTMLElement | null {
  const items = [
    ...diagnoses.map((each) => details(each.title, messageOf(each))),
    ...problems.map((problem) => html('span', { class: 'grades-note' }, problem)),
  ];
  return items.length > 0 ? html('div', { class: 'grades-mistakes' }, ...items) : null;
}

function details(title: string, message: readonly HTMLElement[]): HTMLElement {
  return html('details', {}, html('summary', {}, title), ...message);
}

function messageOf({ message }: GradedMistake): HTMLElement[] {
  return [html('p', { class: 'muted' }, message)];
}

function firstCell({ firstWrong, place }: GradedAnswer): HTMLElement | null {
  if (!firstWrong) return null;
  const { name, layer, given, truth } = firstWrong;
  const values = l10n.t('{0}, right: {1}', formatValue(given), formatValue(truth));
  const line = place ? l10n.t('line {0}', formatCount(place.line)) : '';
  return html(
    'span',
    {},
    html('span', {}, layer === null ? name : `∂E/∂${name}`),
    html('span', { class: 'grades-note muted number' }, [values, line].filter(Boolean).join('; ')),
  );
}
