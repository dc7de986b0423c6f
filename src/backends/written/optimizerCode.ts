import type { OptimizerSpec, TrainingSpec } from '../../engine/model/spec.js';
import { literal, type Round } from './codeText.js';

/** The expressions of a parameter, its slots and its gradient. */
export interface ParameterPlaces {
  readonly value: string;
  readonly slots: readonly string[];
  readonly gradient: string;
  /** Whether the penalty applies: to weights, not to biases. */
  readonly penalized: boolean;
}

/** Returns code for a step of one parameter: `penaltyPieces` and `updateOf` with the same operations, without terms that are 0. */
export function updateCode(
  { optimizer, regularization }: TrainingSpec,
  { value, slots, gradient, penalized }: ParameterPlaces,
  round: Round,
): string[] {
  const [l1, l2] = [regularization.l1, regularization.l2].map(literal);
  const hasPenalty = penalized && (regularization.l1 !== 0 || regularization.l2 !== 0);
  const penalty = round(`${gradient} + (${l1} * Math.sign(w) + ${l2} * w)`);
  const decay = optimizer.type === 'perceptron' || optimizer.type === 'adamw' ? 0 : optimizer.weightDecay;
  const loss = hasPenalty ? penalty : gradient;
  return [
    `{ const w = ${value};`,
    `const g = ${decay === 0 ? loss : `${loss} + ${literal(decay)} * w`};`,
    ...ruleCode(optimizer, slots),
    ...slots.map((slot, s) => `${slot} = ${round(`slot${s}`)};`),
    `${value} = ${round(`${optimizer.type === 'adamw' ? 'kept * w' : 'w'} - step`)}; }`,
  ];
}

/** Returns the expressions of the slots after the step, not yet rounded, and of the step itself. */
function ruleCode(optimizer: OptimizerSpec, slots: readonly string[]): string[] {
  const at = (slot: number) => slots[slot];
  switch (optimizer.type) {
    case 'sgd': {
      if (optimizer.momentum === 0) return ['const step = learningRate * g;'];
      const momentum = literal(optimizer.momentum);
      const direction = optimizer.nesterov ? `(g + ${momentum} * slot0)` : 'slot0';
      return [`const slot0 = ${momentum} * ${at(0)} + g;`, `const step = learningRate * ${direction};`];
    }
    case 'adagrad': {
      const root = `(Math.sqrt(slot0) + ${literal(optimizer.epsilon)})`;
      return [`const slot0 = ${at(0)} + g * g;`, `const step = (learningRate * g) / ${root};`];
    }
    case 'rmsprop': {
      const { alpha, epsilon, momentum } = optimizer;
      const squares = `${literal(alpha)} * ${at(0)} + ${literal(1 - alpha)} * g * g`;
      const direction = `g / (Math.sqrt(slot0) + ${literal(epsilon)})`;
      const isPlain = momentum === 0;
      return [
        `const slot0 = ${squares};`,
        `const slot1 = ${isPlain ? direction : `${direction} + ${literal(momentum)} * ${at(1)}`};`,
        `const step = learningRate * slot1;`,
      ];
    }
    case 'adam':
    case 'adamw': {
      const [beta1, beta2] = optimizer.betas;
      return [
        `const slot0 = ${literal(beta1)} * ${at(0)} + ${literal(1 - beta1)} * g;`,
        `const slot1 = ${literal(beta2)} * ${at(1)} + ${literal(1 - beta2)} * g * g;`,
        `const step = (rate * slot0) / (Math.sqrt(slot1) / correction + ${literal(optimizer.epsilon)});`,
      ];
    }
    case 'perceptron':
      throw new Error('The perceptron rule does not go by gradients.');
  }
}
