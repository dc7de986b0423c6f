import type { ParameterPlace, StepOptions } from '../../src/protocol.js';
import { html, show } from '../dom.js';
import type { Store } from '../store.js';
import { remember, remembered, stepping } from '../vscode.js';
import { createAside } from './aside.js';
import { createFormulaCard } from './card.js';
import { createChain } from './chain.js';
import { createEmptyStep } from './emptyStep.js';
import { createFollower } from './follow.js';
import { createPassNotices } from './passNotices.js';
import { createPassTable } from './passTable.js';
import { createStepBar } from './stepBar.js';
import { createStepDiagram } from './stepDiagram.js';

/** Creates the view of one backpropagation pass, step by step: the formula of the step beside the network. */
export function createStepView(store: Store): {
  readonly element: HTMLElement;
  update(): void;
  /** Sets whether the view is visible. The host reports moves only while it is. */
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
  const notices = createPassNotices();
  const card = createFormulaCard(follow);
  const chain = createChain(follow, () => choose(null));
  const aside = createAside(options.aside, (wanted) => want({ aside: wanted }), follow);
  const table = createPassTable();
  const empty = createEmptyStep();
  const content = html(
    'div',
    { class: 'step-content' },
    html(
      'div',
      { class: 'pane formulas' },
      notices.element,
      bar.element,
      card.element,
      chain.element,
      aside.element,
      table.element,
    ),
    html('div', { class: 'pane drawing' }, diagram.element),
  );
  const element = html('main', { class: 'step' }, content, empty.element);
  listenToKeys(element, (key) => bar.key(key));
  const update = (): void => {
    show(content, Boolean(store.pass && store.step));
    show(empty.element, store.pass === null);
    empty.update(store);
    if (!store.pass || store.step?.pass !== store.pass.id) return;
    const { pass, step } = store;
    diagram.update(pass, step, options.parameter);
    bar.update(pass, step);
    notices.update(store);
    card.update(pass, step);
    chain.update(pass, step, options.parameter);
    aside.update(step);
    table.update(pass, step);
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

/** Handles keys independent of the focus, except where an element uses these keys itself. */
function listenToKeys(element: HTMLElement, press: (key: string) => boolean): void {
  document.addEventListener('keydown', (event) => {
    const { key, target, defaultPrevented, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (element.offsetParent === null || defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) return;
    if (target instanceof Element && target.closest('vscode-text-field, vscode-dropdown, [role=tablist]'))
      return;
    if (press(key)) event.preventDefault();
  });
}
