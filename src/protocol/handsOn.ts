import type { ColumnOptions, GeneratorName } from '../config/spec.js';
import type { LossName } from '../engine/model/spec.js';

/** What the panel offers to change in a file, with the file's own values. */
export interface HandsOnView {
  /** The reason why nothing can be changed, such as an error in the text; null where changes can be made. */
  readonly blocked: string | null;
  readonly layers: readonly HandsOnLayer[];
  /** The reason why the inputs cannot be renamed; null where they can. */
  readonly noInputNames: string | null;
  /** The activations of the engine and those that the file defines. */
  readonly activations: readonly string[];
  /** The losses that fit the last layer, and the present one; empty where the loss is a formula. */
  readonly losses: readonly LossName[];
  readonly loss: LossName | null;
  /** null where the data does not come from a generator. */
  readonly data: HandsOnData | null;
  /** What the file says about the columns of its table; null where the data does not come from a table. */
  readonly table: HandsOnTable | null;
  /** The inputs that can be derived from two given ones; null where there are not two. */
  readonly derived: HandsOnDerived | null;
  readonly validationSplit: number;
  readonly learningRate: number;
  /** null means all the training data. */
  readonly batchSize: number | null;
  readonly epochs: number;
  readonly seed: number;
  readonly regularization: { readonly l1: number; readonly l2: number };
}

export interface HandsOnTable {
  readonly targets: readonly string[];
  /** The columns that the file lists as inputs; null where all others are. */
  readonly features: readonly string[] | null;
  /** The columns that the file has options of. */
  readonly columns: readonly ColumnOptions[];
  readonly dropDuplicates: boolean;
}

export interface HandsOnDerived {
  readonly choices: readonly {
    readonly formula: string;
    /** The formula as a person reads it, such as x². */
    readonly text: string;
    readonly isOn: boolean;
  }[];
  /** The reason why no input can be derived; null where one can. */
  readonly refusal: string | null;
}

/** The reasons why a change of a layer is refused, each null where it is not. */
export interface HandsOnLayer {
  readonly units: number;
  readonly activation: string;
  /** For a layer that would be added in front of this one. */
  readonly noLayerBefore: string | null;
  readonly noRemoval: string | null;
  readonly noMoreUnits: string | null;
  readonly noFewerUnits: string | null;
}

export interface HandsOnData {
  readonly generator: GeneratorName;
  readonly generators: readonly {
    readonly name: GeneratorName;
    /** The reason why the generator does not fit the network; null where it does. */
    readonly refusal: string | null;
    readonly picture: GeneratorPicture;
  }[];
  readonly samples: number;
  readonly noise: number;
}

/** A few samples of a generator, to draw it small. */
export interface GeneratorPicture {
  /** The coordinates of the samples, [rows][2]: two inputs, or the input and the target. */
  readonly points: Float32Array;
  /** The class of each sample; 0 where the targets are numbers. */
  readonly classOf: Uint8Array;
}
