import { languageOf, openFile, openWorkbench, runCommand, screenshot, setTheme, type Workbench } from './workbench.js';

describe('Opening an example', function () {
  this.timeout(120_000);
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench();
  });
  after(() => workbench.close());

  it('shows it as a Backprop file', async () => {
    const { page } = workbench;
    await openFile(page, 'xor.backprop.json');
    await languageOf(page).getByText('Backprop').waitFor();
    await screenshot(page, 'xor-open');
    await setTheme(page, 'light');
    await screenshot(page, 'xor-light');
    await setTheme(page, 'highContrastDark');
    await setTheme(page, 'highContrastLight');
    await screenshot(page, 'xor-hc');
  });
});
