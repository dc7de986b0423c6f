import * as l10n from '@vscode/l10n';
import type { GradesView, MistakeCount } from '../../src/protocol.js';
import { html, setAttributes, setText, show } from '../dom.js';
import { formatCount } from '../format.js';

/** The most mistakes that have a bar. */
const mostShown = 20;

interface Bar {
  readonly element: HTMLElement;
  readonly toggle: HTMLButtonElement;
  readonly filled: HTMLElement;
  readonly title: HTMLElement;
  readonly count: HTMLElement;
}

/**
 * Creates a bar for each mistake, as long as the share of the answers that have it. Each is a button that lists only the
 * answers with that mistake, or all again.
 */
export function createMistakeBars(choose: (key: string) => void): {
  readonly element: HTMLElement;
  update(view: GradesView, chosen: string | null): void;
} {
  const list = html('ul', {});
  const more = html('p', { class: 'muted' });
  const note = html('p', { class: 'muted' }, l10n.t('Choose a mistake to list only its answers.'));
  const none = html('p', { class: 'muted' }, l10n.t('No mistake has been found.'));
  const heading = html('h2', { id: 'mistakes-heading' }, l10n.t('Mistakes'));
  const element = html('section', { class: 'mistakes', 'aria-labelledby': heading.id }, heading, note, none, list, more); // prettier-ignore
  const bars = new Map<string, Bar>();
  const barOf = (key: string): Bar => {
    const bar = bars.get(key) ?? createBar(() => choose(key));
    bars.set(key, bar);
    return bar;
  };
  const update = ({ mistakes, answers }: GradesView, chosen: string | null): void => {
    const shown = mistakes.slice(0, mostShown);
    const elements = shown.map((mistake) => {
      const bar = barOf(mistake.key);
      fill(bar, mistake, answers.length, mistake.key === chosen);
      return bar.element;
    });
    if (elements.length !== list.children.length || elements.some((each, i) => list.children[i] !== each))
      replace(list, elements);
    const hidden = mistakes.length - shown.length;
    setText(more, l10n.t('Further mistakes: {0}', formatCount(Math.max(0, hidden))));
    show(more, hidden > 0);
    show(note, shown.length > 1);
    show(none, shown.length === 0);
  };
  return { element, update };
}

function createBar(pressed: () => void): Bar {
  const title = html('span', { class: 'mistake-title' });
  const count = html('span', { class: 'mistake-count number' });
  const filled = html('span', { class: 'mistake-filled' });
  const track = html('span', { class: 'mistake-track', 'aria-hidden': 'true' }, filled);
  const toggle = html('button', { class: 'mistake', type: 'button' }, title, count, track);
  toggle.addEventListener('click', pressed);
  return { element: html('li', {}, toggle), toggle, filled, title, count };
}

function fill({ toggle, filled, title, count }: Bar, mistake: MistakeCount, all: number, isChosen: boolean): void {
  setText(title, mistake.title);
  setText(count, l10n.t('{0} of {1}', formatCount(mistake.answers), formatCount(all)));
  filled.style.width = `${(100 * mistake.answers) / Math.max(1, all)}%`;
  setAttributes(toggle, { 'aria-pressed': String(isChosen), 'data-mistake': mistake.key });
} // prettier-ignore

/** Puts the bars in order. The one that has the focus keeps it. */
function replace(list: HTMLElement, elements: readonly HTMLElement[]): void {
  const { activeElement } = document;
  list.replaceChildren(...elements);
  if (activeElement instanceof HTMLElement && list.contains(activeElement)) activeElement.focus();
}
