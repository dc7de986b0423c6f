import * as l10n from '@vscode/l10n';
import { html, icon, setText, show } from '../dom.js';
import type { Store } from '../store.js';
import { textButton } from '../toolkit.js';
import { command } from '../vscode.js';

/** Creates the text that is shown while there is no pass: what the view shows, and how to start it. */
export function createEmptyStep(): { readonly element: HTMLElement; update(store: Store): void } {
  const title = html('h2', {});
  const text = html('p', { class: 'muted' });
  const problems = textButton(l10n.t('Show problems'), () => command('showProblems'), 'primary');
  const examples = textButton(l10n.t('Open examples'), () => command('openExamples'));
  const buttons = html('div', { class: 'controls' }, problems, examples);
  const element = html(
    'section',
    { class: 'empty-step', role: 'status' },
    icon('debug-step-into'),
    title,
    text,
    buttons,
  );
  const update = ({ view, reason }: Store): void => {
    const hasErrors = view?.kind === 'invalid' && view.problems.errors > 0;
    setText(title, titleOf(view?.kind));
    setText(text, view?.kind === 'function' ? functionText() : (reason ?? ''));
    show(problems, hasErrors);
    show(examples, view?.kind === 'function');
  };
  return { element, update };
}

function titleOf(kind: 'network' | 'function' | 'invalid' | undefined): string {
  return kind === 'function'
    ? l10n.t('A plain function has no layers')
    : l10n.t('Nothing to step through yet');
}

function functionText(): string {
  return l10n.t(
    'This view steps through a pass of backpropagation number by number: the forward pass, the error, the backward pass and the update. Open the config of a network, such as the worked example.',
  );
}
