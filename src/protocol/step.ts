/** One pass, step by step. */
import type { Floats } from '../engine/network.js';
import type { Digits } from '../engine/trace/digits.js';
import type { ParameterPlace } from '../engine/trace/paths.js';
import type { Phase } from '../engine/trace/place.js';
import type { Stride } from '../engine/trace/trace.js';
import type { Snapshot } from './run.js';
import type { NetworkShape } from './view.js';

/** A pass as the Step view draws it before any step: the network with its parameters, and the sample. */
export interface PassView {
  /** Tells one pass from the next, and from the same one with another parameter. */
  readonly id: number;
  readonly shape: NetworkShape;
  /** Without outputs: the steps give them. */
  readonly snapshot: Snapshot;
  /** Steps in all. */
  readonly length: number;
  /** The epoch and its batch, from 1. */
  readonly epoch: number;
  readonly batch: number;
  /** Sample shown, from 0, of so many in the batch; `row` is where it stands in the training data, from 0. */
  readonly sample: { readonly index: number; readonly count: number; readonly row: number };
  /** The file has changed since: this is its old text. */
  readonly stale: boolean;
  /** The epochs that a run had done when the walk began with its weights; null: it began with the initial weights. */
  readonly trainedEpochs: number | null;
  /** The values changed by hand that the numbers follow from, each in words. */
  readonly altered: readonly string[];
  /** The training has no pass after this one. */
  readonly isLast: boolean;
}

/** Mathematics: LaTeX to typeset and the same as plain text, to copy and to be read aloud. */
export interface Typeset {
  readonly latex: string;
  readonly text: string;
}

/** Numbers of the pass as far as it has come; NaN where it has not, null where the layer is not drawn. */
export interface LayerProgress {
  readonly outputs: Floats | null;
  /** ∂E/∂net of each unit. */
  readonly deltas: Floats | null;
  /** ∂E/∂w, [units][inputs]. */
  readonly weightGradients: Floats | null;
  /** After the update. */
  readonly weights: Floats | null;
}

/** A unit, or one of its weights (`input`, from 0; null: the unit itself). Layers count from 1; 0 are the inputs. */
export interface Lit {
  readonly layer: number;
  readonly unit: number;
  readonly input: number | null;
  /** What the step computes, or what it computes it from. */
  readonly role: 'result' | 'operand';
}

/** An equation's sides: what is computed, in symbols, with the numbers put in, and what that gives. */
export interface Equation {
  readonly left: Typeset;
  /** null where they would only repeat another side. */
  readonly symbolic: Typeset | null;
  /** Each symbol's number is marked with where it comes from (`\htmlData{ref=…}`): a key of `refs`. */
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
  /** "2 × 3" */
  readonly shape: string;
  /** Rows of numbers; null where they are too many to read. */
  readonly rows: readonly (readonly string[])[] | null;
}

export interface GraphView {
  /** In an order of evaluation, the result last. `ref` as in `Equation`, or null. */
  readonly nodes: readonly {
    readonly label: string;
    readonly kind: 'leaf' | 'operation';
    readonly ref: string | null;
    readonly lit: boolean;
  }[];
  /** Forward value above the edge and gradient below it; empty while the pass has not come so far. */
  readonly edges: readonly {
    readonly from: number;
    readonly to: number;
    readonly value: string;
    readonly gradient: string;
    readonly lit: boolean;
  }[];
}

/** What the Step view wants to see besides the step. */
export interface StepOptions {
  readonly digits: Digits;
  /** A parameter whose chain rule is written out. */
  readonly parameter: ParameterPlace | null;
  readonly aside: 'none' | 'unit' | 'layer' | 'function';
}

/** The step the cursor is at, with everything written as it is shown. */
export interface StepView {
  readonly pass: number;
  readonly index: number;
  readonly phase: Phase;
  readonly words: string;
  /** Where in the pass: "Forward pass · layer 1". */
  readonly place: string;
  readonly equation: Equation;
  /** What each number in a formula is, in words: "net_h1, step 3". Those that are steps can be gone to. */
  readonly refs: Readonly<Record<string, string>>;
  readonly layers: readonly LayerProgress[];
  readonly lit: readonly Lit[];
  /** The pass so far, cut to its newest steps. */
  readonly rows: readonly PassRow[];
  /** Of the parameter asked for; no equation where its paths are too many, or the pass has no gradient for it. */
  readonly chain: {
    readonly title: string;
    readonly equation: Equation | null;
    readonly note: string | null;
  } | null;
  readonly aside: AsideView | null;
}

/** What is shown besides the formula: a computational graph, and matrices where it is a layer's. */
export interface AsideView {
  readonly title: string;
  readonly graph: GraphView | null;
  readonly formulas: readonly string[];
  readonly matrices: readonly MatrixView[];
  /** Why there is nothing to see. */
  readonly note: string | null;
}

export type StepCommand =
  /** The Step view is seen and wants to be told of every move from now on, and of this besides. */
  | { readonly name: 'watch'; readonly options: StepOptions }
  | { readonly name: 'unwatch' }
  | { readonly name: 'next' | 'previous'; readonly by: Stride }
  | { readonly name: 'go'; readonly index: number }
  | { readonly name: 'first' | 'last' | 'nextPass' }
  /** Starts again with the text as it now is. Without `weights`, from where a paused run stands, else from the initial ones. */
  | { readonly name: 'restart'; readonly weights?: 'initial' | 'trained' }
  /** Takes back every value that was changed by hand. */
  | { readonly name: 'takeBack' }
  | { readonly name: 'sample'; readonly index: number }
  | { readonly name: 'setParameter'; readonly place: ParameterPlace; readonly value: number }
  /** The pass so far, to the clipboard. */
  | { readonly name: 'copy' };
