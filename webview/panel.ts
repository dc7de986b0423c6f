import { createNotices } from './noticeList.js';
import { start } from './page.js';
import { createRunBar } from './runBar.js';
import { createTrainView } from './trainView.js';

/** The panel beside a config: the run and what it trains. */
start((store) => {
  const runBar = createRunBar(store);
  const notices = createNotices();
  const train = createTrainView(store);
  return {
    elements: [runBar.element, notices.element, train.element],
    update: () => {
      if (!store.view) return;
      runBar.update();
      notices.update(store.view);
      train.update();
    },
  };
});
