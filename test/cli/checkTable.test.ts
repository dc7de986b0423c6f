import assert from 'node:assert/strict';
import { checkLines } from '../../src/cli/checkTable.js';
import type { CheckReport, ParameterCheck } from '../../src/engine/check/checkResult.js';

/** Returns a check of two tensors with correct gradients. */
function reportOf(count: number): CheckReport {
  const parameters = Array.from({ length: count }, (_, i): ParameterCheck => ({
    layer: i < count / 2 ? 1 : 2,
    tensor: 'weights',
    index: [0, i],
    analytic: 1,
    numeric: 1,
    numericError: 1e-12,
    relativeError: 0,
    verdict: 'pass',
    kink: null,
    penalty: null,
  }));
  return {
    loss: 1, checked: count, passed: count, failed: 0, kinks: 0, maxRelativeError: 0, parameters,
    directions: [], functions: [], notDifferentiable: [], excluded: [], samples: [0], evidence: null,
  }; // prettier-ignore
}

describe('the table of a check', () => {
  it('has few rows even for very many parameters, and takes no longer than reading them', () => {
    const lines = checkLines({
      report: reportOf(200_000),
      compared: null,
      findings: [],
      nameOf: () => 'w',
    });
    assert.deepEqual(
      lines.slice(1, 3).map((line) => line.split(/  +/).slice(0, 3)),
      [1, 2].map((layer) => [`Layer ${layer} weights`, '100,000', '100,000']),
    );
  });
});
