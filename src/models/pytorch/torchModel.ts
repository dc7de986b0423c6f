import { leakySlope } from '../../engine/model/constants.js';
import { fusedLossOf } from '../../engine/pass/pass.js';
import type { Layer, Network } from '../../engine/model/network.js';
import { activationNames, type ActivationName } from '../../engine/model/spec.js';
import type { CustomFunction } from '../../engine/maths/expression.js';
import { linearIndices } from '../stateOf.js';
import { hasComparison, pythonFormula } from './pythonFormula.js';
import { indented } from './pythonText.js';

/** The modules of each activation. Softplus becomes linear only where float64 shows no difference. */
const modules: Readonly<Record<ActivationName, string | null>> = {
  identity: null,
  step: 'Step()',
  sigmoid: 'nn.Sigmoid()',
  tanh: 'nn.Tanh()',
  relu: 'nn.ReLU()',
  leakyRelu: `nn.LeakyReLU(${leakySlope})`,
  elu: 'nn.ELU()',
  selu: 'nn.SELU()',
  gelu: 'nn.GELU()',
  silu: 'nn.SiLU()',
  mish: 'nn.Mish()',
  softplus: 'nn.Softplus(threshold=50)',
  softsign: 'nn.Softsign()',
  softmax: 'nn.Softmax(dim=1)',
};

/** Returns whether the last activation is part of the loss, so that the model in the script ends before it. */
export const isFused = (network: Network): boolean =>
  network.layers[network.layers.length - 1].dropout === 0 && fusedLossOf(network) !== null;

/** Returns the classes and the function that create the model. */
export function modelSection(network: Network): string {
  const { layers } = network;
  const helpers = [
    ...(layers.some(({ activation }) => activation === 'step') ? [step] : []),
    ...customNames(network).map((name, i) => customModule(network.functions[name], i)),
    ...(layers.some(({ dropout }) => dropout > 0) ? [dropoutModule] : []),
    ...(layers.some(({ bias, biasShared }) => bias && biasShared) ? [sharedBias] : []),
  ];
  return [...helpers, createModel(network)].join('\n\n\n');
}

/** Returns the names of the user-defined activations that are used, each once. */
const customNames = ({ layers }: Network): string[] => [
  ...new Set(layers.map(({ activation }) => activation).filter((name) => !isBuiltIn(name))),
];

const isBuiltIn = (name: string): name is ActivationName => activationNames.some((known) => known === name);

function createModel(network: Network): string {
  const { layers } = network;
  const names = customNames(network);
  const last = layers.length - 1;
  const lines = layers.flatMap((layer, i) => {
    const { activation, dropout, units } = layer;
    const module = isBuiltIn(activation) ? modules[activation] : `Custom${names.indexOf(activation) + 1}()`;
    return [
      linear(layer),
      ...(module && !(i === last && isFused(network)) ? [module] : []),
      ...(dropout > 0 ? [`Dropout(${dropout}, units=${units}, layer=${i})`] : []),
    ];
  });
  const indices = linearIndices(layers);
  const fixed = layers.flatMap((layer, i) => [
    ...(layer.weightsTrainable ? [] : [`model[${indices[i]}].weight.requires_grad_(False)`]),
    ...(layer.bias && !layer.biasTrainable ? [`model[${indices[i]}].bias.requires_grad_(False)`] : []),
  ]);
  const body = [
    `model = nn.Sequential(\n${lines.map((line) => `    ${line},\n`).join('')})`,
    'model.load_state_dict({name: torch.from_numpy(STORED[name]) for name in model.state_dict()})',
    ...fixed,
    'return model.to(DEVICE)',
  ];
  return `def create_model():\n    """Creates the network with its initial parameters."""\n${indented(body.join('\n'))}`;
}

function linear({ inputs, units, bias, biasShared }: Layer): string {
  if (!bias) return `nn.Linear(${inputs}, ${units}, bias=False)`;
  return `${biasShared ? 'SharedBias' : 'nn.Linear'}(${inputs}, ${units})`;
}

const step = `class Step(nn.Module):
    """Is 1 above 0, else 0. The term 0 * x gives it the derivative 0."""

    def forward(self, x):
        return (x > 0) + 0 * x`;

const sharedBias = `class SharedBias(nn.Linear):
    """A linear layer with one bias for all its units."""

    def __init__(self, inputs, units):
        super().__init__(inputs, units)
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return F.linear(x, self.weight) + self.bias`;

const dropoutModule = `class Dropout(nn.Module):
    """Drops the same outputs as Backprop Lab. Use nn.Dropout where any other random numbers will do; it is faster."""

    def __init__(self, p, units, layer):
        super().__init__()
        self.p, self.units, self.layer = p, units, layer

    def draw(self, step, rows, own):
        """Draws the factors of a whole batch, and keeps those of the samples that this process has."""
        words = random_words(DROPOUT_DRAWS, step, self.layer)
        kept = [next(words) >= self.p * 2**32 for _ in range(rows * self.units)]
        factors = torch.tensor(kept).reshape(rows, self.units)[own] * (1 / (1 - self.p))
        self.factors = factors.to(DEVICE)

    def forward(self, x):
        return x * self.factors if self.training else x`;

function customModule({ f, df }: CustomFunction, index: number): string {
  const value = pythonFormula(f, { x: 'x' });
  const name = `Custom${index + 1}`;
  if (!df) {
    const flat = hasComparison(f) ? ' + 0 * x' : '';
    return `class ${name}(nn.Module):
    def forward(self, x):
        return ${flat ? `(${value})` : value}${flat}`;
  }
  return `class ${name}Function(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return ${value}

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        return gradient * (${pythonFormula(df, { x: 'x' })})


class ${name}(nn.Module):
    def forward(self, x):
        return ${name}Function.apply(x)`;
}
