import * as l10n from '@vscode/l10n';
import { html, setAttributes, setText, show } from '../dom.js';
import { formatCount } from '../format.js';
import { textButton } from '../toolkit.js';
import { post } from '../vscode.js';

/** The number of samples that are shown at first, and added by the button. */
const shownAtOnce = 50;

/** Samples to list, with their places in the data. */
export interface SampleList {
  readonly caption: string;
  readonly part: 'training' | 'validation';
  /** The headings after those of the row and the line. */
  readonly headings: readonly string[];
  readonly samples: readonly ListedSample[];
}

export interface ListedSample {
  /** The row in the data's source, from 0. */
  readonly row: number;
  /** The line in the data's file, from 1; null for data without lines. */
  readonly line: number | null;
  readonly cells: readonly { readonly text: string; readonly isNumber: boolean }[];
}

/** Creates a table of samples with their rows and, as links, their lines in the file. */
export function createSampleTable(): { readonly element: HTMLElement; show(list: SampleList): void } {
  const caption = html('caption', {});
  const head = html('tr', {});
  const body = html('tbody', {});
  const table = html('table', { class: 'samples' }, caption, html('thead', {}, head), body);
  const region = html('div', { class: 'scroll', tabindex: 0, role: 'region' }, table);
  const more = textButton(l10n.t('Show more'), () => {
    count += shownAtOnce;
    draw();
  });
  const element = html('div', {}, region, more);
  let count = shownAtOnce;
  let list: SampleList | null = null;
  const draw = (): void => {
    if (!list) return;
    const { samples, part } = list;
    const hasLines = samples.some(({ line }) => line !== null);
    const headings = [l10n.t('Row'), ...(hasLines ? [l10n.t('Line')] : []), ...list.headings];
    setText(caption, list.caption);
    setAttributes(region, { 'aria-label': list.caption });
    head.replaceChildren(...headings.map((text) => html('th', { scope: 'col' }, text)));
    const focused = focusedLine(body);
    body.replaceChildren(...samples.slice(0, count).map((sample) => rowOf(sample, part, hasLines)));
    if (focused) body.querySelector<HTMLElement>(`[data-line="${focused}"]`)?.focus();
    show(more, samples.length > count);
  };
  return {
    element,
    show: (next) => {
      if (next.caption !== list?.caption) count = shownAtOnce;
      list = next;
      draw();
    },
  };
}

function focusedLine(body: HTMLElement): string | undefined {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && body.contains(activeElement)
    ? activeElement.dataset.line
    : undefined;
}

function rowOf({ row, line, cells }: ListedSample, part: SampleList['part'], hasLines: boolean): HTMLElement {
  return html(
    'tr',
    {},
    html('th', { scope: 'row', class: 'number' }, formatCount(row + 1)),
    ...(hasLines ? [html('td', { class: 'number' }, line === null ? '–' : lineLink(line, part))] : []),
    ...cells.map(({ text, isNumber }) => html('td', isNumber ? { class: 'number' } : { title: text }, text)),
  );
}

function lineLink(line: number, part: SampleList['part']): HTMLElement {
  const title = l10n.t('Open line {0} of the data file', line);
  const link = html('button', { type: 'button', class: 'link', 'data-line': line, title }, formatCount(line));
  link.addEventListener('click', () => post({ type: 'openLine', part, line }));
  return link;
}
