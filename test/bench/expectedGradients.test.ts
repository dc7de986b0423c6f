import assert from 'node:assert/strict';
import { expectedGradients, wrongGradient } from '../../bench/expectedGradients.js';
import { readOptions } from '../../bench/options.js';
import { createProblem } from '../../bench/problem.js';
import { workloads } from '../../bench/workloads.js';

const small = workloads.find(({ name }) => name === '4-16-3');
assert.ok(small?.kind === 'step');
const data = createProblem(small.name, small.shape);
const lengths = data.problem.layers.flatMap(({ inputs, units }) => [inputs * units, units]);

/** Computes central differences of the mean loss with an independent implementation. */
function numericGradients(): Float64Array {
  const h = 1e-6;
  return data.parameters.map((_, i) => {
    const moved = (by: number) =>
      meanLoss(data.parameters.map((value, at) => (at === i ? value + by : value)));
    return (moved(h) - moved(-h)) / (2 * h);
  });
}

function meanLoss(parameters: Float64Array): number {
  const { rows, inputs, layers } = data.problem;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    let x = [...data.inputs.subarray(row * inputs, (row + 1) * inputs)];
    let from = 0;
    for (const layer of layers) {
      const bias = from + layer.inputs * layer.units;
      const nets = Array.from({ length: layer.units }, (_, unit) =>
        x.reduce(
          (net, value, k) => net + value * parameters[from + unit * layer.inputs + k],
          parameters[bias + unit],
        ),
      );
      x = layer.activation === 'relu' ? nets.map((net) => Math.max(0, net)) : nets;
      from = bias + layer.units;
    }
    const target = data.targets.subarray(row * x.length, (row + 1) * x.length).indexOf(1);
    sum += Math.log(x.reduce((total, net) => total + Math.exp(net), 0)) - x[target];
  }
  return sum / rows;
}

describe('The benchmark’s check of gradients', () => {
  const expected = expectedGradients(data);

  it('compares with gradients that are those of the loss', () => {
    assert.equal(wrongGradient(expected, lengths, numericGradients(), 1e-7), null);
  });

  it('finds a single wrong number and says where it is', () => {
    const given = Float64Array.from(expected.flatMap((values) => [...values!]));
    assert.equal(wrongGradient(expected, lengths, given, 1e-9), null);
    given[lengths[0] + lengths[1]] += 1e-3;
    assert.match(wrongGradient(expected, lengths, given, 1e-4) ?? '', /^weights of layer 2: .* at 0$/);
    given[3] = NaN;
    assert.match(wrongGradient(expected, lengths, given, 1e-4) ?? '', /^weights of layer 1: NaN .* at 3$/);
    const longer = Float64Array.of(...expected.flatMap((values) => [...values!]), 0);
    assert.equal(wrongGradient(expected, lengths, longer, 1e-9), '132 numbers in place of 131');
  });

  it('does not accept a tensor without gradients', () => {
    assert.match(wrongGradient([new Float64Array(2)], [2], new Float64Array(2), 1e-4) ?? '', /no gradient/);
  });

  it('draws numbers that float32 can represent exactly', () => {
    for (const values of [data.inputs, data.parameters]) assert.deepEqual(values, values.map(Math.fround));
  });
});

describe('The arguments of the benchmark', () => {
  it('write the results to the page only if everything was measured', () => {
    assert.equal(readOptions([]).whole, true);
    for (const args of [['--quick'], ['--json'], ['--only', 'csv'], ['--engines', 'torch']])
      assert.equal(readOptions(args).whole, false);
  });

  it('are refused if they name something unknown', () => {
    assert.throws(() => readOptions(['--only', '2-8-1,nothing']), /no workload "nothing"/);
    assert.throws(() => readOptions(['--rounds', '0']), /--rounds/);
  });
});
