import * as l10n from '@vscode/l10n';
import { numberText } from '../engine/trace/digits.js';
import { textOf } from '../engine/trace/formulaText.js';
import type { Phase } from '../engine/trace/stepPlace.js';
import type { Step, Trace } from '../engine/trace/trace.js';
import type { Config } from './readConfig.js';
import { driving, type Session } from './session.js';
import { drive } from '../jobs/drive.js';
import { jsonText } from './io.js';
import { padEnd } from './table.js';
import { requireTrace } from './requireTrace.js';

/** Prints one pass of backpropagation, one line per step. */
export async function printSteps(config: Config, session: Session): Promise<boolean> {
  const trace = await requireTrace(config, session);
  if (!trace) return false;
  const { call, output } = session;
  const line = call.json ? (step: Step) => jsonText(record(step)) : table(trace);
  await drive(lines(trace, line), { ...driving(session), take: (text) => output.line(text) });
  return true;
}

function* lines(trace: Trace, line: (step: Step) => string): Generator<string, void> {
  for (let index = 0; index < trace.length; index++) yield line(trace.step(index));
}

/** Returns a step as `--json` prints it. Numbers have all their digits, so that each formula results in its value. */
function record({ index, phase, layer, unit, name, quantity, formula, value }: Step) {
  const symbolic = textOf(formula, { substituted: false, digits: 'full' });
  const substituted = textOf(formula, { substituted: true, digits: 'full' });
  return { index, phase, layer, unit, name, quantity, symbolic, substituted, value };
}

const digits = 6;
/** The maximum number of terms in a sum. Longer sums are shortened. */
const mostTerms = 12;

function phaseWord(phase: Phase): string {
  switch (phase) {
    case 'forward':
      return l10n.t('forward');
    case 'loss':
      return l10n.t('loss');
    case 'backward':
      return l10n.t('backward');
    case 'update':
      return l10n.t('update');
  }
}

/** Returns the formatter of a table's rows. Columns have fixed widths, so each row can be printed at once. */
function table(trace: Trace): (step: Step) => string {
  const width = String(trace.length).length;
  return ({ index, phase, layer, notation, formula, value }) => {
    const cells = [
      String(index).padStart(width),
      padEnd(phaseWord(phase), 8),
      String(layer).padStart(2),
      padEnd(notation.text, 18),
    ];
    const symbolic = textOf(formula, { substituted: false, digits, mostTerms });
    const substituted = textOf(formula, { substituted: true, digits, mostTerms });
    const sides = symbolic === substituted ? symbolic : `${symbolic} = ${substituted}`;
    return `${cells.join('  ')}  ${numberText(value, digits).padStart(13)}  ${sides}`;
  };
}
