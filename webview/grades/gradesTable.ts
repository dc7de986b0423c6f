import * as l10n from '@vscode/l10n';
import type { GradedAnswer } from '../../src/protocol.js';
import { html, setAttributes, setText, show } from '../dom.js';
import { formatCount } from '../format.js';
import { textButton } from '../toolkit.js';
import { gradeRow, type GradeRow } from './gradeRow.js';

/** The number of answers that are listed at first, and added by the button. */
const shownAtOnce = 500;

/** Creates the table of answers. Roles are set explicitly, because a narrow page shows the table as a list. */
export function createGradesTable(open: (file: string) => void): {
  readonly element: HTMLElement;
  update(answers: readonly GradedAnswer[], mistake: string | null): void;
} {
  const columns = [l10n.t('Answer'), l10n.t('Verdict'), l10n.t('Right numbers'), l10n.t('Mistakes'), l10n.t('First wrong number')]; // prettier-ignore
  const head = html('tr', { role: 'row' }, ...columns.map((label) => html('th', { role: 'columnheader', scope: 'col' }, label))); // prettier-ignore
  const body = html('tbody', { role: 'rowgroup' });
  const heading = html('h2', { id: 'answers-heading' });
  const table = html('table', { class: 'grades-table', role: 'table', 'aria-labelledby': heading.id }, html('thead', { role: 'rowgroup' }, head), body); // prettier-ignore
  const more = textButton(l10n.t('Show more'), () => {
    count += shownAtOnce;
    draw();
  });
  const element = html('section', { class: 'grades-answers', 'aria-labelledby': heading.id }, heading, html('div', { class: 'grades-scroll' }, table), more); // prettier-ignore
  let count = shownAtOnce;
  let rows = new Map<string, { readonly answer: GradedAnswer; readonly row: GradeRow }>();
  let listed: readonly GradeRow[] = [];
  let all: readonly GradedAnswer[] = [];
  let chosen: string | null = null;

  body.addEventListener('keydown', (event) => {
    const at = listed.findIndex(({ link }) => link === document.activeElement);
    const to = at < 0 ? null : rowOnKey(event.key, at, listed.length);
    if (to === null) return;
    event.preventDefault();
    listed[to].link.focus();
  });

  const rowOf = (answer: GradedAnswer): GradeRow => {
    const known = rows.get(answer.file);
    if (known?.answer === answer) return known.row;
    const row = gradeRow(answer, columns, open);
    rows.set(answer.file, { answer, row });
    return row;
  };
  const draw = (): void => {
    const wanted = chosen === null ? all : all.filter(({ diagnoses }) => diagnoses.some(({ key }) => key === chosen)); // prettier-ignore
    listed = [...wanted].sort(byFile).slice(0, count).map(rowOf);
    replaceRows(body, listed);
    show(more, wanted.length > count);
    setText(heading, chosen === null ? l10n.t('All answers ({0})', formatCount(all.length)) : l10n.t('Answers with this mistake ({0})', formatCount(wanted.length))); // prettier-ignore
    setAttributes(table, { 'aria-rowcount': wanted.length + 1 });
  };
  const update = (answers: readonly GradedAnswer[], mistake: string | null): void => {
    if (answers === all && mistake === chosen) return;
    if (answers.length < all.length) rows = new Map();
    [all, chosen] = [answers, mistake];
    draw();
  };
  return { element, update };
}

const collator = new Intl.Collator('en', { numeric: true });
const byFile = (a: GradedAnswer, b: GradedAnswer): number => collator.compare(a.file, b.file);

function rowOnKey(key: string, at: number, length: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(length - 1, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return null;
  }
}

/** Puts the rows in order. What has the focus in one of them keeps it. */
function replaceRows(body: HTMLElement, rows: readonly GradeRow[]): void {
  const isSame = rows.length === body.children.length && rows.every(({ element }, i) => body.children[i] === element); // prettier-ignore
  if (isSame) return;
  const { activeElement } = document;
  body.replaceChildren(...rows.map(({ element }) => element));
  if (activeElement instanceof HTMLElement && body.contains(activeElement)) activeElement.focus();
}
