import type { Floats, Layer, Network } from '../../engine/model/network.js';
import type { TrainingState } from '../../engine/training/state.js';
import { viewOf } from './host.js';
import type { LayerPlaces, Program } from './program.js';

type Parameters = Pick<TrainingState, 'network' | 'slots'>;

/** Converts between row-major tensors and the kernels' panels, [panel][input][unit of the panel], padded with zeros. */
export class Tensors {
  constructor(
    private readonly program: Program,
    private readonly buffer: SharedArrayBuffer,
  ) {}

  write({ network, slots }: Parameters): void {
    this.visit(network, (layer, places, slot) => {
      this.fill(network, places.weights, layer, layer.weights);
      if (places.transposed) this.fillTransposed(network, places, layer);
      places.weightSlots.forEach((address, i) => this.fill(network, address, layer, slots[slot.weights][i]));
      if (!layer.bias) return;
      const bias = this.view(network, places.bias, layer.units);
      if (layer.biasShared) {
        bias.fill(layer.bias[0]);
        this.view(network, places.sharedBias, 1).set(layer.bias);
      } else bias.set(layer.bias);
      places.biasSlots.forEach((address, i) => {
        const values = slots[slot.bias][i];
        this.view(network, address, values.length).set(values);
      });
    });
  }

  /** Returns the current parameters in new arrays. Tensors that are not trained are those of the network. */
  read(network: Network): Parameters {
    const slots: Floats[][] = [];
    const layers = network.layers.map((layer) => ({ ...layer }));
    this.visit(network, (layer, places, slot) => {
      const index = network.layers.indexOf(layer);
      if (layer.weightsTrainable) {
        layers[index].weights = this.unpack(network, places.weights, layer);
        slots[slot.weights] = places.weightSlots.map((address) => this.unpack(network, address, layer));
      }
      if (!layer.bias || !layer.biasTrainable) return;
      const { length } = layer.bias;
      const own = (address: number) => this.view(network, address, length).slice();
      layers[index].bias = own(layer.biasShared ? places.sharedBias : places.bias);
      slots[slot.bias] = places.biasSlots.map(own);
    });
    return { network: { ...network, layers }, slots };
  }

  /** Visits the layers with the indices of their tensors among all trained tensors. */
  private visit(
    network: Network,
    look: (layer: Layer, places: LayerPlaces, slot: { weights: number; bias: number }) => void,
  ): void {
    let count = 0;
    network.layers.forEach((layer, index) => {
      const weights = layer.weightsTrainable ? count++ : -1;
      const bias = layer.bias && layer.biasTrainable ? count++ : -1;
      look(layer, this.program.layers[index], { weights, bias });
    });
  }

  private fill(network: Network, address: number, { units, inputs }: Layer, values: Floats): void {
    const { panel } = this.program;
    const packed = this.view(network, address, Math.ceil(units / panel) * panel * inputs);
    for (let unit = 0; unit < units; unit++) {
      let place = Math.floor(unit / panel) * panel * inputs + (unit % panel);
      for (let i = unit * inputs; i < (unit + 1) * inputs; i++, place += panel) packed[place] = values[i];
    }
  }

  private unpack(network: Network, address: number, { units, inputs }: Layer): Floats {
    const { panel } = this.program;
    const packed = this.view(network, address, Math.ceil(units / panel) * panel * inputs);
    const values =
      network.precision === 'float32' ? new Float32Array(units * inputs) : new Float64Array(units * inputs);
    for (let unit = 0; unit < units; unit++) {
      let place = Math.floor(unit / panel) * panel * inputs + (unit % panel);
      for (let i = unit * inputs; i < (unit + 1) * inputs; i++, place += panel) values[i] = packed[place];
    }
    return values;
  }

  private fillTransposed(network: Network, places: LayerPlaces, { units, inputs, weights }: Layer): void {
    const { panel } = this.program;
    const length = places.panels * panel;
    const packed = this.view(network, places.transposed, Math.ceil(inputs / panel) * panel * length);
    for (let unit = 0; unit < units; unit++)
      for (let input = 0; input < inputs; input++)
        packed[(Math.floor(input / panel) * length + unit) * panel + (input % panel)] =
          weights[unit * inputs + input];
  }

  private view(network: Network, address: number, length: number): Floats {
    return viewOf(network, this.buffer, address, length);
  }
}
