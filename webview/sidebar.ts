import { html, show } from './dom.js';
import { start } from './page.js';
import { acceptTables } from './sidebar/acceptTables.js';
import { createRuns } from './sidebar/runs.js';
import { createSettingsForm } from './sidebar/settingsForm.js';
import { createSummary } from './sidebar/summary.js';
import { createWelcome } from './sidebar/welcome.js';

/** The training view in the side bar: the open config, or how to open one. */
start((store) => {
  const welcome = createWelcome();
  const summary = createSummary(store);
  const settings = createSettingsForm();
  const runs = createRuns();
  acceptTables(document.body);
  const config = html('div', { class: 'config' }, summary.element, settings.element, runs.element);
  return {
    elements: [welcome, config],
    update: () => {
      const { view } = store;
      show(welcome, view === null);
      show(config, view !== null);
      if (!view) return;
      summary.update(view);
      settings.update(view);
      runs.update(view.runs);
    },
  };
});
