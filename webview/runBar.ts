import * as l10n from '@vscode/l10n';
import { actionsOf, stateIcons, stateWord, type ActionName } from './actions.js';
import { Clock } from './clock.js';
import { html, icon, setAttributes, setText } from './dom.js';
import { figuresOf, type Figure } from './figures.js';
import type { Shown, Store } from './store.js';
import { createOriginNote } from './originNote.js';
import { createOverrides } from './overrides.js';
import { createAlteredPassMark } from './step/alteredMark.js';
import { createPace } from './pace.js';
import { button } from './toolkit.js';
import { command } from './vscode.js';
import { progressLine } from './progress.js';

const buttons: readonly ActionName[] = ['primary', 'stop', 'reset', 'step', 'check'];

/**
 * Creates the run bar: state, buttons and figures, and a thin progress line. A narrow bar has the state, one button and
 * the epoch; the rest is shown on request.
 */
export function createRunBar(store: Store): { readonly element: HTMLElement; update(): void } {
  const clock = new Clock();
  const state = stateBadge();
  const controls = createControls(() => store.view, buttons);
  const figures = figureList();
  const altered = createAlteredPassMark();
  const pace = createPace();
  controls.element.firstElementChild?.after(pace.element);
  const overrides = createOverrides();
  const origin = createOriginNote();
  const progress = progressLine();
  const more = moreButton((isOpen) => element.classList.toggle('open', isOpen));
  const line = html(
    'div',
    { class: 'run-line' },
    state.element,
    controls.element,
    more,
    figures.element,
    altered.element,
  );
  const element = html(
    'header',
    { class: 'run-bar' },
    line,
    overrides.element,
    origin.element,
    progress.element,
  );
  /** On the other views than Train, half a window has room for one line only. */
  const look = (): void => {
    const isCompact = veryNarrow.matches || (half.matches && store.front !== 'train');
    element.classList.toggle('compact', isCompact);
    element.dataset.front = store.front;
  };
  veryNarrow.addEventListener('change', look);
  half.addEventListener('change', look);
  const update = (): void => {
    const { view } = store;
    if (!view) return;
    look();
    const now = performance.now();
    clock.observe(view.status, now);
    setAttributes(element, {
      'data-state': view.status?.state ?? 'ready',
      'data-epoch': view.status?.epoch ?? 0,
      'data-run': view.status?.run ?? null,
    });
    state.update(view);
    controls.update();
    figures.update(figuresOf(store, clock.elapsedMs(now), clock.rate()));
    altered.update(store.front === 'step' ? (store.pass ?? null) : null);
    pace.update(view);
    overrides.update(view);
    origin.update(view);
    progress.update(view.status);
  };
  return { element, update };
}

const veryNarrow = window.matchMedia('(max-width: 480px)');
const half = window.matchMedia('(max-width: 760px)');

/** Creates the button of a narrow bar that shows or hides the rest of it. */
function moreButton(toggled: (isOpen: boolean) => void): HTMLElement {
  let isOpen = false;
  const handle = button('icon', () => {
    isOpen = !isOpen;
    look();
    toggled(isOpen);
  });
  handle.element.classList.add('more');
  const look = (): void => {
    const label = isOpen ? l10n.t('Show less') : l10n.t('Show all actions and figures');
    handle.look({ label, icon: isOpen ? 'chevron-up' : 'ellipsis', title: label, disabled: null });
  };
  look();
  return handle.element;
}

/** Creates the buttons of some of a run's actions. */
export function createControls(
  view: () => Shown | null,
  names: readonly ActionName[],
): { readonly element: HTMLElement; update(): void } {
  const handles = names.map((name) => {
    const press = (): void => {
      const shown = view();
      if (shown) command(actionsOf(shown)[name].command);
    };
    const handle = button(name === 'primary' ? 'primary' : 'secondary', press);
    handle.element.classList.add(`button-${name}`);
    handle.element.dataset.hand = name;
    return { name, handle };
  });
  const element = html('div', { class: 'controls' }, ...handles.map(({ handle }) => handle.element));
  const update = (): void => {
    const shown = view();
    if (!shown) return;
    const actions = actionsOf(shown);
    for (const { name, handle } of handles) handle.look(actions[name]);
  };
  return { element, update };
}

/** Creates the badge with the run's state as a word and an icon. Changes are announced to screen readers. */
export function stateBadge(): { readonly element: HTMLElement; update(view: Shown): void } {
  const word = html('span', { class: 'state-word' });
  const glyph = html('span', { class: 'state-icon' });
  const element = html('div', { class: 'state', role: 'status' }, glyph, word);
  let shown = '';
  const update = ({ status, problems }: Shown): void => {
    const state = status?.state ?? 'ready';
    const loaded = state === 'loading' ? (status?.loaded ?? null) : null;
    const name = stateWord(state, problems.blocking !== null);
    setText(word, loaded === null ? name : `${name} ${Math.floor(loaded * 100)} %`);
    if (state === shown) return;
    shown = state;
    element.dataset.state = state;
    glyph.replaceChildren(icon(stateIcons[state]));
  };
  return { element, update };
}

/** Creates a list of labeled numbers, which is updated in place. */
export function figureList(): { readonly element: HTMLElement; update(figures: readonly Figure[]): void } {
  const element = html('dl', { class: 'figures' });
  let ids = '';
  const build = (figures: readonly Figure[]): void => {
    element.replaceChildren(
      ...figures.map(({ id, label }) =>
        html('div', { class: 'figure', 'data-figure': id }, html('dt', {}, label), html('dd', {})),
      ),
    );
  };
  const update = (figures: readonly Figure[]): void => {
    const wanted = figures.map(({ id }) => id).join();
    if (wanted !== ids) build(figures);
    ids = wanted;
    figures.forEach(({ value, label, width }, index) => {
      const [term, definition] = element.children[index].children;
      setAttributes(definition, { style: `min-width: ${width}ch` });
      setText(term, label);
      setText(definition, value);
    });
  };
  return { element, update };
}
