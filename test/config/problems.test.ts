import assert from 'node:assert/strict';
import { assertProblem, configText, fixed, parse } from './support.js';

/** The description; the config with the marked span; the code; the message; the text that the quick fix inserts. */
type Case = readonly [name: string, text: string, code: string, message: RegExp, fix?: string];

const layers = (text: string) => configText({ layers: text });
const data = (text: string) => configText({ data: text });
const training = (text: string) => configText({ training: text });
const optimizer = (text: string) => training(`{ "optimizer": ${text} }`);
/** A network with two inputs, two hidden units and one output. */
const first = (text: string) =>
  layers(`[{ "activation": "tanh", ${text} }, { "units": 1, "activation": "sigmoid" }]`);

const cases: readonly Case[] = [
  ['an unknown key', configText({ '|x|': '1' }).replace('"|x|"', '|"epohcs"|'), 'unknown-key', /Unknown key "epohcs"/],
  ['a misspelt key', training('{ |"epohcs"|: 3 }'), 'unknown-key', /Did you mean "epochs"\?/, '"epochs"'],
  ['a key of PyTorch', optimizer('{ |"lr"|: 0.5 }'), 'unknown-key', /Did you mean "learningRate"\?/, '"learningRate"'],
  ['a key of another optimizer', optimizer('{ "type": "adam", |"momentum"|: 0.5 }'), 'unknown-key', /Choose one of learningRate, betas/],
  ['a key of another data source', data('{ "generator": "xor", |"inputNames"|: ["a"] }'), 'two-sources', /"inputNames" cannot be combined with "generator"/],

  ['a key of the layers at the top', configText().replace('{\n', '{\n  |"units"|: 3,\n'), 'misplaced-key', /"units" belongs in an element of "layers"/],
  ['a key that two objects know', training('{ |"patience"|: 3 }'), 'misplaced-key', /"patience" belongs in "training\.schedule" or in "training\.earlyStopping"/],

  ['a control character in a name', configText({ name: '|"a\\u0000b"|' }), 'control-character', /control character U\+0000/],
  ['a control character in a unit’s name', first('"units": 2, "names": ["a", |"\\u001b[2J"|]'), 'control-character', /U\+001B/],
  ['half of a character in a name', configText({ name: '|"a\\ud800"|' }), 'control-character', /U\+D800/],
  ['a name that is too long', configText({ name: `|"${'a'.repeat(5000)}"|` }), 'text-too-long', /5000 characters, but at most 4096 are supported/],
  ['too many functions', `${configText().slice(0, -3)}, |"functions"|: {${Array.from({ length: 101 }, (_, i) => `"f${i}": { "f": "x" }`).join()}} }`, 'too-many-functions', /101 functions, but at most 100/],
  ['a misspelt activation', first('"units": 2, "dropout": 0').replace('"tanh"', '|"sigmod"|'), 'unknown-activation', /Did you mean "sigmoid"\?/, '"sigmoid"'],
  ['an activation in Python’s spelling', layers('[{ "units": 1, "activation": |"leaky_relu"| }]').replace('"binaryCrossEntropy"', '"huber"'), 'unknown-activation', /"leakyRelu"/, '"leakyRelu"'],
  ['a misspelt activation of one’s own', `${layers('[{ "units": 1, "activation": |"swisch"| }]').slice(0, -3)}, "functions": { "swish": { "f": "x" } } }`, 'unknown-activation', /Did you mean "swish"/, '"swish"'],
  ['an activation like no other', layers('[{ "units": 1, "activation": |"foo"| }]'), 'unknown-activation', /Choose one of identity, step/],
  ['a loss by its abbreviation', configText({ loss: '|"mse"|' }), 'unknown-loss', /"meanSquaredError"/, '"meanSquaredError"'],
  ['a misspelt initializer', first('"units": 2, "init": |"heNorml"|'), 'unknown-initializer', /"heNormal"/, '"heNormal"'],
  ['a misspelt initializer in an object', first('"units": 2, "init": { "type": |"unifrom"| }'), 'unknown-initializer', /"uniform"/, '"uniform"'],
  ['a misspelt optimizer', optimizer('|"Adma"|'), 'unknown-optimizer', /"adam"/, '"adam"'],
  ['a misspelt optimizer in an object', optimizer('{ "type": |"rmsProp2"| }'), 'unknown-optimizer', /"rmsprop"/, '"rmsprop"'],
  ['a misspelt schedule', training('{ "schedule": { "type": |"cosin"| } }'), 'unknown-schedule', /"cosine"/, '"cosine"'],
  ['a misspelt precision', training('{ "precision": |"float46"| }'), 'unknown-precision', /"float64"/, '"float64"'],
  ['a misspelt generator', data('{ "generator": |"spirals"| }'), 'unknown-generator', /"spiral"/, '"spiral"'],
  ['a normalization that targets do not have', data('{ "generator": "sine", "normalizeTargets": |"minMax"| }'), 'unknown-normalization', /Unknown normalization "minMax"/],
  ['a misspelt normalization', data('{ "generator": "moons", "normalize": |"standardise"| }'), 'unknown-normalization', /"standardize"/, '"standardize"'],
  ['a misspelt task', data('{ "file": "a.csv", "target": "b", "task": |"regresion"| }'), 'unknown-task', /"regression"/, '"regression"'],

  ['weights for too few units', first('"units": 3, "weights": |[[1, 2], [3, 4]]|'), 'weights-rows', /2 rows of weights, but the layer has 3 units/],
  ['no rows of weights', first('"units": 2, "weights": |[]|'), 'weights-rows', /one row for each unit/],
  ['a row of weights too long for the inputs', first('"weights": [[1, 2], |[3, 4, 5]|]'), 'weights-columns', /This row has 3 weights, but there are 2 inputs\./],
  ['a row of weights too long for named inputs', first('"weights": [|[3, 4, 5]|]').replace('"inputs"', '"inputNames": ["i1", "i2"], "inputs"'), 'weights-columns', /there are 2 inputs \(i1, i2\)/],
  ['a row of weights too long for the layer before', layers('[{ "units": 2, "names": ["h1", "h2"], "activation": "relu" }, { "activation": "sigmoid", "weights": [|[1, 2, 3]|] }]'), 'weights-columns', /This row has 3 weights, but the previous layer has 2 outputs \(h1, h2\)\./],
  ['ragged weights where the inputs are not known', configText({ layers: '[{ "weights": [[1, 2], |[3]|], "activation": "sigmoid" }]', data: '{ "file": "a.csv", "target": "b" }' }), 'weights-columns', /1 weights, but the first row has 2/],
  ['weights that are no table', first('"weights": [|1|, 2]'), 'not-a-row', /A row in brackets/],
  ['weights for one input without inner brackets', configText({ layers: '[{ "weights": [|3|], "activation": "sigmoid" }]', data: '{ "inputs": [[1]], "targets": [[1]] }' }), 'not-a-row', /A row in brackets/, '[3]'],
  ['a weight that is text', first('"weights": [[1, |"2"|], [3, 4]]'), 'not-a-number', /A number is needed here/],
  ['a weight that is nothing', first('"weights": { "value": [[1, |null|], [3, 4]] }'), 'not-a-number', /A number is needed here/],
  ['names for too few weights', first('"weights": { "value": [[1, 2], [3, 4]], "names": [["w1", "w2"], |["w3"]|] }'), 'names-length', /1 names for 2 weights/],
  ['rows of names for too few units', first('"weights": { "value": [[1, 2], [3, 4]], "names": |[["w1", "w2"]]| }'), 'names-length', /1 rows of names for 2 rows of weights/],
  ['names of weights that are no table', first('"units": 1, "weights": { "names": [|"w1"|] }'), 'not-a-row', /\["w1", "w2"\]/],
  ['biases for too few units', first('"units": 2, "bias": |[1]|'), 'bias-length', /1 biases for 2 units/],
  ['a shared bias that is a list', first('"units": 2, "bias": { "value": |[1, 2]|, "shared": true }'), 'bias-length', /shared bias is a single number/],
  ['two names for a shared bias', first('"units": 2, "bias": { "value": 1, "shared": true, "names": |["a", "b"]| }'), 'names-length', /2 names, but a shared bias is one parameter/],
  ['one name for two biases', first('"units": 2, "bias": { "value": 1, "names": |["a"]| }'), 'names-length', /1 names for the biases of 2 units/],
  ['names for too many units', first('"units": 2, "names": |["a", "b", "c"]|'), 'names-length', /3 names for 2 units/],
  ['a name that is a number', first('"units": 2, "names": ["a", |2|]'), 'not-a-name', /A name in quotes/],
  ['no units and no weights', layers('[|{| "activation": "tanh" }, { "units": 1, "activation": "sigmoid" }]'), 'missing-units', /The number of units is missing/],
  ['no layers', layers('|[]|'), 'no-layers', /A network needs at least one layer/],
  ['a dropout of everything', first('"units": 2, "dropout": |1|'), 'out-of-range', /below 1/],
  ['a dropout in percent', first('"units": 2, "dropout": |20|'), 'out-of-range', /fraction/, '0.2'],
  ['a negative dropout', first('"units": 2, "dropout": |-0.5|'), 'out-of-range', /fraction/],
  ['initial weights between bounds the wrong way round', first('"units": 2, "init": |{ "type": "uniform", "min": 2, "max": 1 }|'), 'out-of-range', /smallest weight, 2, is greater than the largest, 1/],
  ['more weights than fit', layers('[{ "units": 1000000 }, { "units": |1000| }, { "units": 1, "activation": "sigmoid" }]'), 'too-many-weights', /1003 million parameters/],

  ['a ragged row of inputs', data('{ "inputs": [[1, 2], |[3]|], "targets": [[1], [0]] }'), 'ragged-rows', /1 numbers, but the first row has 2/],
  ['a ragged row of targets', data('{ "inputs": [[1, 2], [3, 4]], "targets": [[1], |[1, 0]|] }'), 'ragged-rows', /2 numbers, but the first row has 1/],
  ['inputs without targets for some', data('{ "inputs": [[1, 2], [3, 4]], "targets": |[[1]]| }'), 'samples-mismatch', /1 rows of targets for 2 rows of inputs/],
  ['no samples', data('{ "inputs": |[]|, "targets": [] }').replace('[] }', '[[1]] }'), 'no-samples', /no samples/],
  ['a sample without inputs', data('{ "inputs": [|[]|], "targets": [[1]] }'), 'no-samples', /This row is empty/],
  ['inputs that are no table', data('{ "inputs": [|1|, 2], "targets": [[1], [0]] }'), 'not-a-row', /A row in brackets/],
  ['names for too many inputs', data('{ "inputs": [[1, 2]], "targets": [[1]], "inputNames": |["a", "b", "c"]| }'), 'names-length', /3 names for 2 columns/],
  ['targets for too many outputs', data('{ "inputs": [[1, 2]], "targets": [|[1, 0]|] }'), 'targets-columns', /2 targets, but the last layer has 1 outputs/, '2'],
  ['a class’s number instead of a one-hot row', configText({ layers: '[{ "units": 3, "activation": "softmax" }]', loss: '"crossEntropy"', data: '{ "inputs": [[1], [2]], "targets": [|[2]|, [1]] }' }), 'targets-columns', /rows such as \[0, 1, 0\]/],
  ['a class’s number for eight classes', configText({ layers: '[{ "units": 8, "activation": "softmax" }]', loss: '"crossEntropy"', data: '{ "inputs": [[1], [2]], "targets": [|[2]|, [1]] }' }), 'targets-columns', /rows such as \[0, 1, 0, 0, 0, 0, 0, 0\]/],
  ['a class’s number for more classes than a message can hold', configText({ layers: '[{ "units": 9, "activation": "softmax" }]', loss: '"crossEntropy"', data: '{ "inputs": [[1], [2]], "targets": [|[2]|, [1]] }' }), 'targets-columns', /rows such as \[0, 1, 0, …\]/],
  ['no source of data', data('{ "normalize": "minMax" }').replace('"data"', '|"data"|'), 'missing-data', /The source of the samples is missing/],
  ['a validation part in percent', data('{ "generator": "moons", "validationSplit": |20| }'), 'out-of-range', /held out/, '0.2'],
  ['class weights with a typo', data('{ "generator": "moons", "classWeights": |"balance"| }'), 'unknown-class-weights', /Did you mean "balanced"/, '"balanced"'],
  ['an unknown reduction', training('{ "reduction": |"avg"| }'), 'unknown-reduction', /Choose one of mean, sum/],
  ['an empty list of columns', data('{ "file": "a.csv", "target": |[]| }'), 'no-columns', /name of the column is missing/],
  ['a target among the features', data('{ "file": "a.csv", "target": "b", "features": ["a", |"b"|] }'), 'target-as-feature', /"b" is the target/],

  ['a number beyond float64', optimizer('{ "learningRate": |1e999| }'), 'not-finite', /too large/],
  ['a negative weight beyond float64', first('"weights": [[1, |-1e999|], [3, 4]]'), 'not-finite', /too large/],
  ['a fraction written as a power of ten', training('{ "epochs": |15e-1| }'), 'not-whole', /whole number/],
  ['a seed too large to be exact', training('{ "seed": |1e20| }'), 'not-whole', /whole number/],
  ['Nesterov without momentum', optimizer('{ "type": "sgd", "nesterov": |true| }'), 'nesterov-without-momentum', /Add "momentum"/],
  ['one beta', optimizer('{ "type": "adam", "betas": |[0.9]| }'), 'betas-length', /Two numbers/],
  ['a step schedule that does not say when', training('{ "schedule": { "type": |"step"| } }'), 'missing-key', /"stepSize"/],
  ['an exponential schedule that does not say by what', training('{ "schedule": |"exponential"| }'), 'missing-key', /"gamma"/],
  ['a warm-up given twice', training('{ "warmupEpochs": 1, "schedule": { "warmupEpochs": |2| } }'), 'given-twice', /"warmupEpochs"/],
  ['the perceptron rule for two layers', optimizer('|"perceptron"|'), 'perceptron-layers', /trains a single layer, but this network has 2/, '"sgd"'],
  ['the perceptron rule for sigmoid', configText({ layers: '[{ "units": 1, "activation": "sigmoid" }]', training: '{ "optimizer": { "type": |"perceptron"| } }' }), 'perceptron-activation', /this layer uses sigmoid/],
  ['the name of a built-in activation for one’s own', configText({ functions: '{ |"relu"|: { "f": "x" } }' }).replace('"tanh"', '"relu"'), 'name-taken', /is an activation already/],

  ['a plain function that is also a network', '{ "function": "x^2 + y^2", "start": [1, 2], |"layers"|: [] }', 'function-and-network', /replaces the network, so it cannot be combined with "layers"/],
  ['a start that is no point', '{ "function": "x^2 + y^2", "start": |[1]| }', 'start-length', /two numbers: \[x, y\]/],
  ['a plain function trained by the perceptron rule', '{ "function": "x^2", "start": [1, 2], "training": { "optimizer": |"perceptron"| } }', 'perceptron-function', /Use sgd/],
  ['a batch of a plain function', '{ "function": "x^2", "start": [1, 2], "training": { |"batchSize"|: 3 } }', 'no-effect', /has no effect/],
]; // prettier-ignore

describe('A config’s problems', () => {
  for (const [name, text, code, message, fix] of cases) {
    it(`include ${name}`, async () => {
      const problem = await assertProblem(text, code, message);
      if (fix !== undefined) {
        assert.equal(problem.fix?.text, fix);
        const again = await parse(fixed(text, problem));
        assert.ok(again.spec, again.problems.map((each) => each.message).join('\n'));
      }
    });
  }
});
