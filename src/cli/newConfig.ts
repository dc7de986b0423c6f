import { access } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { shorten } from '../config/characters.js';
import { nearest } from '../config/nearest.js';
import { likelyTargets } from '../config/propose/likelyTargets.js';
import { configFor, proposeConfig, type Proposal } from '../config/propose/proposeConfig.js';
import type { TableSurvey } from '../config/propose/tableSurvey.js';
import { surveyTable } from '../data/surveyTable.js';
import type { DataColumn } from '../engine/model/dataColumn.js';
import { filesIn } from '../node/filesIn.js';
import { Failure, UsageError } from './errors.js';
import { failToRead } from './failToRead.js';
import { loadTable } from './loadTable.js';
import { requireFree } from './requireFree.js';
import type { Session } from './session.js';
import { writeOutputFile } from './writeOutputFile.js';

/** Writes a config for a table. @returns whether it succeeded */
export async function newConfig(session: Session): Promise<boolean> {
  const { call, io, output } = session;
  const out = call.out ?? configFor(call.file);
  if (!call.force) await requireFree(out);
  await access(call.file).catch((error: unknown) => failToRead(call.file, error));
  const survey = await loadTable(session, (options) =>
    surveyTable(call.file, filesIn(process.cwd()), options),
  );
  const target = call.target === null ? likeliest(survey, call.file) : named(call.target, survey, call.file);
  const proposal = proposeConfig(survey, target, placeOf(call.file, out));
  if (!proposal) throw unsuitable(target, survey, call.file);
  await writeOutputFile(out, proposal.text, io.interrupted);
  if (call.json) output.json(recordOf(proposal, out));
  else for (const line of linesOf(proposal, out, call.target === null)) output.line(line);
  return true;
}

function likeliest(survey: TableSurvey, file: string): DataColumn {
  const target = likelyTargets(survey).at(0);
  if (target) return target;
  throw new Failure(
    l10n.t(
      'No column of "{0}" can be predicted, because each is empty, constant or of different texts.',
      file,
    ),
  );
}

function named(name: string, { columns }: TableSurvey, file: string): DataColumn {
  const column = columns.find((each) => each.name === name);
  if (column) return column;
  const names = columns.map((each) => each.name);
  const near = nearest(name, names);
  const shown = names.slice(0, 10).map((each) => shorten(each));
  throw new UsageError(
    near === undefined
      ? l10n.t('{0} has no column "{1}". Its columns are {2}.', file, name, shown.join(', ') + (names.length > 10 ? ', …' : '')) // prettier-ignore
      : l10n.t('{0} has no column "{1}". Did you mean "{2}"?', file, name, near),
  );
}

function unsuitable({ name, index }: DataColumn, survey: TableSurvey, file: string): Failure {
  const isPossible = likelyTargets(survey).some((column) => column.index === index);
  return new Failure(
    isPossible
      ? l10n.t('{0} has no column except the target that can be an input. Add one with numbers or categories.', file)
      : l10n.t('Column "{0}" of {1} cannot be predicted, because it is empty, constant or of different texts. Choose another with --target.', name, file), // prettier-ignore
  );
}

/** Returns the path of the table as the config in `out` names it, with slashes on every system. */
function placeOf(file: string, out: string): { file: string; name: string } {
  const relative = path.relative(path.dirname(path.resolve(out)), path.resolve(file));
  return {
    file: relative.split(path.sep).join('/'),
    name: path.basename(out).replace(/(\.backprop)?\.json$/, ''),
  };
}

function recordOf({ target, task, columns }: Proposal, file: string) {
  return {
    file,
    target,
    task,
    columns: columns.all.map(({ name, content, role, reason, missing, distinct }) => ({
      name,
      content,
      role,
      reason: role === 'ignored' ? reason : null,
      missing,
      distinct,
    })),
  };
}

function linesOf({ target, task, columns }: Proposal, file: string, isGuessed: boolean): string[] {
  const counts = [columns.inputs.length, columns.ignored.length];
  const what =
    task === 'classification'
      ? l10n.t('Wrote "{0}", which predicts the class "{1}" from {2} columns and ignores {3}.', file, target, ...counts) // prettier-ignore
      : l10n.t('Wrote "{0}", which predicts the number "{1}" from {2} columns and ignores {3}.', file, target, ...counts); // prettier-ignore
  const guess = l10n.t('"{0}" is the likeliest target. Choose another one with --target.', target);
  return [what, ...(isGuessed ? [guess] : []), l10n.t('Train it: backprop train {0}', file)];
}
