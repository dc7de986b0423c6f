import * as vscode from 'vscode';
import { compareName } from '../../data/gradients/describeEnd.js';
import { plainName } from '../../config/plainText.js';
import type { JsonPath } from '../../config/span.js';
import type { NetworkConfig } from '../../config/spec.js';
import { tensorTitle } from './checkWords.js';
import type { Subject } from './testOutcomes.js';

export interface Test {
  readonly id: string;
  readonly label: string;
  /** Where it stands in the config. */
  readonly path: JsonPath;
  readonly subject: Subject;
  /** Further tests under it. */
  readonly parts?: readonly Omit<Test, 'path'>[];
}

/** Returns the tests of the tensors whose gradients a program of the user's computes. */
const givenTensors = (layers: NetworkConfig['layers']): Omit<Test, 'path'>[] =>
  layers.flatMap(({ bias }, index) =>
    (['weights', 'bias'] as const).flatMap((tensor) => {
      if (tensor === 'bias' && !bias) return [];
      const subject = { kind: 'given', layer: index + 1, tensor } as const;
      return [{ id: `given ${tensor} ${index}`, label: tensorTitle(subject), subject }];
    }),
  );

/** Returns the tests of a config. */
export function subjectsOf({ layers, functions, loss, gradientCheck }: NetworkConfig): Test[] {
  const tensors = layers.flatMap(({ bias }, index) =>
    (['weights', 'bias'] as const).flatMap((tensor): Test[] => {
      if (tensor === 'bias' && !bias) return [];
      const subject = { kind: 'tensor', layer: index + 1, tensor } as const;
      return [{ id: `${tensor} ${index}`, label: tensorTitle(subject), path: ['layers', index], subject }];
    }),
  );
  const formulas = Object.entries(functions).flatMap(([name, { df }]): Test[] => {
    if (!df) return [];
    const label = vscode.l10n.t('df of {0}', plainName(name));
    const subject = { kind: 'function', name } as const;
    return [{ id: `function ${name}`, label, path: ['functions', name, 'df'], subject }];
  });
  const ofLoss: Test[] =
    typeof loss === 'string' || !loss.df
      ? []
      : [{ id: 'loss', label: vscode.l10n.t('df of the loss'), path: ['loss', 'df'], subject: { kind: 'function', name: null } }]; // prettier-ignore
  const { compare } = gradientCheck;
  const answers: Test[] =
    compare === null
      ? []
      : [
          {
            id: 'compare',
            label: plainName(compareName(compare)),
            path: ['gradientCheck', 'compare'],
            subject: { kind: 'compare' },
            parts: typeof compare === 'string' ? [] : givenTensors(layers),
          },
        ];
  return [...tensors, ...formulas, ...ofLoss, ...answers];
}
