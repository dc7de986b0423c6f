/** The messages about stepping through a pass. */
import type { Floats } from '../engine/model/network.js';
import type { Digits } from '../engine/trace/digits.js';
import type { ParameterPlace } from '../engine/trace/parameterPaths.js';
import type { Phase } from '../engine/trace/stepPlace.js';
import type { Stride } from '../engine/trace/trace.js';
import type { Snapshot } from './run.js';
import type { NetworkShape } from './view.js';

/** A pass before its first step, as the Step view draws it: the network with its parameters, and the sample. */
export interface PassView {
  /** Identifies the pass; another pass, or the same with a changed parameter, has another id. */
  readonly id: number;
  readonly shape: NetworkShape;
  /** The network without outputs, which the steps compute. */
  readonly snapshot: Snapshot;
  /** The number of steps. */
  readonly length: number;
  /** The epoch and its batch, from 1. */
  readonly epoch: number;
  readonly batch: number;
  /** The sample shown: its index in the batch, the size of the batch, and its row in the training data, all from 0. */
  readonly sample: { readonly index: number; readonly count: number; readonly row: number };
  /** Whether the file has changed since, so that the pass belongs to an older text. */
  readonly stale: boolean;
  /** The epochs after which a run's weights were taken; null: the pass started from the initial weights. */
  readonly trainedEpochs: number | null;
  /** Whether parameters of that run were changed by hand. */
  readonly isTrainedEdited: boolean;
  /** Whether the pass is the one in which the run failed. */
  readonly isFailed: boolean;
  /** The values that were changed by hand and that affect the numbers, each in words. */
  readonly altered: readonly string[];
  /** Whether training has no pass after this one. */
  readonly isLast: boolean;
}

/** Mathematics as LaTeX to typeset, and as plain text to copy and for screen readers. */
export interface Typeset {
  readonly latex: string;
  readonly text: string;
}

/** The numbers computed so far; NaN where a number is not computed yet, null where the layer is not drawn. */
export interface LayerProgress {
  readonly outputs: Floats | null;
  /** ∂E/∂net of each unit. */
  readonly deltas: Floats | null;
  /** ∂E/∂w, [units][inputs]. */
  readonly weightGradients: Floats | null;
  /** The weights after the update. */
  readonly weights: Floats | null;
}

/** A highlighted unit or weight; `input` is null for the unit itself. Layers count from 1, 0 being the inputs. */
export interface Lit {
  readonly layer: number;
  readonly unit: number;
  readonly input: number | null;
  /** Whether the step computes it or uses it. */
  readonly role: 'result' | 'operand';
}

/** The sides of an equation: what is computed, in symbols, with numbers substituted, and the result. */
export interface Equation {
  readonly left: Typeset;
  /** null where it would only repeat another side. */
  readonly symbolic: Typeset | null;
  /** Each number is marked with its origin, a key of `refs`, as `\htmlData{ref=…}`. */
  readonly substituted: Typeset | null;
  readonly result: Typeset;
}

export interface PassRow {
  readonly index: number;
  readonly words: string;
  readonly formula: string;
  readonly value: string;
}

export interface MatrixView {
  readonly latex: string;
  /** The shape as text, such as "2 × 3". */
  readonly shape: string;
  /** Rows of numbers; null where they are too many to read. */
  readonly rows: readonly (readonly string[])[] | null;
}

export interface GraphView {
  /** The nodes in an order of evaluation, the result last. `ref` is a key as in `Equation`, or null. */
  readonly nodes: readonly {
    readonly label: string;
    readonly kind: 'leaf' | 'operation';
    readonly ref: string | null;
    readonly lit: boolean;
  }[];
  /** The edges with the forward value above and the gradient below, both empty until they are computed. */
  readonly edges: readonly {
    readonly from: number;
    readonly to: number;
    readonly value: string;
    readonly gradient: string;
    readonly lit: boolean;
  }[];
}

/** What the Step view shows besides the step. */
export interface StepOptions {
  readonly digits: Digits;
  /** The parameter whose chain rule is written out; null for none. */
  readonly parameter: ParameterPlace | null;
  readonly aside: 'none' | 'unit' | 'layer' | 'function';
}

/** The current step, with all texts as they are shown. */
export interface StepView {
  readonly pass: number;
  readonly index: number;
  readonly phase: Phase;
  readonly words: string;
  /** The place in the pass, such as "Forward pass · layer 1". */
  readonly place: string;
  readonly equation: Equation;
  /** The origin of each number in words, such as "net_h1, step 3". Origins that are steps can be visited. */
  readonly refs: Readonly<Record<string, string>>;
  readonly layers: readonly LayerProgress[];
  readonly lit: readonly Lit[];
  /** The latest steps of the pass so far. */
  readonly rows: readonly PassRow[];
  /** The chain rule of the selected parameter; without an equation where it has too many paths or no gradient. */
  readonly chain: {
    readonly title: string;
    readonly equation: Equation | null;
    readonly note: string | null;
  } | null;
  readonly aside: AsideView | null;
}

/** What is shown beside the formula: a computational graph, and matrices for a layer. */
export interface AsideView {
  readonly title: string;
  readonly graph: GraphView | null;
  readonly formulas: readonly string[];
  readonly matrices: readonly MatrixView[];
  /** Why there is nothing to show; null where there is. */
  readonly note: string | null;
}

export type StepCommand =
  /** The Step view is visible and is to receive every move, with these options. */
  | { readonly name: 'watch'; readonly options: StepOptions }
  | { readonly name: 'unwatch' }
  | { readonly name: 'next' | 'previous'; readonly by: Stride }
  | { readonly name: 'go'; readonly index: number }
  | { readonly name: 'first' | 'last' | 'nextPass' }
  /** Starts again with the current text: from the given weights, or else from those of a paused run or the initial ones. */
  | { readonly name: 'restart'; readonly weights?: 'initial' | 'trained' }
  /** Resets every value that was changed by hand. */
  | { readonly name: 'undoChanges' }
  | { readonly name: 'sample'; readonly index: number }
  | { readonly name: 'setParameter'; readonly place: ParameterPlace; readonly value: number }
  /** Copies the pass so far to the clipboard. */
  | { readonly name: 'copy' };
