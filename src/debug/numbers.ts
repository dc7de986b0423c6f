import type { Names } from '../engine/trace/names.js';
import type { ParameterPlace } from '../engine/trace/parameterPaths.js';
import type { Place, Quantity } from '../engine/trace/stepPlace.js';
import type { Walk } from './walk.js';

/** A named number of the pass. */
export interface Named {
  /** Returns the value at a step, or undefined where the pass has not computed it yet or does not have it. */
  value(index: number): number | undefined;
  /** Changes the number; absent where it cannot be changed. */
  set?(value: number): void;
  /** The weight or bias that the number is. */
  readonly parameter?: ParameterPlace;
}

/** The quantities of a unit by the prefix of their names, which the unit's name follows. */
const ofUnits: readonly (readonly [string, Quantity])[] = [
  ['net_', 'net'], ['out_', 'out'], ['kept_', 'dropped'], ['E_', 'error'], ['delta_', 'delta'], ['dE_dnet_', 'delta'],
  ['dE_dout_', 'dE_dout'], ['dE_dkept_', 'dE_ddropped'], ['dout_dnet_', 'dout_dnet'],
]; // prettier-ignore

/** The names that refer to the current step, with the quantities for which they are defined; null: all quantities. */
export const ofStep: Readonly<Record<string, readonly Quantity[] | null>> = {
  value: null,
  net: ['net'],
  out: ['out'],
  delta: ['delta'],
  grad: ['dE_dw', 'dE_db', 'gradient', 'sample_dE_dw', 'sample_dE_db'],
};

/** The maximum number of weights that are listed by name. Others are found by their position: w2[1,4]. */
const mostListed = 2000;

/** Returns the identifier of a name in formulas: w2_1_4_ for w2[1,4]. */
export function identifier(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}_]/gu, '_');
  return /^\p{N}/u.test(plain) ? `_${plain}` : plain;
}

/** The numbers of a walk's current pass by their names. */
export class Numbers {
  private readonly units = new Map<string, { readonly layer: number; readonly unit: number }>();
  private readonly inputs = new Map<string, number>();
  private readonly parameters = new Map<string, ParameterPlace>();

  constructor(private readonly walk: Walk) {
    const { names, trace } = walk;
    const { layers, inputs } = trace.source.network;
    for (let i = 0; i < inputs; i++) this.inputs.set(identifier(names.input(i)), i);
    const listed = layers.reduce((sum, { weights }) => sum + weights.length, 0) <= mostListed;
    layers.forEach(({ units, inputs: width, bias, biasShared }, i) => {
      const layer = i + 1;
      for (let unit = 0; unit < units; unit++) {
        this.units.set(identifier(names.unit(layer, unit)), { layer, unit });
        if (bias && !biasShared) this.addParameter(names, { layer, unit, input: null });
        for (let input = 0; listed && input < width; input++)
          this.addParameter(names, { layer, unit, input });
      }
      if (bias && biasShared) this.addParameter(names, { layer, unit: null, input: null });
    });
  }

  /** The names to suggest: all with a value in this pass, except weights that are not listed. */
  get all(): string[] {
    const parameters = [...this.parameters.keys()];
    const last = this.walk.trace.length - 1;
    const candidates = [
      ...context,
      ...this.inputs.keys(),
      ...[...this.units.keys()].flatMap((unit) => ofUnits.map(([prefix]) => prefix + unit)),
      ...parameters,
      ...parameters.flatMap((name) => [`dE_d${name}`, `${name}_new`]),
    ];
    return [
      ...Object.keys(ofStep),
      ...candidates.filter((name) => this.find(name)?.value(last) !== undefined),
    ];
  }

  find(name: string): Named | null {
    return (
      this.parameter(name) ??
      this.input(name) ??
      this.ofContext(name) ??
      this.ofTheStep(name) ??
      this.ofUnit(name) ??
      this.ofParameter(name)
    );
  }

  /** Returns the unit of a name. Layers count from 1, units from 0. */
  unit(name: string): { readonly layer: number; readonly unit: number } | undefined {
    return this.units.get(identifier(name));
  }

  get unitNames(): string[] {
    return [...this.units.keys()];
  }

