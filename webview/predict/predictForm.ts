import type { Image, ImageSize, OnePrediction, PredictSubject } from '../../src/protocol.js';
import { html, setText, show } from '../dom.js';
import type { CreateButton } from '../images/drawPad.js';
import { paintPatch } from '../images/pixels.js';
import { readTheme, rgb } from '../theme.js';
import { fieldRow, type FieldRow } from './fieldRow.js';
import { createImageField, type ImageTexts } from './imageField.js';

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
  /** What the colors of an image's pixels mean. */
  readonly pixels: string;
  readonly image: ImageTexts;
}

/** A form with an input for each field, and the prediction for what is in it. */
export interface PredictForm {
  readonly element: HTMLElement;
  /** Sets what the form is about; inputs that remain keep their values. */
  setSubject(subject: PredictSubject): void;
  /** The value of each field, or the pixels of the image; null where there is no image. */
  readonly values: readonly number[] | null;
  /** Shows an image in place of the one that is drawn. */
  setImage(image: Image): void;
  show(prediction: OnePrediction): void;
}

/** The most outputs or contributions that have a bar. */
const mostBars = 20;

/** Creates a form. `changed` is called whenever a person changes a value. */
export function createPredictForm(
  texts: FormTexts,
  createButton: CreateButton,
  changed: () => void,
): PredictForm {
  const image = createImageField(texts.image, createButton, () => {
    if (image.pixels.length === 0) forget();
    changed();
  });
  const list = html('div', { class: 'predict-fields' });
  const answer = html('p', { class: 'predict-answer', role: 'status' });
  const outputs = html('ol', { class: 'predict-bars', 'aria-label': texts.prediction });
  const parts = html('ol', { class: 'predict-bars signed', 'aria-label': texts.contributions });
  const column = (title: string, ...content: HTMLElement[]): HTMLElement =>
    html('section', { 'aria-label': title }, html('h2', {}, title), ...content);
  const explanation = html('p', { class: 'predict-note' });
  const map = html('canvas', { class: 'pixels large', role: 'img', 'aria-label': texts.contributions });
  const element = html(
    'div',
    { class: 'predict-form' },
    column(texts.inputs, list, image.element),
    html(
      'div',
      {},
      column(texts.prediction, answer, outputs),
      column(texts.contributions, explanation, map, parts),
    ),
  );
  let rows: FieldRow[] = [];
  let subject: PredictSubject | null = null;
  const forget = (): void => {
    setText(answer, '');
    outputs.replaceChildren();
    map.getContext('2d')!.clearRect(0, 0, map.width, map.height);
  };
  return {
    element,
    setSubject: (wanted) => {
      const isSame = JSON.stringify(wanted.fields) === JSON.stringify(subject?.fields);
      subject = wanted;
      const size = wanted.image;
      for (const each of [image.element, map]) show(each, Boolean(size));
      for (const each of [list, parts]) show(each, !size);
      setText(explanation, size ? texts.pixels : texts.explanation);
      if (size) image.setSize(size);
      if (isSame) return;
      const former = new Map(rows.map((row) => [row.field.name, row]));
      rows = wanted.fields.map((field) => fieldRow(field, former.get(field.name) ?? null, texts, changed));
      list.replaceChildren(...rows.map((row) => row.element));
    },
    get values() {
      if (!subject?.image) return rows.map(({ value }) => value);
      return image.pixels.length > 0 ? image.pixels : null;
    },
    setImage: (each) => image.show(each),
    show: (prediction) => {
      if (!subject || (subject.image && image.pixels.length === 0)) return;
      setText(answer, answerText(subject, prediction));
      answer.dataset.outputs = prediction.outputs.join(' ');
      showBars(outputs, outputBars(subject, prediction));
      if (subject.image) paintContributions(map, subject.image, prediction);
      else showBars(parts, contributionBars(prediction));
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

/** Paints what each pixel contributes, in all its channels together. */
function paintContributions(
  canvas: HTMLCanvasElement,
  { rows, columns, channels }: ImageSize,
  { contributions }: OnePrediction,
): void {
  const values = new Float32Array(rows * columns);
  for (const [i, { value }] of contributions.entries()) values[Math.floor(i / channels)] += value;
  const { positive, negative } = readTheme();
  paintPatch(canvas, { rows, columns, channels: 1 }, values, rgb(positive), rgb(negative));
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
