import { modelInText } from '../models/html/plainModel.js';
import type { PageTexts } from '../models/html/packHtml.js';
import { predictOne, predictSubject } from '../models/predictOne.js';
import { html } from '../../webview/dom.js';
import { createPredictForm } from '../../webview/predict/predictForm.js';

/* The page of an exported model: its form, and the prediction for what is in it. */

const textOf = (id: string): string => document.getElementById(id)?.textContent ?? '';
const model = modelInText(textOf('model'));
const texts = JSON.parse(textOf('texts')) as PageTexts;
document.documentElement.lang = texts.language;

// What is painted follows the class of the page's body, as in the editor.
const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = (): boolean => document.body.classList.toggle('dark', dark.matches);
dark.addEventListener('change', follow);
follow();

function createButton(label: string, pressed: () => void): HTMLElement {
  const button = html('button', { type: 'button' }, label);
  button.addEventListener('click', pressed);
  return button;
}

const form = createPredictForm(texts, createButton, () => update());
const update = (): void => {
  if (form.values) form.show(predictOne(model, form.values));
};
form.setSubject(predictSubject(model));
const about = html('p', { class: 'predict-note' }, texts.trained);
document.body.append(html('main', {}, html('h1', {}, model.name), about, form.element));
update();