  at(place: Place): Named {
    const { walk } = this;
    return {
      value(index) {
        const step = walk.trace.indexOf(place);
        return step !== null && step <= index ? walk.trace.value(place) : undefined;
      },
    };
  }

  weight(parameter: ParameterPlace): Named {
    const { walk } = this;
    const { layer, unit, input } = parameter;
    return {
      value: () => walk.trace.quantities.parameterValue(layer, unit, input),
      set: (value) => walk.setParameter(parameter, value, 'debugger'),
      parameter,
    };
  }

  sampleInput(input: number): Named {
    const { walk } = this;
    return {
      value: () => walk.trace.quantities.shown.inputs(1)[input],
      set: (value) => walk.setInput(walk.sample, input, value, 'debugger'),
    };
  }

  target(output: number): Named {
    return { value: () => this.walk.trace.quantities.shown.targets[output] };
  }

  private addParameter(names: Names, place: ParameterPlace): void {
    const { layer, unit, input } = place;
    const name = input === null ? names.bias(layer, unit) : names.weight(layer, unit ?? 0, input);
    this.parameters.set(identifier(name), place);
  }

  private parameterPlace(name: string): ParameterPlace | undefined {
    const known = this.parameters.get(name);
    const byPlace = /^w(\d+)_(\d+)_(\d+)_$/.exec(name);
    if (known || !byPlace) return known;
    const [layer, unit, input] = byPlace.slice(1).map(Number);
    const found = this.walk.trace.source.network.layers.at(layer - 1);
    return layer > 0 && unit > 0 && input > 0 && found && unit <= found.units && input <= found.inputs
      ? { layer, unit: unit - 1, input: input - 1 }
      : undefined;
  }

  private parameter(name: string): Named | null {
    const place = this.parameterPlace(name);
    return place ? this.weight(place) : null;
  }

  private input(name: string): Named | null {
    const input = this.inputs.get(name);
    return input === undefined ? null : this.sampleInput(input);
  }

  private ofContext(name: string): Named | null {
    const { walk } = this;
    const total = (quantity: Quantity): Named =>
      this.at({ quantity, layer: walk.trace.source.network.layers.length, unit: null, part: null });
    switch (name) {
      case 'epoch':
        return { value: () => walk.epoch };
      case 'batch':
        return { value: () => walk.batch };
      case 'sample':
        return { value: () => walk.rows[walk.sample] + 1 };
      case 'learningRate':
        return { value: () => walk.trace.source.learningRate };
      case 'step':
        return { value: (index) => index + 1 };
      case 'layer':
        return { value: (index) => walk.trace.quantities.layout.at(index).layer };
      case 'loss':
      case 'E':
        return total('total');
      case 'J':
        return total('objective');
      default:
        return null;
    }
  }

  private ofTheStep(name: string): Named | null {
    if (!Object.hasOwn(ofStep, name)) return null;
    const quantities = ofStep[name];
    return {
      value: (index) => {
        const place = this.walk.trace.quantities.layout.at(index);
        return !quantities || quantities.includes(place.quantity) ? this.walk.trace.value(place) : undefined;
      },
    };
  }

  private ofUnit(name: string): Named | null {
    const own = this.units.get(name);
    if (own) return this.at({ quantity: 'out', ...own, part: null });
    for (const [prefix, quantity] of ofUnits) {
      const unit = name.startsWith(prefix) && this.units.get(name.slice(prefix.length));
      if (unit) return this.at({ quantity, ...unit, part: null });
    }
    const target = name.startsWith('t_') && this.units.get(name.slice(2));
    return target && target.layer === this.walk.trace.source.network.layers.length
      ? this.target(target.unit)
      : null;
  }

  private ofParameter(name: string): Named | null {
    const gradient = name.startsWith('dE_d') && this.parameterPlace(name.slice(4));
    if (gradient) {
      const quantity = gradient.input === null ? 'dE_db' : 'dE_dw';
      return this.at({ quantity, layer: gradient.layer, unit: gradient.unit, part: gradient.input });
    }
    const updated = name.endsWith('_new') && this.parameterPlace(name.slice(0, -4));
    return updated
      ? this.at({ quantity: 'update', layer: updated.layer, unit: updated.unit, part: updated.input })
      : null;
  }
}

const context = ['epoch', 'batch', 'sample', 'learningRate', 'step', 'layer', 'E', 'J'];
