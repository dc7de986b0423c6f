import * as l10n from '@vscode/l10n';
import type { NetworkConfig } from '../../config/spec.js';
import { worksheet } from '../../derivation/worksheet.js';
import { plainQuantity, stepNames } from '../../engine/check/quantityNames.js';
import type { Dataset } from '../../engine/model/dataset.js';
import { drain } from '../../engine/pacing.js';
import { chooseBlanks, type BlankCount } from '../../engine/trace/chooseBlanks.js';
import type { Trace } from '../../engine/trace/trace.js';
import type { Files } from '../../data/files.js';
import { firstPass } from '../firstPass.js';
import { CannotStep } from '../sampleRow.js';
import { tracePass } from '../tracePass.js';
import { exerciseConfig, fieldsOf } from './exerciseConfig.js';
import { loadNotePasses } from './loadNotePasses.js';

/** The significant digits that a worksheet asks for. */
const digits = 4;
/** The most parameters of a network that a worksheet lists. */
const mostParameters = 500;

export interface ExerciseRequest {
  readonly spec: NetworkConfig;
  /** The JSON value of the config. */
  readonly value: unknown;
  readonly dataset: Dataset;
  /** The row of the sample, from 0. */
  readonly row: number;
  readonly blanks: BlankCount;
  readonly seed: number;
}

/** A worksheet and its key as Markdown. */
export interface Exercise {
  readonly sheet: string;
  readonly key: string;
  readonly digits: number;
  /** The quantities that are asked for, in order. */
  readonly blanks: readonly { readonly name: string; readonly value: number }[];
}

/**
 * Creates a worksheet of the first pass on one sample. It has a config of its own with all numbers of this pass, so that
 * it can be checked anywhere.
 *
 * @throws CannotStep where the network is too large, or has fewer quantities than blanks
 */
export async function createExercise(request: ExerciseRequest, files: Files): Promise<Exercise> {
  const { spec, value, dataset, row, blanks, seed } = request;
  const { pass, training, names } = firstPass({ config: spec, dataset, sample: row });
  checkSize(pass.state.network.layers);
  const config = exerciseConfig(tracePass(pass, training, names), spec, value);
  const { passes, problems } = await loadNotePasses({ config, offset: 0 }, files);
  if (!passes)
    throw new CannotStep(
      l10n.t('The pass cannot be written as a worksheet: {0}', problems.at(0)?.message ?? ''),
    );
  const trace = passes.first;
  const possible = possibleSteps(trace);
  if (typeof blanks === 'number' && blanks > possible.size)
    throw new CannotStep(
      l10n.t(
        'This pass has only {0} numbers to ask for, not {1}. Ask for fewer blanks.',
        possible.size,
        blanks,
      ),
    );
  const steps = chooseBlanks(trace, blanks, seed, (step) => possible.has(step));
  if (steps.length === 0)
    throw new CannotStep(l10n.t('No number of this pass is finite, so there is nothing to ask for.'));
  const loss = lossText(spec.loss, value);
  const options = { name: spec.name, config, loss, steps, digits, notes: notesOn(spec, dataset, row) };
  return {
    sheet: worksheet(trace, options, 'sheet'),
    key: worksheet(trace, options, 'key'),
    digits,
    blanks: steps.map((step) => ({
      name: plainQuantity(trace.head(step).notation.text),
      value: trace.step(step).value,
    })),
  };
}

/** Returns the name of a loss, or its formula as the config has it. */
function lossText(loss: NetworkConfig['loss'], value: unknown): string {
  if (typeof loss === 'string') return loss;
  const { f } = fieldsOf(fieldsOf(value).loss);
  return typeof f === 'string' ? f : '';
}

function checkSize(layers: readonly { readonly weights: { readonly length: number } }[]): void {
  const count = layers.reduce((sum, { weights }) => sum + weights.length, 0);
  if (count <= mostParameters) return;
  throw new CannotStep(
    l10n.t(
      'The network has {0} weights, but a worksheet can list at most {1}. Use a smaller network.',
      count,
      mostParameters,
    ),
  );
}

/** Returns the steps of a trace that can be asked for: those with a finite value and a name that is theirs alone. */
function possibleSteps(trace: Trace): Set<number> {
  const names = drain(stepNames(trace));
  const steps = Array.from({ length: trace.length }, (_, index) => index);
  return new Set(
    steps.filter((index) => {
      const { notation, value } = trace.step(index);
      const name = plainQuantity(notation.text);
      return Number.isFinite(value) && names.get(name) === index && /^[^>\r\n]{1,200}$/.test(name);
    }),
  );
}

/** Returns sentences on how the pass of the worksheet differs from that of the config. */
function notesOn({ layers }: NetworkConfig, { training }: Dataset, row: number): string[] {
  const { rows } = training.inputs;
  return [
    l10n.t('These numbers have at most 6 significant digits and are exact here.'),
    ...(rows > 1 ? [l10n.t('The pass contains only sample {0} of {1}.', row + 1, rows)] : []),
    ...(layers.some(({ dropout }) => dropout > 0) ? [l10n.t('Dropout is not applied.')] : []),
  ];
}
