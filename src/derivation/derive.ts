import * as l10n from '@vscode/l10n';
import { numberLatex, type Digits } from '../engine/trace/digits.js';
import { evaluate, symbolsOf, type Formula, type Notation } from '../engine/trace/formula.js';
import { latexOf } from '../engine/trace/formulaLatex.js';
import { chainRule, type ParameterPlace } from '../engine/trace/parameterPaths.js';
import type { Step, Trace } from '../engine/trace/trace.js';
import type { Block, Document } from './document.js';
import { matrixBlocks } from './matrices.js';
import { phaseTitle, stepWords } from './words.js';

export interface DerivationOptions {
  /** The name of the config. */
  readonly name: string;
  readonly language: string;
  readonly digits: Digits;
  /** Sentences on the pass as a whole, such as which of its values were changed by hand. */
  readonly notes?: readonly string[];
}

/** The largest number of steps in a derivation that can still be read. */
export const mostSteps = 5000;

/** The number of terms above which sums are shortened. */
const mostTerms = 24;

/** Derives every step of a pass. Returns null where they are more than `mostSteps`. */
export function derivePass(trace: Trace, options: DerivationOptions): Document | null {
  if (trace.length > mostSteps) return null;
  const steps = Array.from({ length: trace.length }, (_, index) => index);
  return {
    title: l10n.t('Backpropagation through {0}', options.name),
    language: options.language,
    blocks: [...settingBlocks(trace, options), ...stepBlocks(trace, steps, options, true)],
  };
}

/** Derives one parameter: its chain rule along every path and each step it needs, up to its update. Returns null as above. */
export function deriveParameter(
  trace: Trace,
  place: ParameterPlace,
  options: DerivationOptions,
): Document | null {
  const of = { layer: place.layer, unit: place.unit, part: place.input };
  const gradient = trace.indexOf({ quantity: place.input === null ? 'dE_db' : 'dE_dw', ...of });
  const last = trace.indexOf({ quantity: 'update', ...of }) ?? gradient;
  if (last === null) return null;
  const steps = dependencies(trace, last);
  if (steps === null) return null;
  const { name } = trace.head(last);
  const rule = chainRule(trace, place);
  const notation = gradient === null ? null : trace.head(gradient).notation;
  return {
    title: l10n.t('How {0} of {1} learns', name, options.name),
    language: options.language,
    blocks: [
      ...settingBlocks(trace, options),
      ...(rule && notation ? ruleBlocks(trace, notation, rule, options) : []),
      ...stepBlocks(trace, steps, options, false),
    ],
  };
}

function settingBlocks(trace: Trace, { notes = [] }: DerivationOptions): Block[] {
  return [settingText(trace), ...notes].map((text) => ({ kind: 'text', text }));
}

function settingText({ source }: Trace): string {
  const row = source.rows[source.sample] + 1;
  return source.rows.length === 1
    ? l10n.t('One pass with sample {0}.', row)
    : source.network.reduction === 'sum'
      ? l10n.t(
          'One pass with a batch of {0} samples. The values of sample {1} are shown, and gradients are sums over the batch.',
          source.rows.length,
          row,
        )
      : l10n.t(
          'One pass with a batch of {0} samples. The values of sample {1} are shown, and gradients are means over the batch.',
          source.rows.length,
          row,
        );
}

function ruleBlocks(
  { quantities }: Trace,
  notation: Notation,
  rule: Formula,
  options: DerivationOptions,
): Block[] {
  const { hasOwnTotal, sampleError } = quantities;
  const left = hasOwnTotal
    ? notation.latex.replace('\\partial E', `\\partial ${sampleError.latex}`)
    : notation.latex;
  return [
    { kind: 'heading', level: 2, text: l10n.t('The chain rule along every path') },
    { kind: 'equation', left, right: [...sides(rule, options), numberLatex(evaluate(rule), options.digits)] },
  ];
}

/** Returns all steps that a step's number depends on, in order. */
function dependencies(trace: Trace, last: number): number[] | null {
  const found = new Set([last]);
  for (const index of found) {
    for (const { ref } of symbolsOf(trace.step(index).formula)) if (ref.kind === 'step') found.add(ref.index);
    if (found.size > mostSteps) return null;
  }
  return [...found].sort((a, b) => a - b);
}

function stepBlocks(
  trace: Trace,
  steps: readonly number[],
  options: DerivationOptions,
  whole: boolean,
): Block[] {
  let [phase, layer]: [string | null, number | null] = [null, null];
  return steps.flatMap((index) => {
    const step = trace.step(index);
    const blocks: Block[] = [];
    if (step.phase !== phase) blocks.push({ kind: 'heading', level: 2, text: phaseTitle(step.phase) });
    if (step.phase !== phase || step.layer !== layer) {
      blocks.push({ kind: 'heading', level: 3, text: layerTitle(trace, step.layer) });
      if (whole) blocks.push(...matrixBlocks(trace, step.phase, step.layer, options.digits));
    }
    [phase, layer] = [step.phase, step.layer];
    return [...blocks, ...equation(step, options)];
  });
}

export function layerTitle({ source }: Trace, layer: number): string {
  const { activation, units } = source.network.layers[layer - 1];
  return l10n.t('Layer {0}: {1}, units: {2}', layer, activation, units);
}

function equation(step: Step, options: DerivationOptions): Block[] {
  return [
    { kind: 'text', text: `${stepWords(step)}:` },
    {
      kind: 'equation',
      left: step.notation.latex,
      right: [...sides(step.formula, options), numberLatex(step.value, options.digits)],
    },
  ];
}

/** Returns a formula in symbols and with numbers substituted. */
function sides(formula: Formula, { digits }: DerivationOptions): string[] {
  const symbolic = latexOf(formula, { substituted: false, digits, mostTerms });
  const substituted = latexOf(formula, { substituted: true, digits, mostTerms });
  return formula.kind === 'number' ? [] : [symbolic, ...(formula.kind === 'symbol' ? [] : [substituted])];
}
