import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { predictionsCsv } from '../jobs/predictionsCsv.js';
import { predictTable, type PredictableTable } from '../jobs/predictTable.js';
import type { SavedModel } from '../models/savedModel.js';
import { filesIn } from '../node/filesIn.js';
import { conclude } from './conclude.js';
import { UsageError } from './errors.js';
import { jsonText } from './io.js';
import { loadTable } from './loadTable.js';
import { modelAtStart } from './modelAtStart.js';
import { readConfig } from './readConfig.js';
import { readModel } from './readModel.js';
import type { Session } from './session.js';
import { checkOutputFile, writeOutputFile } from './writeOutputFile.js';

/** Predicts the rows of a table with a saved model or a config's weights, and prints or writes one row for each. */
export async function predict(session: Session): Promise<boolean> {
  const { call, io, output } = session;
  if (call.out !== null) await checkOutputFile(call.out);
  const model = await modelOfCall(session);
  const table = model && (await readTable(model, call.otherFiles[0], session));
  if (!table) return false;
  for (const { message } of table.findings) io.stderr.write(`backprop: ${message}\n`);
  const lines = await conclude(call.json ? table.predictions(jsonText) : predictionsCsv(table), session);
  if (!lines) return false;
  if (call.out !== null) await writeOutputFile(call.out, `${lines.join('\n')}\n`, io.interrupted);
  else
    for (const [i, line] of lines.entries()) {
      output.line(line);
      if (i % 1000 === 999) await output.turn();
    }
  return true;
}

/** Returns the saved model, or that of a config with `weights`; null where the config has errors, which are printed. */
async function modelOfCall(session: Session): Promise<SavedModel | null> {
  const { file } = session.call;
  if (!/\.jsonc?$/i.test(file)) return readModel(file);
  const config = await readConfig(file);
  if (config.spec?.kind === 'network' && config.spec.weights === undefined)
    throw new UsageError(
      l10n.t(
        '"{0}" names no trained weights. Add "weights" to it, or predict with a model that train --save saved.',
        file,
      ),
    );
  return modelAtStart(config, session);
}

/** Reads the table, or standard input where its name is "-". */
async function readTable(model: SavedModel, name: string, session: Session): Promise<PredictableTable> {
  if (name !== '-') return read(model, name, process.cwd(), session);
  const folder = await mkdtemp(path.join(tmpdir(), 'backprop-'));
  try {
    const input = model.image ? 'input.idx' : 'input.csv';
    await writeFile(path.join(folder, input), process.stdin, { signal: session.io.interrupted });
    return await read(model, input, folder, session);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function read(model: SavedModel, name: string, folder: string, session: Session): Promise<PredictableTable> {
  return loadTable(session, (options) => predictTable(model, name, filesIn(folder), options));
}
