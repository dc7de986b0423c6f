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
      l10n.t(
        'Open a .backprop.json file. It describes a network and its data, and you can train it from here.',
      ),
    ),
    textButton(l10n.t('Open examples'), () => command('openExamples'), 'primary'),
    html('p', {}, l10n.t('Or choose a CSV, TSV or Parquet file and the column to predict from the others.')),
    textButton(l10n.t('Train on a table…'), () => command('trainOnTable')),
    html(
      'p',
      { class: 'muted' },
      l10n.t('You can also drag a table here from the explorer while you hold Shift.'),
    ),
    html(
      'p',
      {},
      l10n.t('Or create a config: a few lines are enough, and completion suggests what to write.'),
    ),
    textButton(l10n.t('New config'), () => command('newConfig')),
    html('p', {}, l10n.t('The walkthrough introduces the extension in a few short steps.')),
    textButton(l10n.t('Open walkthrough'), () => command('openWalkthrough')),
  );
}
