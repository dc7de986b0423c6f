import * as l10n from '@vscode/l10n';
import { numberText, type Digits } from '../engine/trace/digits.js';
import type { Quantity } from '../engine/trace/stepPlace.js';
import { textOf } from '../engine/trace/formulaText.js';
import { identifier, type Named, type Numbers } from './numbers.js';
import type { Walk } from './walk.js';

/** A row of the Variables view. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  /** The formula that evaluates to the value. */
  readonly evaluateName?: string;
  /** The number that the row shows. */
  readonly named?: Named;
  readonly children?: Children;
}

/** The children of a row. They are created on request, because a layer may have very many weights. */
export interface Children {
  readonly count: number;
  at(index: number): Variable;
}

export const scopeNames = ['step', 'activations', 'gradients', 'parameters', 'sample'] as const;
export type ScopeName = (typeof scopeNames)[number];

export function scopeTitle(scope: ScopeName): string {
  switch (scope) {
    case 'step':
      return l10n.t('Step');
    case 'activations':
      return l10n.t('Activations');
    case 'gradients':
      return l10n.t('Gradients');
    case 'parameters':
      return l10n.t('Parameters');
    case 'sample':
      return l10n.t('Sample');
  }
}

/** The number of values that are shown of a collapsed tensor. */
const previewed = 4;

/** The numbers that a pass has computed so far, as a tree. */
export class Variables {
  constructor(
    private readonly walk: Walk,
    private readonly numbers: Numbers,
    private readonly digits: Digits,
  ) {}

  scope(name: ScopeName): Children {
    switch (name) {
      case 'step':
        return list(this.step());
      case 'activations':
        return list(this.layers((layer) => this.activations(layer)));
      case 'gradients':
        return list(this.layers((layer) => this.gradients(layer)).reverse());
      case 'parameters':
        return list(this.layers((layer) => this.parameters(layer)));
      case 'sample':
        return list(this.sample());
    }
  }

  private get network() {
    return this.walk.trace.source.network;
  }

  private step(): Variable[] {
    const { notation, formula, value } = this.walk.trace.step(this.walk.index);
    const { digits } = this;
    const text = (substituted: boolean) => textOf(formula, { substituted, digits, mostTerms: 24 });
    return [
      { name: notation.text, value: numberText(value, digits), evaluateName: 'value' },
      { name: l10n.t('formula'), value: text(false) },
      { name: l10n.t('with numbers'), value: text(true) },
    ];
  }

  private layers(content: (layer: number) => (Variable | null)[]): Variable[] {
    return this.network.layers.flatMap(({ activation, units }, i) => {
      const children = content(i + 1).filter((each) => each !== null);
      const value = l10n.t('{0}, units: {1}', activation, units);
      return children.length > 0
        ? [{ name: l10n.t('layer {0}', i + 1), value, children: list(children) }]
        : [];
    });
  }

  private activations(layer: number): (Variable | null)[] {
    const isLast = layer === this.network.layers.length;
    return [
      this.ofUnits('net', 'net', layer),
      this.ofUnits('out', 'out', layer),
      this.ofUnits('kept', 'dropped', layer),
      ...(isLast ? [this.ofUnits('E', 'error', layer), this.number('E', this.numbers.find('E'))] : []),
    ];
  }

  private gradients(layer: number): (Variable | null)[] {
    const { inputs, units } = this.network.layers[layer - 1];
    return [
      this.ofUnits('dE_dout', 'dE_dout', layer),
      this.ofUnits('dout_dnet', 'dout_dnet', layer),
      this.has('dout_dnet', layer, 0, 0) ? this.jacobian(layer) : null,
      this.ofUnits('delta', 'delta', layer),
      this.has('dE_dw', layer, 0, 0) ? this.matrix('dE_dW', layer, inputs, 'dE_dw', 'dE_d') : null,
      this.has('dE_db', layer, 0, null)
        ? this.vector('dE_db', units, (unit) => this.ofBias('dE_db', 'dE_d', layer, unit))
        : null,
      this.has('dE_db', layer, null, null) ? this.ofBias('dE_db', 'dE_d', layer, null) : null,
    ];
  }

  private parameters(layer: number): (Variable | null)[] {
    const { inputs, units, bias, biasShared } = this.network.layers[layer - 1];
    const { numbers } = this;
    const { names } = this.walk;
    const ofBias = (unit: number | null) =>
      this.number(names.bias(layer, unit), numbers.weight({ layer, unit, input: null }))!;
    return [
      this.matrix('W', layer, inputs, null, ''),
      bias ? (biasShared ? ofBias(null) : this.vector('b', units, ofBias)) : null,
      this.has('update', layer, 0, 0) ? this.matrix('W⁺', layer, inputs, 'update', '') : null,
      this.has('update', layer, 0, null)
        ? this.vector('b⁺', units, (unit) => this.ofBias('update', '', layer, unit))
        : null,
      this.has('update', layer, null, null) ? this.ofBias('update', '', layer, null) : null,
    ];
  }

