import type { Layer } from '../model/network.js';
import { updateQuantities, type Phase, type Place, type Quantity } from './stepPlace.js';
import { hasOwnTotal, isFused, isSoftmax, lowestTrained, type TraceSource } from './traceSource.js';

/** Steps of one unit that belong together: all quantities of the first part, then of the second, and so on. */
interface Group {
  readonly quantities: readonly Quantity[];
  /** The number of parts; null where the quantities have none. */
  readonly count: number | null;
}

/** The steps of one layer in one phase, unit by unit, the same for each unit. */
interface Section {
  readonly phase: Phase;
  readonly layer: number;
  /** The number of units; null where the steps belong to the whole layer. */
  readonly units: number | null;
  readonly groups: readonly Group[];
  /** The index of the first step. */
  readonly start: number;
  /** The number of steps of one unit. */
  readonly size: number;
  readonly length: number;
}

/** Maps steps to quantities. A few sections describe a million steps, which are found by arithmetic. */
export class Layout {
  readonly length: number;
  private readonly sections: Section[] = [];
  private readonly found = new Map<
    string,
    { readonly section: Section; readonly offset: number; readonly group: Group }
  >();

  constructor(private readonly source: TraceSource) {
    const { layers } = source.network;
    layers.forEach((layer, i) => this.addForward(layer, i + 1));
    this.addLoss();
    for (let layer = layers.length; layer >= lowestTrained(source); layer--)
      this.addBackward(layers[layer - 1], layer);
    if (source.training.clipGradientNorm !== null && this.hasGradients()) this.addClipping();
    layers.forEach((layer, i) => this.addUpdate(layer, i + 1));
    const last = this.sections[this.sections.length - 1];
    this.length = last.start + last.length;
  }

  /** Returns what step `index` computes, and in which phase. */
  at(index: number): Place & { readonly phase: Phase } {
    const { phase, layer, units, groups, start, size } = this.sectionAt(index);
    let offset = (index - start) % size;
    const unit = units === null ? null : Math.floor((index - start) / size);
    for (const { quantities, count } of groups) {
      const length = quantities.length * (count ?? 1);
      if (offset < length) {
        const part = count === null ? null : Math.floor(offset / quantities.length);
        return { phase, quantity: quantities[offset % quantities.length], layer, unit, part };
      }
      offset -= length;
    }
    throw new RangeError(`There is no step ${index}.`);
  }

  /** Returns the step that computes a quantity; null where none does. */
  indexOf({ quantity, layer, unit, part }: Place): number | null {
    const found = this.found.get(key(quantity, layer, unit !== null, part !== null));
    if (!found) return null;
    const { section, offset, group } = found;
    if ((unit ?? 0) >= (section.units ?? 1) || (part ?? 0) >= (group.count ?? 1)) return null;
    return section.start + (unit ?? 0) * section.size + offset + (part ?? 0) * group.quantities.length;
  }

  /** Returns the range of steps around `index` that belong to one unit, one layer or one phase. */
  span(index: number, by: 'unit' | 'layer' | 'phase'): { readonly start: number; readonly end: number } {
    const at = this.sectionAt(index);
    if (by === 'unit') {
      const start = at.start + Math.floor((index - at.start) / at.size) * at.size;
      return { start, end: start + at.size };
    }
    const same = ({ phase, layer }: Section) => phase === at.phase && (by === 'phase' || layer === at.layer);
    let [first, last] = [this.sections.indexOf(at), this.sections.indexOf(at)];
    while (first > 0 && same(this.sections[first - 1])) first--;
    while (last < this.sections.length - 1 && same(this.sections[last + 1])) last++;
    return { start: this.sections[first].start, end: this.sections[last].start + this.sections[last].length };
  }

  private sectionAt(index: number): Section {
    const section = this.sections.find(({ start, length }) => index >= start && index < start + length);
    if (!section) throw new RangeError(`There is no step ${index}.`);
    return section;
  }

  private add(phase: Phase, layer: number, units: number | null, groups: readonly Group[]): void {
    const used = groups.filter(({ quantities, count }) => quantities.length > 0 && count !== 0);
    const size = used.reduce((sum, { quantities, count }) => sum + quantities.length * (count ?? 1), 0);
    if (size === 0) return;
    const before = this.sections.at(-1);
    const start = before ? before.start + before.length : 0;
    const section = { phase, layer, units, groups: used, start, size, length: size * (units ?? 1) };
    this.sections.push(section);
    let offset = 0;
    for (const group of used) {
      group.quantities.forEach((quantity, i) =>
        this.found.set(key(quantity, layer, units !== null, group.count !== null), {
          section,
          offset: offset + i,
          group,
        }),
      );
      offset += group.quantities.length * (group.count ?? 1);
    }
  }

