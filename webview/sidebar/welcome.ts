import * as l10n from '@vscode/l10n';
import { html } from '../dom.js';
import { textButton } from '../toolkit.js';
import { command } from '../vscode.js';

/** Creates the instructions that are shown while no config is open. */
export function createWelcome(): HTMLElement {
  return html(
    'section',
    { class: 'welcome' },
    html(
      'p',
      {},
      l10n.t('Open a .backprop.json file: it describes a network and its data, and is trained from here.'),
    ),
    textButton(l10n.t('Open the examples'), () => command('openExamples'), 'primary'),
    html('p', {}, l10n.t('Or start a new one: a few lines are enough, and completion helps along.')),
    textButton(l10n.t('New config'), () => command('newConfig')),
    html('p', {}, l10n.t('The walkthrough shows the way in a few short steps.')),
    textButton(l10n.t('Open the walkthrough'), () => command('openWalkthrough')),
  );
}
