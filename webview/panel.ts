import * as l10n from '@vscode/l10n';
import { html } from './dom.js';
import { lazyView } from './lazyView.js';
import { createNotices } from './noticeList.js';
import { start } from './page.js';
import { createRunBar } from './runBar.js';
import type { Store } from './store.js';
import { createTabs } from './tabs.js';
import { createTrainView } from './trainView.js';
import { remember, remembered } from './vscode.js';

/** The panel beside a config, whose views are the training run, one pass step by step, the gradient check, the
 * prediction for inputs that a person sets, all runs, and the columns of a table. */
start((store, repaint) => {
  store.front = remembered().view ?? 'train';
  const runBar = createRunBar(store);
  const notices = createNotices();
  const train = createTrainView(store, repaint);
  // The panel is usually opened for training, so the code of the other views is loaded when they are first shown.
  const step = lazyView(async () => (await import('./step/stepView.js')).createStepView(store));
  const check = lazyView(async () => (await import('./check/checkView.js')).createCheckView(store));
  const runs = lazyView(async () => (await import('./runs/runsView.js')).createRunsView(store));
  const data = lazyView(async () => (await import('./data/dataView.js')).createDataView(store));
  const predict = lazyView(async () => (await import('./predict/predictView.js')).createPredictView(store));
  const shown = { train, step, check, predict, runs, data };
  const views = {
    train: html('div', {}, train.element),
    step: html('div', {}, step.element),
    check: html('div', {}, check.element),
    predict: html('div', {}, predict.element),
    runs: html('div', {}, runs.element),
    data: html('div', {}, data.element),
  };
  const tabs = createTabs<Store['front']>(
    l10n.t('Views'),
    [
      { name: 'train', label: l10n.t('Train'), content: views.train },
      { name: 'step', label: l10n.t('Step through'), content: views.step },
      { name: 'check', label: l10n.t('Check'), content: views.check },
      { name: 'predict', label: l10n.t('Predict'), content: views.predict },
      { name: 'runs', label: l10n.t('Runs'), content: views.runs },
      { name: 'data', label: l10n.t('Data'), content: views.data },
    ],
    (name) => {
      store.front = name;
      repaint();
    },
  );
  let front: Store['front'] | null = null;
  const bringToFront = (): void => {
    if (store.front === front) return;
    if (front === 'step' || store.front === 'step')
      step.whenLoaded((view) => view.watch(store.front === 'step'));
    front = store.front;
    remember({ view: front });
    tabs.select(front);
  };
  return {
    elements: [runBar.element, tabs.element, notices.element, ...Object.values(views)],
    update: () => {
      if (!store.view) return;
      const { handsOn, kind } = store.view;
      const isTable = Boolean(handsOn?.table);
      tabs.offer('data', isTable);
      // A text that could not be read yet may be of a table.
      const isKnown = handsOn !== null || kind === 'function';
      if (!isTable && isKnown && store.front === 'data') store.front = 'train';
      const predicts = kind !== 'function' && store.view.facts !== null;
      tabs.offer('predict', predicts);
      if (kind === 'function' && store.front === 'predict') store.front = 'train';
      bringToFront();
      runBar.update();
      notices.update(store.view);
      shown[front ?? 'train'].update();
    },
  };
});
