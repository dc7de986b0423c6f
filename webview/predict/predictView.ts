import * as l10n from '@vscode/l10n';
import { html, setText } from '../dom.js';
import { formatCount } from '../format.js';
import type { View } from '../lazyView.js';
import type { Store } from '../store.js';
import { textButton } from '../toolkit.js';
import { command, post } from '../vscode.js';
import { createPredictForm } from './predictForm.js';

/**
 * Creates the view that predicts: a form with the inputs of the network, the prediction for them with the parameters of
 * the viewed epoch, and what each input contributes.
 */
export function createPredictView(store: Store): View {
  const ask = (): void => post({ type: 'predict', values: form.values });
  const form = createPredictForm(
    {
      inputs: l10n.t('Inputs'),
      prediction: l10n.t('Prediction'),
      contributions: l10n.t('Contribution of each input'),
      explanation: l10n.t('The gradient of the prediction times the input, as the network receives it.'),
      missing: l10n.t('(missing)'),
      outside: l10n.t('outside the range of the training data'),
    },
    ask,
  );
  const epoch = html('p', { class: 'muted' });
  const actions = html(
    'div',
    { class: 'predict-actions', role: 'group', 'aria-label': l10n.t('The network as a file') },
    textButton(l10n.t('Save Model…'), () => command('saveModel')),
    textButton(l10n.t('Export Model…'), () => command('exportModel')),
  );
  const element = html('main', { class: 'predict-view' }, actions, epoch, form.element);
  /** The state that was asked about last: its run and its epoch. */
  let asked = '';
  return {
    element,
    update: () => {
      const { view, snapshot, predicted } = store;
      const subject = view?.facts?.predict;
      if (!subject) return;
      form.setSubject(subject);
      const shown = snapshot?.epoch ?? 0;
      setText(epoch, shown === 0
          ? l10n.t('With the initial parameters. If they are random, train the network first.')
          : l10n.t('With the parameters after epoch {0}', formatCount(shown))); // prettier-ignore
      const state = `${view.status?.run ?? ''} ${shown} ${String(view.status?.edited ?? false)}`;
      if (snapshot && state !== asked) {
        asked = state;
        ask();
      }
      if (predicted) form.show(predicted);
    },
  };
}
