import * as l10n from '@vscode/l10n';
import type { CheckResult, CheckView } from '../../src/protocol.js';
import { actionsOf } from '../actions.js';
import { html, setAttributes, setText, show } from '../dom.js';
import { formatCount } from '../format.js';
import type { Shown, Store } from '../store.js';
import { button } from '../toolkit.js';
import { command } from '../vscode.js';
import { compareSection } from './compareSection.js';
import { createEvidence } from './evidence.js';
import { functionSection } from './functionSection.js';
import { tensorSection, verdictIcon } from './tensorSection.js';
import { headline, howText, type Verdict } from './words.js';

/** Creates the view of a gradient check: the verdict and the evidence for it. */
export function createCheckView(store: Store): { readonly element: HTMLElement; update(): void } {
  const header = createHeader(store);
  const numbers = html('div', { class: 'pane' });
  const evidence = createEvidence();
  const content = html(
    'div',
    { class: 'check-content' },
    numbers,
    html('div', { class: 'pane' }, evidence.element),
  );
  const element = html('main', { class: 'check' }, header.element, content);
  const open = new Map<string, boolean>();
  let drawn: CheckResult | null = null;
  const draw = (result: CheckResult | null): void => {
    drawn = result;
    show(content, result !== null);
    if (!result) return;
    const sections = [
      result.compare && compareSection(result.compare),
      functionSection(result),
      result.tensors.length > 0 ? tensorSection(result, open) : null,
    ];
    numbers.replaceChildren(...sections.filter((section) => section !== null));
    evidence.draw(result);
  };
  draw(null);
  const update = (): void => {
    const { view } = store;
    if (!view) return;
    header.update(view);
    // While a check is running, the numbers of the last one stay on the page.
    if (!view.check.running && view.check.result !== drawn) draw(view.check.result);
    content.classList.toggle('old', view.check.stale || view.check.running !== null);
  };
  return { element, update };
}

/** Creates the header with the verdict, the buttons and the progress of a check. */
function createHeader(store: Store): { readonly element: HTMLElement; update(view: Shown): void } {
  const glyph = html('span', { class: 'headline-icon' });
  const words = html('h2', {});
  const how = html('p', { class: 'muted' });
  const press = (): void => {
    if (store.view) command(actionsOf(store.view).check.command);
  };
  const run = button('secondary', press);
  const filled = html('div', { class: 'progress-filled' });
  const progress = html(
    'div',
    { class: 'progress', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100 },
    filled,
  );
  const text = html('div', { class: 'headline-text', role: 'status' }, words, how);
  const element = html(
    'header',
    { class: 'headline' },
    html('div', { class: 'headline-line' }, glyph, text, run.element),
    progress,
  );
  let shown: Verdict | null = null;
  const update = (view: Shown): void => {
    const { verdict, title, more } = wordsOf(view);
    setText(words, title);
    setText(how, more);
    run.look(actionsOf(view).check);
    setAttributes(element, { 'data-verdict': verdict, 'data-running': view.check.running !== null });
    if (verdict !== shown) glyph.replaceChildren(verdictIcon((shown = verdict)));
    showProgress(progress, filled, view.check.running);
  };
  return { element, update };
}

function showProgress(progress: HTMLElement, filled: HTMLElement, running: CheckView['running']): void {
  progress.classList.toggle('idle', running === null);
  progress.classList.toggle('unknown', running !== null && running.fraction === null);
  const fraction = running?.fraction ?? null;
  setAttributes(progress, {
    'aria-label': l10n.t('Gradients checked'),
    'aria-hidden': running === null ? 'true' : null,
    'aria-valuenow': fraction === null ? null : Math.round(fraction * 100),
  });
  filled.style.width = fraction === null ? '' : `${(fraction * 100).toFixed(2)}%`;
}

interface Words {
  readonly verdict: Verdict;
  readonly title: string;
  readonly more: string;
}

function wordsOf({ kind, check: { running, result, error, stale } }: Shown): Words {
  if (running) {
    const more =
      running.failed > 0
        ? l10n.t('Wrong so far: {0}', formatCount(running.failed))
        : l10n.t('None is wrong so far.');
    return { verdict: 'none', title: l10n.t('Checking…'), more };
  }
  if (error !== null)
    return { verdict: 'fail', title: l10n.t('The gradients could not be checked'), more: error };
  if (result) {
    const { verdict, text } = headline(result);
    const old = l10n.t(
      'The file or the gradients it is compared with have changed since. Check the gradients again.',
    );
    return { verdict, title: text, more: stale ? old : howText(result) };
  }
  return kind === 'function' ? functionWords() : emptyWords();
}

const emptyWords = (): Words => ({
  verdict: 'none',
  title: l10n.t('Are the gradients right?'),
  more: l10n.t(
    'Backpropagation computes each ∂E/∂w by the chain rule. The check computes it a second way, from the error at w ± h, and compares the two. It also explains mistakes in your own derivatives and in the gradients that "gradientCheck.compare" names.',
  ),
});

const functionWords = (): Words => ({
  verdict: 'none',
  title: l10n.t('Nothing to check here'),
  more: l10n.t('A plain function has no backpropagation. Its derivative is computed analytically.'),
});
