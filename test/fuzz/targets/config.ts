import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.js';
import { loadDataset } from '../../../src/data/loadDataset.js';
import { configs, examples } from '../configs.js';
import { assertFindings, assertProblem } from '../invariants.js';
import { mutated, written } from '../json.js';
import { defineTarget } from '../target.js';
import { filesIn } from '../../../src/node/filesIn.js';

/** The parser of configs and the loader of their data, in a folder with the files of the examples. */
export const config = defineTarget<string>({
  name: 'config',
  inputs: written(mutated(configs)),
  async attempt(given) {
    const { spec, problems, spans } = await parseConfig(given, 'test.backprop.json');
    for (const problem of problems) assertProblem(problem, given);
    const hasErrors = problems.some(({ severity }) => severity === 'error');
    assert.equal(
      spec === null,
      hasErrors,
      'There is a spec where there are errors, or none where there are none.',
    );
    if (!spec) return false;
    assertComplete(spec, 'spec');
    if (spec.kind === 'function') return true;
    const { dataset, findings } = await loadDataset(spec, filesIn(examples));
    assertFindings(findings, spans, given);
    assert.equal(
      dataset === null,
      findings.some(({ severity }) => severity === 'error'),
    );
    return dataset !== null;
  },
  show: (text) => ({ 'test.backprop.json': text }),
});

/** Asserts that nothing is undefined, NaN or infinite. */
function assertComplete(value: unknown, at: string): void {
  assert.notEqual(value, undefined, `${at} is undefined.`);
  if (typeof value === 'number') assert.ok(Number.isFinite(value), `${at} is ${value}.`);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) assertComplete(child, `${at}.${key}`);
}
