import * as l10n from '@vscode/l10n';
import { createSamplePicker } from '../diagram/samplePicker.js';
import { html, setText, show } from '../dom.js';
import { formatCount } from '../format.js';
import { drawTexts } from '../images/drawTexts.js';
import type { View } from '../lazyView.js';
import type { Store } from '../store.js';
import { textButton } from '../toolkit.js';
import { command, post } from '../vscode.js';
import { createPredictForm, type FormTexts } from './predictForm.js';

/**
 * Creates the view that predicts: a form with the inputs of the network, the prediction for them with the parameters of
 * the viewed epoch, and what each input contributes. A network with too many inputs for a form predicts only files.
 */
export function createPredictView(store: Store): View {
  const ask = (): void => {
    const { values } = form;
    if (values) post({ type: 'predict', values });
  };
  const form = createPredictForm(formTexts(), textButton, ask);
  const epoch = html('p', { class: 'muted' });
  const tooMany = html('p', {});
  const actions = html(
    'div',
    { class: 'predict-actions', role: 'group', 'aria-label': l10n.t('Files') },
    textButton(l10n.t('Predict a File…'), () => command('predictFile')),
    textButton(l10n.t('Save Model…'), () => command('saveModel')),
    textButton(l10n.t('Export Model…'), () => command('exportModel')),
  );
  const sample = createSamplePicker(store);
  const useSample = textButton(l10n.t('Predict this sample'), () => {
    if (store.snapshot?.image) form.setImage(store.snapshot.image);
  });
  const samples = html('div', { class: 'predict-sample' }, sample.element, useSample);
  const element = html('main', { class: 'predict-view' }, actions, epoch, tooMany, samples, form.element);
  /** The state that was asked about last: its run and its epoch. */
  let asked = '';
  return {
    element,
    update: () => {
      const { view, snapshot, predicted } = store;
      if (!view?.facts) return;
      const { predict: subject, inputNames } = view.facts;
      const shown = snapshot?.epoch ?? 0;
      setText(epoch, shown === 0
          ? l10n.t('With the initial parameters. If they are random, train the network first.')
          : l10n.t('With the parameters after epoch {0}', formatCount(shown))); // prettier-ignore
      show(form.element, Boolean(subject));
      show(samples, Boolean(subject?.image));
      setText(tooMany, subject ? '' : tooManyText(inputNames.length));
      if (!subject) return;
      form.setSubject(subject);
      if (subject.image) sample.update();
      const state = `${view.status?.run ?? ''} ${shown} ${String(view.status?.edited ?? false)}`;
      if (snapshot && state !== asked) {
        asked = state;
        ask();
      }
      if (predicted) form.show(predicted);
    },
  };
}

const tooManyText = (inputs: number): string =>
  l10n.t(
    'The network has {0} inputs, which are too many for a form. Predict the rows of a table instead.',
    formatCount(inputs),
  );

const formTexts = (): FormTexts => ({
  inputs: l10n.t('Inputs'),
  prediction: l10n.t('Prediction'),
  contributions: l10n.t('Contribution of each input'),
  explanation: l10n.t('The gradient of the prediction times the input, as the network receives it.'),
  missing: l10n.t('(missing)'),
  outside: l10n.t('outside the range of the training data'),
  pixels: l10n.t(
    'The gradient of the prediction times each pixel, as the network receives it. Blue pixels raise the prediction, orange ones lower it.',
  ),
  image: {
    ...drawTexts(),
    invitation: l10n.t('Draw an image, or open or drop a picture.'),
    open: l10n.t('Open Picture…'),
    unreadable: l10n.t('The file is not a picture that can be read. Choose a PNG or JPEG file.'),
  },
});
