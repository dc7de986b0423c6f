import * as l10n from '@vscode/l10n';
import type { ParameterPlace, StepOptions } from '../../src/protocol.js';
import { html, icon, show } from '../dom.js';
import type { Store } from '../store.js';
import { textButton } from '../toolkit.js';
import { remember, remembered, stepping } from '../vscode.js';
import { createAside } from './aside.js';
import { createFormulaCard } from './card.js';
import { createChain } from './chain.js';
import { createEmptyStep } from './emptyStep.js';
import { createFollower } from './follow.js';
import { createPassTable } from './passTable.js';
import { createStepBar } from './stepBar.js';
import { createStepDiagram } from './stepDiagram.js';

/** One pass of backpropagation, step by step: the network beside the formula of the step. */
export function createStepView(store: Store): {
  readonly element: HTMLElement;
  update(): void;
  /** It is seen, and the host is to tell of every move; or no more. */
  watch(seen: boolean): void;
} {
  let options: StepOptions = {
    digits: remembered().digits ?? 6,
    aside: remembered().aside ?? 'unit',
    parameter: null,
  };
  const want = (changes: Partial<StepOptions>): void => {
    options = { ...options, ...changes };
    remember({ digits: options.digits, aside: options.aside });
    stepping({ name: 'watch', options });
  };
  const choose = (parameter: ParameterPlace | null): void => want({ parameter });
  const follow = createFollower(choose);
  const diagram = createStepDiagram(choose);
  const bar = createStepBar((digits) => want({ digits }));
  const stale = createStaleNotice();
  const card = createFormulaCard(follow);
  const chain = createChain(follow, () => choose(null));
  const aside = createAside(options.aside, (wanted) => want({ aside: wanted }), follow);
  const table = createPassTable();
  const empty = createEmptyStep();
  const content = html(
    'div',
    { class: 'step-content' },
    html('div', { class: 'pane' }, diagram.element),
    html(
      'div',
      { class: 'pane' },
      bar.element,
      stale.element,
      card.element,
      chain.element,
      aside.element,
      table.element,
    ),
  );
  const element = html('main', { class: 'step' }, content, empty.element);
  listenToKeys(element, (key) => bar.key(key));
  const update = (): void => {
    show(content, Boolean(store.pass && store.step));
    show(empty.element, store.pass === null);
    empty.update(store);
    if (!store.pass || store.step?.pass !== store.pass.id) return;
    const { pass, step } = store;
    diagram.update(pass, step);
    bar.update(pass, step);
    stale.update(store);
    card.update(pass, step);
    chain.update(pass, step, options.parameter);
    aside.update(step);
    table.update(step);
  };
  const watch = (seen: boolean): void => {
    if (seen) want({});
    else {
      bar.stop();
      stepping({ name: 'unwatch' });
    }
  };
  return { element, update, watch };
}

/** That the file has changed since, where it has. */
function createStaleNotice(): { readonly element: HTMLElement; update(store: Store): void } {
  const again = textButton(l10n.t('Start with the new text'), () => stepping({ name: 'restart' }));
  const text = html('p', {}, l10n.t('The file has changed: this is still its old text.'));
  const element = html(
    'div',
    { class: 'notice notice-warning', role: 'status' },
    icon('warning'),
    text,
    again,
  );
  const update = ({ pass }: Store): void => show(element, pass?.stale ?? false);
  return { element, update };
}

/** Wherever the focus is, unless it is where these keys mean something else. */
function listenToKeys(element: HTMLElement, press: (key: string) => boolean): void {
  document.addEventListener('keydown', (event) => {
    const { key, target, defaultPrevented, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (element.offsetParent === null || defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) return;
    if (target instanceof Element && target.closest('vscode-text-field, vscode-dropdown, [role=tablist]'))
      return;
    if (press(key)) event.preventDefault();
  });
}
