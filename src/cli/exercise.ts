import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { createExercise, type Exercise } from '../jobs/notes/createExercise.js';
import { keyFileOf } from '../jobs/notes/keyFileOf.js';
import { CannotStep, sampleRow } from '../jobs/sampleRow.js';
import { filesIn } from '../node/filesIn.js';
import { UsageError } from './errors.js';
import type { Config } from './readConfig.js';
import { requireFree } from './requireFree.js';
import { requireNetwork } from './requireTrace.js';
import { requireData, requireSpec, type Session } from './session.js';
import { writeOutputFile } from './writeOutputFile.js';

/** Writes a worksheet of one pass and its key. @returns whether it succeeded */
export async function exercise(config: Config, session: Session): Promise<boolean> {
  const { call, io, output } = session;
  const { out } = call;
  if (out === null) throw new UsageError(l10n.t('The file of the worksheet is missing. Add -o SHEET.md.'));
  const key = keyFileOf(out);
  if (!call.force) for (const file of [out, key]) await requireFree(file);
  const written = await create(config, session);
  if (!written) return false;
  await writeOutputFile(out, written.sheet, io.interrupted);
  await writeOutputFile(key, written.key, io.interrupted);
  const { digits, blanks } = written;
  if (call.json) output.json({ file: out, key, digits, blanks });
  else
    output.line(
      l10n.t('Wrote "{0}" with {1} blanks, and its key "{2}".', out, blanks.length, path.basename(key)),
    );
  return true;
}

async function create(config: Config, session: Session): Promise<Exercise | null> {
  const { blanks, seed, sample } = session.call;
  const spec = requireNetwork(config, requireSpec(config, session));
  const dataset = spec && (await requireData(config, spec, session));
  if (!dataset) return null;
  try {
    const row = sampleRow(sample ?? 1, dataset) ?? 0;
    const request = { spec, value: config.value, dataset, row, blanks: blanks ?? { rounds: 1 }, seed };
    return await createExercise(request, filesIn(config.directory));
  } catch (error) {
    throw error instanceof CannotStep ? new UsageError(error.message) : error;
  }
}