  private addForward(layer: Layer, number: number): void {
    const out: Quantity[] = this.drops(layer) ? ['out', 'dropped'] : ['out'];
    if (!isSoftmax(layer)) {
      this.add('forward', number, layer.units, [each('net', ...out)]);
      return;
    }
    this.add('forward', number, layer.units, [each('net')]);
    this.add('forward', number, null, [each('max', 'exp_sum')]);
    this.add('forward', number, layer.units, [each(...out)]);
  }

  private addLoss(): void {
    const { network, training } = this.source;
    const { layers } = network;
    const last = layers.length;
    this.add('loss', last, layers[last - 1].units, [each('error')]);
    this.add('loss', last, null, [
      each(...(hasOwnTotal(this.source) ? ['sample_total' as const] : []), 'total'),
    ]);
    if (training.regularization.l1 === 0 && training.regularization.l2 === 0) return;
    layers.forEach(({ units }, i) => this.add('loss', i + 1, units, [each('penalty')]));
    this.add('loss', last, null, [each('objective')]);
  }

  private addBackward(layer: Layer, number: number): void {
    const { source } = this;
    const next = source.network.layers.at(number);
    const arriving = [
      { quantities: ['path' as const], count: next && next.units > 1 ? next.units : 0 },
      each(...(this.drops(layer) ? ['dE_ddropped' as const] : []), 'dE_dout'),
    ];
    const parameters = this.parameterGroups(layer);
    if (!next && isFused(source)) this.add('backward', number, layer.units, [each('delta'), ...parameters]);
    else if (isSoftmax(layer)) {
      this.add('backward', number, layer.units, arriving);
      const jacobian: Group = { quantities: ['dout_dnet'], count: layer.units };
      this.add('backward', number, layer.units, [jacobian, each('delta'), ...parameters]);
    } else
      this.add('backward', number, layer.units, [...arriving, each('dout_dnet', 'delta'), ...parameters]);
    if (layer.biasTrainable && layer.biasShared)
      this.add('backward', number, null, [each(...this.biasGradients())]);
  }

  private parameterGroups(layer: Layer): Group[] {
    const { training } = this.source;
    const penalized = training.regularization.l1 !== 0 || training.regularization.l2 !== 0;
    const weight: Quantity[] = [
      ...(hasOwnTotal(this.source) ? ['sample_dE_dw' as const] : []),
      'dE_dw',
      ...(penalized ? ['dR_dw' as const, 'gradient' as const] : []),
    ];
    return [
      { quantities: weight, count: layer.weightsTrainable ? layer.inputs : 0 },
      each(...(layer.biasTrainable && !layer.biasShared ? this.biasGradients() : [])),
    ];
  }

  private biasGradients(): Quantity[] {
    return hasOwnTotal(this.source) ? ['sample_dE_db', 'dE_db'] : ['dE_db'];
  }

  private addClipping(): void {
    const { layers } = this.source.network;
    layers.forEach(({ units, weightsTrainable, biasTrainable, biasShared }, i) => {
      if (weightsTrainable || (biasTrainable && !biasShared))
        this.add('backward', i + 1, units, [each('squares')]);
    });
    this.add('backward', layers.length, null, [each('norm', 'clip')]);
  }

  private addUpdate(layer: Layer, number: number): void {
    const { optimizer, clipGradientNorm } = this.source.training;
    const quantities = updateQuantities(optimizer, clipGradientNorm !== null);
    const correction: Quantity[] = optimizer.type === 'perceptron' ? ['correction'] : [];
    const trained = layer.weightsTrainable || layer.biasTrainable;
    this.add('update', number, layer.units, [
      each(...(trained ? correction : [])),
      { quantities, count: layer.weightsTrainable ? layer.inputs : 0 },
      each(...(layer.biasTrainable && !layer.biasShared ? quantities : [])),
    ]);
    if (layer.biasTrainable && layer.biasShared) this.add('update', number, null, [each(...quantities)]);
  }

  private drops(layer: Layer): boolean {
    return this.source.dropout !== null && layer.dropout > 0;
  }

  private hasGradients(): boolean {
    return lowestTrained(this.source) <= this.source.network.layers.length;
  }
}

const each = (...quantities: readonly Quantity[]): Group => ({ quantities, count: null });

const key = (quantity: Quantity, layer: number, ofUnit: boolean, ofIndex: boolean) =>
  `${quantity} ${layer} ${ofUnit} ${ofIndex}`;
