import * as l10n from '@vscode/l10n';
import { plainLine } from '../../derivation/plainLine.js';
import { phaseTitle, stepWords } from '../../derivation/words.js';
import { alteredNotes, weightsNote } from '../../debug/passNotes.js';
import type { Walk } from '../../debug/walk.js';
import { numberText, type Digits } from '../../engine/trace/digits.js';
import { parameterNotation } from '../../engine/trace/notation.js';
import { textOf } from '../../engine/trace/formulaText.js';
import { chainRule, type ParameterPlace } from '../../engine/trace/parameterPaths.js';
import type { Step, StepHead, Trace } from '../../engine/trace/trace.js';
import type { PassRow, StepOptions, StepView } from '../../protocol.js';
import { asideOf } from './stepViewAside.js';
import { derivedEquation, equationOf, type Refs } from './stepViewEquation.js';
import { litOf, progressOf } from './stepViewProgress.js';

/** The most rows in the cache, so that a step forward computes only one row. */
const mostKept = 1000;
/** The most rows of the table that a page receives; all rows can be copied. */
const mostRows = 60;
/** The most terms of a sum in a row; longer sums are shortened. */
const mostRowTerms = 6;
/** The most rows that are copied; of a longer pass, the newest are. */
const mostCopied = 100_000;

/** Returns the current step of a walk, formatted for the page. */
export function stepView(walk: Pick<Walk, 'trace' | 'index'>, options: StepOptions, pass: number): StepView {
  const { trace, index } = walk;
  const { digits, parameter } = options;
  const step = trace.step(index);
  const refs: Refs = {};
  return {
    pass,
    index,
    phase: step.phase,
    words: plainLine(stepWords(step)),
    place: placeWords(trace, step),
    equation: equationOf(step.notation, step.formula, step.value, digits, refs),
    chain: parameter && chainView(trace, parameter, digits, refs),
    refs,
    layers: progressOf(trace, index),
    lit: litOf(trace, step),
    rows: rowsOf(trace, index, digits),
    aside: asideOf(trace, step, options),
  };
}

function placeWords({ source }: Trace, { phase, layer }: StepHead): string {
  if (phase === 'loss') return phaseTitle(phase);
  const { activation } = source.network.layers[layer - 1];
  return l10n.t('{0} · layer {1}, {2}', phaseTitle(phase), layer, activation);
}

/** Returns ∂E/∂w of the shown sample along all paths from the error to the parameter. */
function chainView(
  trace: Trace,
  place: ParameterPlace,
  digits: Digits,
  refs: Refs,
): NonNullable<StepView['chain']> {
  const { layer, unit, input } = place;
  const name = parameterNotation({ layer, unit, part: input }, trace.source.names);
  const title = l10n.t('Chain rule for {0}, along every path', name.text);
  const formula = chainRule(trace, place);
  if (!formula) {
    const note = l10n.t('There are too many paths to write out, or no gradient reaches this parameter.');
    return { title, equation: null, note };
  }
  const { sampleError } = trace.quantities;
  const latex = `\\frac{\\partial ${sampleError.latex}}{\\partial ${name.latex}}`;
  const left = { text: `∂${sampleError.text}/∂${name.text}`, latex };
  return { title, equation: derivedEquation(left, formula, digits, refs), note: null };
}

const rowCache = new WeakMap<Trace, Map<string, PassRow>>();

/** Returns the newest rows of the pass so far. */
function rowsOf(trace: Trace, index: number, digits: Digits): PassRow[] {
  const first = Math.max(0, index - mostRows + 1);
  const made = rowCache.get(trace) ?? new Map<string, PassRow>();
  rowCache.set(trace, made);
  if (made.size > mostKept) made.clear();
  return Array.from({ length: index - first + 1 }, (_, at) => {
    const key = `${digits} ${first + at}`;
    const row = made.get(key) ?? rowOf(trace.step(first + at), digits);
    made.set(key, row);
    return row;
  });
}

function rowOf(step: Step, digits: Digits): PassRow {
  const side = textOf(step.formula, { substituted: true, digits, mostTerms: mostRowTerms });
  return {
    index: step.index,
    words: plainLine(stepWords(step)),
    formula: plainLine(`${step.notation.text} = ${side}`),
    value: numberText(step.value, digits),
  };
}

/** Returns the pass so far as tab-separated text: a line for each step, then the values changed by hand. */
export function copiedRows(walk: Copied, digits: Digits): string {
  const { trace, index } = walk;
  const heads = [l10n.t('Step'), l10n.t('Quantity'), l10n.t('Formula'), l10n.t('Value')];
  const lines = [heads.join('\t')];
  for (let at = Math.max(0, index - mostCopied + 1); at <= index; at++) {
    const { words, formula, value } = rowOf(trace.step(at), digits);
    lines.push([at + 1, words, formula, value].join('\t'));
  }
  return `${[...lines, ...copiedNotes(walk)].join('\n')}\n`;
}

type Copied = Pick<
  Walk,
  'trace' | 'index' | 'altered' | 'names' | 'trainedEpochs' | 'isTrainedEdited' | 'isFailed'
>;

/** Returns the sentences below copied rows: that values were changed by hand in the run or in the pass. */
const copiedNotes = (walk: Copied): string[] => [
  ...(walk.isTrainedEdited ? [weightsNote(walk)] : []),
  ...alteredNotes(walk),
];
