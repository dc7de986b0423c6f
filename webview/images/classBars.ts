import * as l10n from '@vscode/l10n';
import { html, setAttributes, setText } from '../dom.js';
import { formatPercent } from '../format.js';

/** The largest number of classes that are listed; of more, the most probable ones. */
const mostBars = 10;

/** A list of classes with their probabilities as bars. */
export interface ClassBars {
  readonly element: HTMLElement;
  /** Shows outputs; null where there are none. `label` is the index of the true class; null where it is not known. */
  update(outputs: ArrayLike<number> | null, classes: readonly string[], label: number | null): void;
}

export function createClassBars(title: string): ClassBars {
  const element = html('ol', { class: 'class-bars', 'aria-label': title });
  let rows: readonly Row[] = [];
  const update: ClassBars['update'] = (outputs, classes, label) => {
    const count = Math.min(mostBars, classes.length);
    if (rows.length !== count) {
      rows = Array.from({ length: count }, createRow);
      element.replaceChildren(...rows.map((row) => row.element));
    }
    const probabilities = outputs ? probabilitiesOf(outputs, classes.length) : [];
    const order = Array.from(classes, (_, index) => index);
    if (classes.length > mostBars) order.sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
    const largest = probabilities.reduce(
      (best, value, at) => (value > (probabilities[best] ?? -1) ? at : best),
      -1,
    );
    for (const [at, row] of rows.entries()) {
      const index = order[at];
      row.show(classes[index], probabilities[index] ?? NaN, index === largest, index === label);
    }
  };
  return { element, update };
}

/** Returns the probability of each class. A single output for two classes has that of the second. */
function probabilitiesOf(outputs: ArrayLike<number>, classes: number): number[] {
  return outputs.length === 1 && classes > 1 ? [1 - outputs[0], outputs[0]] : Array.from(outputs);
}

interface Row {
  readonly element: HTMLElement;
  show(name: string, probability: number, isPredicted: boolean, isLabel: boolean): void;
}

function createRow(): Row {
  const name = html('span', { class: 'bar-name' });
  const filled = html('span', { class: 'bar-filled' });
  const value = html('span', { class: 'bar-value number' });
  const mark = html('span', { class: 'bar-mark muted' });
  const element = html('li', {}, name, html('span', { class: 'bar' }, filled), value, mark);
  return {
    element,
    show: (text, probability, isPredicted, isLabel) => {
      const share = Math.max(0, Math.min(1, probability)) || 0;
      setText(name, text);
      setAttributes(name, { title: text });
      filled.style.width = `${(share * 100).toFixed(1)}%`;
      setText(value, formatPercent(probability));
      setText(mark, isLabel ? l10n.t('label') : '');
      element.classList.toggle('predicted', isPredicted);
    },
  };
}
