import * as l10n from '@vscode/l10n';
import { html } from './dom.js';
import { createCheckView } from './check/checkView.js';
import { createNotices } from './noticeList.js';
import { start } from './page.js';
import { createRunBar } from './runBar.js';
import type { Store } from './store.js';
import { createStepView } from './step/stepView.js';
import { createTabs } from './tabs.js';
import { createTrainView } from './trainView.js';
import { remember, remembered } from './vscode.js';

/** The panel beside a config, with three views: the training run, one pass step by step, and the gradient check. */
start((store, repaint) => {
  store.front = remembered().view ?? 'train';
  const runBar = createRunBar(store);
  const notices = createNotices();
  const train = createTrainView(store, repaint);
  const check = createCheckView(store);
  const views = {
    train: html('div', {}, train.element),
    step: html('div', {}),
    check: html('div', {}, check.element),
  };
  const tabs = createTabs<Store['front']>(
    l10n.t('Views'),
    [
      { name: 'train', label: l10n.t('Train'), content: views.train },
      { name: 'step', label: l10n.t('Step through'), content: views.step },
      { name: 'check', label: l10n.t('Check'), content: views.check },
    ],
    (name) => {
      store.front = name;
      repaint();
    },
  );
  let step: ReturnType<typeof createStepView> | null = null;
  /** The step view is built when it is first shown, since the panel is usually opened for training. */
  const stepView = (): ReturnType<typeof createStepView> => {
    if (step) return step;
    step = createStepView(store);
    views.step.append(step.element);
    return step;
  };
  let front: Store['front'] | null = null;
  const bringToFront = (): void => {
    if (store.front === front) return;
    if (front === 'step' || store.front === 'step') stepView().watch(store.front === 'step');
    front = store.front;
    remember({ view: front });
    tabs.select(front);
  };
  return {
    elements: [runBar.element, tabs.element, notices.element, views.train, views.step, views.check],
    update: () => {
      if (!store.view) return;
      bringToFront();
      runBar.update();
      notices.update(store.view);
      const shown = { train: () => train, step: stepView, check: () => check };
      shown[front ?? 'train']().update();
    },
  };
});
