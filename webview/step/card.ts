import * as l10n from '@vscode/l10n';
import type { PassView, StepView } from '../../src/protocol.js';
import { html, setText } from '../dom.js';
import { formatCount } from '../format.js';
import { createEquation } from './equation.js';
import { createAlteredMark } from './alteredMark.js';

/** Creates the card of a step's computation: in words, in symbols, with numbers, and the result. */
export function createFormulaCard(follow: (ref: string) => void): {
  readonly element: HTMLElement;
  update(pass: PassView, step: StepView): void;
} {
  const place = html('span', { class: 'muted' });
  const count = html('span', { class: 'muted number step-count' });
  const words = html('h2', { class: 'step-words' });
  const equation = createEquation(follow);
  const mark = createAlteredMark();
  const head = html('div', { class: 'card-head' }, place, mark.element, count);
  const element = html(
    'section',
    { class: 'formula-card', 'aria-label': l10n.t('Formula') },
    head,
    html('div', { role: 'status' }, words),
    equation.element,
  );
  const steady = createSteady(element);
  const update = (pass: PassView, step: StepView): void => {
    mark.update(pass);
    setText(place, step.place);
    setText(count, l10n.t('Step {0} of {1}', formatCount(step.index + 1), formatCount(pass.length)));
    setText(words, step.words);
    element.dataset.step = String(step.index);
    equation.update(step.equation, step.refs);
    steady(pass.id);
  };
  return { element, update };
}

/**
 * Returns a function that keeps an element at its largest height within a pass, so that elements below it do not move.
 */
function createSteady(element: HTMLElement): (pass: number) => void {
  let shown = -1;
  let width = 0;
  let tallest = 0;
  const free = (): void => {
    tallest = 0;
    element.style.minHeight = '';
  };
  new ResizeObserver(([{ borderBoxSize }]) => {
    const [{ inlineSize, blockSize }] = borderBoxSize;
    if (Math.abs(inlineSize - width) > 1) free();
    width = inlineSize;
    if (blockSize <= tallest) return;
    tallest = blockSize;
    element.style.minHeight = `${tallest}px`;
  }).observe(element, { box: 'border-box' });
  return (pass) => {
    if (pass !== shown) free();
    shown = pass;
  };
}
