import {
  languageOf,
  openFile,
  openWorkbench,
  reloadWindow,
  screenshot,
  setTheme,
  type Workbench,
} from './workbench.js';

describe('Opening an example', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench();
    await openFile(workbench.page, 'xor.backprop.json');
  });
  after(() => workbench.close());

  it('shows it as a Backprop file', async () => {
    const { page } = workbench;
    await languageOf(page).getByText('Backprop').waitFor();
    await screenshot(page, 'example-dark');
  });

  it('follows the theme', async () => {
    const { page } = workbench;
    await setTheme(page, 'light');
    await screenshot(page, 'example-light');
    await setTheme(page, 'highContrastDark');
    await screenshot(page, 'example-high-contrast');
  });

  it('is still open after the window was reloaded', async () => {
    const { page } = workbench;
    await reloadWindow(page);
    await page.locator('.tab.active[data-resource-name="xor.backprop.json"]').waitFor();
    await languageOf(page).getByText('Backprop').waitFor();
  });
});
