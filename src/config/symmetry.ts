import * as l10n from '@vscode/l10n';
import type { ASTNode } from 'vscode-json-languageservice';
import type { Initializer, LayerSpec } from '../engine/model/spec.js';
import { defaultInitializer } from './layers.js';
import { nameFix } from './fix.js';
import type { Report } from './report.js';
import { member } from './tree.js';

/** Reports hidden layers whose units start with equal weights and stay equal, or never learn at all. */
export function adviseSymmetry(
  report: Report,
  nodes: readonly ASTNode[],
  layers: readonly LayerSpec[],
): void {
  layers.slice(0, -1).forEach((layer, index) => {
    const init = member(nodes[index], 'init');
    const at = member(nodes[index], 'weights') ?? init;
    if (!at || !layer.weightsTrainable) return;
    const fix = at === init ? nameFix(at, defaultInitializer(layer.activation)) : undefined;
    if (isDead(layer)) {
      const message = l10n.t(
        'With weights of 0, relu outputs 0 and passes no gradient back, so this layer never learns. Start with random weights.',
      );
      report.warning('zero-weights', at, message, fix);
    } else if (layer.units > 1 && startEqual(layer, layers[index + 1])) {
      const message = l10n.t(
        'The {0} units of this layer start with equal weights and get equal gradients, so they stay equal and act as one unit. Start with random weights.',
        layer.units,
      );
      report.warning('symmetric-weights', at, message, fix);
    }
  });
}

function isDead({ activation, weights, init, bias }: LayerSpec): boolean {
  const zeros = weights ? weights.flat().every((w) => w === 0) : init.type === 'zeros';
  return activation === 'relu' && zeros && [bias?.value ?? 0].flat().every((b) => b === 0);
}

/** Whether all units have the same weights and bias, and the next layer weights them equally. */
function startEqual(layer: LayerSpec, next: LayerSpec): boolean {
  const rows = layer.weights ? allSame(layer.weights.map((row) => row.join())) : isConstant(layer.init);
  const columns = next.weights ? next.weights.every((row) => allSame(row)) : isConstant(next.init);
  return rows && columns && allSame([layer.bias?.value ?? 0].flat());
}

const allSame = (values: readonly (string | number)[]): boolean =>
  values.every((value) => value === values[0]);

const isConstant = (init: Initializer): boolean =>
  init.type === 'zeros' ||
  (init.type === 'uniform' && init.min === init.max) ||
  (init.type === 'normal' && init.std === 0);
