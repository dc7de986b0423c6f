import { drive } from '../jobs/drive.js';
import { predictionsCsv } from '../jobs/predictionsCsv.js';
import { predictTable } from '../jobs/predictTable.js';
import { unpackModel } from '../models/modelFile.js';
import type { FromWorker, ToWorker } from '../protocol.js';
import type { Platform } from './platform.js';
import { workOnTable } from './workOnTable.js';

/** Predicts the rows of a table and posts them as CSV. Posts nothing more once the signal is aborted. */
export async function predictFile(
  { model, directory, file }: Extract<ToWorker, { type: 'predictTable' }>,
  platform: Platform,
  signal: AbortSignal,
  post: (message: FromWorker) => void,
): Promise<void> {
  const predicted = await workOnTable(signal, post, async (report) => {
    // Reading the table is one half of the work, and predicting its rows the other.
    const onProgress = (fraction: number | null): void => report(fraction && fraction / 2);
    const options = { signal, onProgress };
    const table = await predictTable(unpackModel(model), file, platform.filesIn(directory), options);
    const take = (fraction: number): void => report(0.5 + fraction / 2);
    const lines = await drive(predictionsCsv(table), { signal, take });
    return {
      csv: new TextEncoder().encode(`${lines.join('\n')}\n`),
      rows: table.rows,
      findings: table.findings,
    };
  });
  if (!predicted) return;
  const { result, findings } = predicted;
  post({
    type: 'tablePredicted',
    csv: result?.csv ?? null,
    rows: result?.rows ?? 0,
    findings: result?.findings ?? findings,
  });
}
