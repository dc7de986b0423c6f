import { between, randomGenerator } from '../networks.js';
import { compareGradients } from '../../../../src/engine/check/compareGradients.js';
import { drain } from '../../../../src/engine/pacing.js';
import { drawEdits } from './drawEdits.js';
import { attempt, drawNumbers, drawShape, given, layersFor } from './experiment.js';
import { mutants } from './mutants.js';
import { editKinds, type EditKind } from './randomEdits.js';
import { run } from './program.js';

interface Row {
  tried: number;
  found: number;
  explained: number;
  /** The explanations that were not said again for the same edit with other numbers. */
  wrong: number;
  milliseconds: number;
}

/** The most seeds that are drawn for a network in which a mutant fits. */
const mostSeeds = 60;

/**
 * Prints a table of the mutants by the step of the program: how many were found, explained, and explained wrongly. An
 * explanation is wrong if the same mutant of the same network with other numbers is explained by other mistakes only.
 * Then prints how many right answers in several precisions were called wrong.
 */
export function printTable(each: number, rights: number): void {
  const table: Record<string, Row> = {};
  for (const [m, mutant] of mutants.entries()) {
    const row = (table[mutant.step] ??= { tried: 0, found: 0, explained: 0, wrong: 0, milliseconds: 0 });
    let tried = 0;
    for (let seed = 1; tried < each && seed < mostSeeds; seed++) {
      const shape = drawShape(1000 * seed + m);
      const drawn = drawNumbers(shape, 7 * seed + 1);
      const layers = layersFor(drawn, mutant, randomGenerator(seed));
      const outcome = layers.length > 0 ? attempt(drawn, mutant, layers) : null;
      if (!outcome) continue;
      tried++;
      row.tried++;
      row.found += Number(outcome.found);
      row.explained += Number(outcome.explained);
      row.milliseconds += outcome.milliseconds;
      const again = outcome.explained ? attempt(drawNumbers(shape, 7 * seed + 2), mutant, layers) : null;
      const said = again?.said.flat() ?? [];
      if (again?.explained && !outcome.said.flat().some((name) => said.includes(name))) {
        row.wrong++;
        console.error(`${mutant.name}, seed ${seed}: ${JSON.stringify([outcome.said, again.said])}`);
      }
    }
  }
  print(table);
  for (const isPair of [false, true]) {
    console.log(isPair ? 'random edits in pairs, by the kind of the first' : 'random edits of statements');
    print(Object.fromEntries(editKinds.map((kind) => [kind, randomRow(kind, 4 * each, isPair)])));
  }
  console.log(`${alarms(rights)} of ${rights} right answers called wrong`);
}

function print(table: Record<string, Row>): void {
  const rows = Object.values(table);
  const total = (key: keyof Row) => rows.reduce((sum, row) => sum + row[key], 0);
  const all = { tried: total('tried'), found: total('found'), explained: total('explained'), wrong: total('wrong'), milliseconds: total('milliseconds') }; // prettier-ignore
  console.table(
    Object.entries({ ...table, all }).map(([step, { tried, found, explained, wrong, milliseconds }]) => ({
      step, tried, found, explained, share: (explained / tried).toFixed(3), 'explained differently': wrong, 'mean ms': (milliseconds / tried).toFixed(0),
    })), // prettier-ignore
  );
}

function randomRow(kind: EditKind, count: number, isPair: boolean): Row {
  const row = { tried: 0, found: 0, explained: 0, wrong: 0, milliseconds: 0 };
  for (let seed = 1; row.tried < count && seed < 50 * count; seed++) {
    const drawn = drawEdits(kind, seed, isPair);
    const outcome = drawn?.compare();
    if (!drawn || !outcome) continue;
    row.tried++;
    row.found += Number(outcome.found);
    row.explained += Number(outcome.explained);
    row.milliseconds += outcome.milliseconds;
    const again = outcome.explained ? drawn.again() : null;
    const said = again?.said.flat() ?? [];
    if (!again?.explained || outcome.said.flat().some((name) => said.includes(name))) continue;
    row.wrong++;
    console.error(
      `${drawn.edits.map(({ text }) => text).join('; ')}: ${JSON.stringify([outcome.said, again.said])}`,
    );
  }
  return row;
}

function alarms(count: number): number {
  let wrong = 0;
  for (let seed = 1; seed <= count; seed++) {
    const { problem, network, samples, spec } = drawNumbers(drawShape(seed), seed);
    const decimals = between(randomGenerator(seed), 2, 9);
    const ways = [
      given(run(problem)),
      given(run(problem), Math.fround),
      given(run(problem), (x) => Number(x.toFixed(decimals)), 0.5 * 10 ** -decimals),
    ];
    const comparison = drain(compareGradients(network, samples, ways[seed % ways.length], spec));
    if (comparison.wrong > 0 || comparison.diagnoses.length > 0) wrong++;
  }
  return wrong;
}
