/** Loads the data of a config, given as JSON, from a folder, and prints what was found with the peak memory in bytes. */
import { parseConfig } from '../../src/config/parse.js';
import { loadDataset } from '../../src/data/loadDataset.js';
import { filesIn } from '../../src/node/filesIn.js';

async function main(): Promise<void> {
  const [folder, text] = process.argv.slice(2);
  const { spec } = await parseConfig(text, 'test.backprop.json');
  if (spec?.kind !== 'network') throw new Error('The config has errors.');
  const before = process.resourceUsage().maxRSS;
  let mostFraction = 0;
  const onProgress = (fraction: number | null): void =>
    void (mostFraction = Math.max(mostFraction, fraction ?? 0));
  const { dataset, findings } = await loadDataset(spec, filesIn(folder), { onProgress });
  const result = {
    rows: dataset && dataset.training.inputs.rows + (dataset.validation?.inputs.rows ?? 0),
    inputs: dataset?.training.inputs.columns ?? null,
    findings: findings.map(({ severity, message }) => `${severity} ${message}`),
    mostFraction,
    megabytes: Math.round((process.resourceUsage().maxRSS - before) / 1024),
  };
  process.stdout.write(JSON.stringify(result));
}

void main();