  private sample(): Variable[] {
    const { walk, numbers } = this;
    const { inputs } = this.network;
    const { length } = this.network.layers;
    const { units } = this.network.layers[length - 1];
    return [
      this.vector('inputs', inputs, (i) => this.number(walk.names.input(i), numbers.sampleInput(i))!),
      this.vector('targets', units, (i) =>
        this.number(`t_${walk.names.unit(length, i)}`, numbers.target(i))!,
      ),
      ...['sample', 'epoch', 'batch', 'learningRate'].map((name) => this.number(name, numbers.find(name))!),
    ];
  }

  private has(quantity: Quantity, layer: number, unit: number | null, part: number | null): boolean {
    return this.walk.trace.indexOf({ quantity, layer, unit, part }) !== null;
  }

  private ofUnits(name: string, quantity: Quantity, layer: number): Variable | null {
    const { names } = this.walk;
    if (!this.has(quantity, layer, 0, null)) return null;
    return this.vector(name, this.network.layers[layer - 1].units, (unit) =>
      this.number(
        `${name}_${names.unit(layer, unit)}`,
        this.numbers.at({ quantity, layer, unit, part: null }),
      )!,
    );
  }

  private ofBias(quantity: Quantity, prefix: string, layer: number, unit: number | null): Variable {
    const name = this.walk.names.bias(layer, unit);
    return this.parameterNumber(
      quantity,
      prefix,
      name,
      this.numbers.at({ quantity, layer, unit, part: null }),
    );
  }

  /** Returns the derivatives of each output of a softmax layer by each net input. */
  private jacobian(layer: number): Variable {
    const { units } = this.network.layers[layer - 1];
    const name = (unit: number) => this.walk.names.unit(layer, unit);
    return this.vector('dout_dnet', units, (unit) =>
      this.vector(`net_${name(unit)}`, units, (part) =>
        this.number(
          `dout_${name(part)}/dnet_${name(unit)}`,
          this.numbers.at({ quantity: 'dout_dnet', layer, unit, part }),
        )!,
      ),
    );
  }

  /** Returns a row for each unit with a quantity of its weights, or with the weights where `quantity` is null. */
  private matrix(
    name: string,
    layer: number,
    inputs: number,
    quantity: Quantity | null,
    prefix: string,
  ): Variable {
    const { names } = this.walk;
    const { units } = this.network.layers[layer - 1];
    const entry = (unit: number, input: number): Variable => {
      const weight = names.weight(layer, unit, input);
      if (!quantity) return this.number(weight, this.numbers.weight({ layer, unit, input }))!;
      return this.parameterNumber(
        quantity,
        prefix,
        weight,
        this.numbers.at({ quantity, layer, unit, part: input }),
      );
    };
    const rows = this.vector(name, units, (unit) =>
      this.vector(names.unit(layer, unit), inputs, (input) => entry(unit, input)),
    );
    return { ...rows, value: `${units} × ${inputs}` };
  }

  private parameterNumber(quantity: Quantity, prefix: string, name: string, named: Named): Variable {
    const isUpdate = quantity === 'update';
    const evaluateName = isUpdate ? `${identifier(name)}_new` : prefix + identifier(name);
    return { ...this.number(isUpdate ? `${name}⁺` : prefix + name, named)!, evaluateName };
  }

  private vector(name: string, count: number, at: (index: number) => Variable): Variable {
    const first = Array.from({ length: Math.min(previewed, count) }, (_, index) => at(index).value);
    const preview = `[${first.join(', ')}${count > previewed ? ', …' : ''}]`;
    const isKnown = first.some((value) => value !== this.unknown);
    return {
      name,
      value: isKnown ? preview.replaceAll(this.unknown, '…') : this.unknown,
      children: { count, at },
    };
  }

  private number(name: string, named: Named | null): Variable | null {
    if (!named) return null;
    const value = named.value(this.walk.index);
    const text = value === undefined ? this.unknown : numberText(value, this.digits);
    return { name, value: text, evaluateName: identifier(name), named };
  }

  private get unknown(): string {
    return l10n.t('not computed yet');
  }
}

const list = (variables: readonly Variable[]): Children => ({
  count: variables.length,
  at: (index) => variables[index],
});
