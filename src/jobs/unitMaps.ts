import type { Network } from '../engine/model/network.js';
import { layerOutputSteps } from '../engine/pass/predict.js';
import type { TrainingState } from '../engine/training/state.js';
import type { UnitMaps } from '../protocol.js';
import { planesOf, type Grid, type InputPlane } from './inputPlane.js';
import { drawnUnits, isDrawn } from './snapshot.js';

/** The number of points along each side of the grid of two inputs; fewer where there are many units. */
const side = { most: 20, least: 10 };
/** The number of points over a single input. */
const points = 48;
/** The number of values in all maps of a network, unless the grid would become too coarse. */
const mostValues = 40_000;
/** The number of multiplications for all maps, unless the grid would become too coarse. */
const mostWork = 1e8;

/** The outputs of all units of a network on a coarse grid over the plane of its inputs, those of the last layer in the targets' units. */
export class UnitGrid {
  private readonly grid: Grid;
  private readonly derived: Float32Array | null;
  private readonly isWanted: (layer: number) => boolean;

  constructor(
    private readonly plane: InputPlane,
    network: Network,
  ) {
    const { dimensions } = plane;
    const { layers } = network;
    this.isWanted = (layer) => layers[layer].units <= drawnUnits && isDrawn(layer, layers.length);
    const units = layers.reduce((sum, layer, index) => sum + (this.isWanted(index) ? layer.units : 0), 0);
    const work = layers.reduce((sum, { weights }) => sum + weights.length, 0);
    const most = Math.floor(Math.sqrt(Math.min(mostValues / Math.max(1, units), mostWork / work)));
    const size = Math.max(side.least, Math.min(side.most, most));
    this.grid = plane.grid(dimensions === 1 ? [points, 1] : [size, size], network);
    this.derived = plane.derivedAt(this.grid);
  }

  *maps({ network, epoch }: TrainingState): Generator<undefined, UnitMaps> {
    const { columns, rows, inputs } = this.grid;
    const layers = yield* layerOutputSteps(network, inputs, this.isWanted);
    return {
      epoch,
      columns,
      rows,
      ...(this.derived && { derived: this.derived }),
      layers: layers.map((layer, index) => {
        const outputs = layer && index === layers.length - 1 ? this.plane.inUnits(layer) : layer;
        return outputs && planesOf(outputs.values, outputs.columns);
      }),
    };
  }
}
