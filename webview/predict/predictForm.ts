import type { OnePrediction, PredictField, PredictSubject } from '../../src/protocol.js';
import { html, setText } from '../dom.js';
import { fieldRow, type FieldRow } from './fieldRow.js';

/** The texts of a form in the user's language. */
export interface FormTexts {
  readonly inputs: string;
  readonly prediction: string;
  readonly contributions: string;
  /** What a contribution is. */
  readonly explanation: string;
  readonly missing: string;
  /** What is said beside a number that is outside the range of the training samples. */
  readonly outside: string;
}

/** A form with an input for each field, and the prediction for what is in it. */
export interface PredictForm {
  readonly element: HTMLElement;
  /** Sets what the form is about; inputs that remain keep their values. */
  setSubject(subject: PredictSubject): void;
  /** The value of each field. */
  readonly values: readonly number[];
  show(prediction: OnePrediction): void;
}

/** The most outputs or contributions that have a bar. */
const mostBars = 20;

/** Creates a form. `changed` is called whenever a person changes a value. */
export function createPredictForm(texts: FormTexts, changed: () => void): PredictForm {
  const list = html('div', { class: 'predict-fields' });
  const answer = html('p', { class: 'predict-answer', role: 'status' });
  const outputs = html('ol', { class: 'predict-bars', 'aria-label': texts.prediction });
  const parts = html('ol', { class: 'predict-bars signed', 'aria-label': texts.contributions });
  const column = (title: string, ...content: HTMLElement[]): HTMLElement =>
    html('section', { 'aria-label': title }, html('h2', {}, title), ...content);
  const explanation = html('p', { class: 'predict-note' }, texts.explanation);
  const element = html(
    'div',
    { class: 'predict-form' },
    column(texts.inputs, list),
    html(
      'div',
      {},
      column(texts.prediction, answer, outputs),
      column(texts.contributions, explanation, parts),
    ),
  );
  let rows: FieldRow[] = [];
  let subject: PredictSubject | null = null;
  return {
    element,
    setSubject: (wanted) => {
      const isSame = JSON.stringify(wanted.fields) === JSON.stringify(subject?.fields);
      subject = wanted;
      if (isSame) return;
      const former = new Map(rows.map((row) => [row.field.name, row]));
      rows = wanted.fields.map((field) => fieldRow(field, former.get(field.name) ?? null, texts, changed));
      list.replaceChildren(...rows.map((row) => row.element));
    },
    get values() {
      return rows.map(({ value }) => value);
    },
    show: (prediction) => {
      if (!subject) return;
      setText(answer, answerText(subject, prediction));
      answer.dataset.outputs = prediction.outputs.join(' ');
      showBars(outputs, outputBars(subject, prediction));
      showBars(parts, contributionBars(prediction));
    },
  };
}

/** Returns the name and the value of each output: of each class its probability. */
function named({ classes, targetNames }: PredictSubject, { outputs }: OnePrediction): [string, number][] {
  if (classes?.length === 2 && outputs.length === 1)
    return [[classes[0], 1 - outputs[0]], [classes[1], outputs[0]]]; // prettier-ignore
  return outputs.map((value, i) => [(classes ?? targetNames)[i], value]);
}

function answerText(subject: PredictSubject, prediction: OnePrediction): string {
  const all = named(subject, prediction);
  if (!subject.classes) return all.map(([name, value]) => `${name}: ${number(value)}`).join(', ');
  const [name, value] = all.reduce((best, each) => (each[1] > best[1] ? each : best));
  return subject.isProbability ? `${name} (${percent(value)})` : name;
}

interface Bar {
  readonly name: string;
  readonly text: string;
  /** The share of the longest bar, negative to the left. */
  readonly share: number;
}

function outputBars(subject: PredictSubject, prediction: OnePrediction): Bar[] {
  if (!subject.classes) return [];
  const bars = named(subject, prediction).map(([name, value]) => ({
    name,
    text: subject.isProbability ? percent(value) : number(value),
    share: Math.max(0, Math.min(1, value)),
  }));
  return bars.length > mostBars ? largest(bars) : bars;
}

function contributionBars({ contributions }: OnePrediction): Bar[] {
  const most = contributions.reduce((longest, { value }) => Math.max(longest, Math.abs(value)), 0);
  const bars = contributions.map(({ name, value }) => ({
    name,
    text: number(value, 4),
    share: most === 0 ? 0 : value / most,
  }));
  return largest(bars);
}

const largest = (bars: readonly Bar[]): Bar[] =>
  [...bars].sort((a, b) => Math.abs(b.share) - Math.abs(a.share)).slice(0, mostBars);

function showBars(list: HTMLElement, bars: readonly Bar[]): void {
  while (list.children.length > bars.length) list.lastElementChild?.remove();
  while (list.children.length < bars.length)
    list.append(html('li', {}, html('span', {}), html('span', { class: 'bar', 'aria-hidden': 'true' }, html('span', {})), html('span', {}))); // prettier-ignore
  for (const [i, { name, text, share }] of bars.entries()) {
    const [label, bar, value] = list.children[i].children;
    setText(label, name);
    label.setAttribute('title', name);
    setText(value, text);
    bar.classList.toggle('negative', share < 0);
    const { style } = bar.firstElementChild as HTMLElement;
    style.width = `${(Math.abs(share) * 100).toFixed(1)}%`;
  }
}

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;

/** Returns a number as text with at most the given number of significant digits. */
export const number = (value: number, digits = 6): string =>
  String(Number(value.toPrecision(digits))).replace(/-/g, '−');

export type { PredictField };
