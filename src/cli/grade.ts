import { availableParallelism } from 'node:os';
import * as l10n from '@vscode/l10n';
import type { GradedAnswer } from '../jobs/grading/gradeAnswer.js';
import { visible } from '../config/characters.js';
import { createGradeSubject, type GradeSubject } from '../jobs/grading/gradeSubject.js';
import { countMistakes } from '../jobs/grading/countMistakes.js';
import { gradeFiles } from '../jobs/grading/gradeFiles.js';
import { gradesHeader, gradesRow } from '../jobs/grading/gradesCsv.js';
import { drive } from '../jobs/drive.js';
import { answerFiles, mostFiles, type FoundAnswers } from '../node/answerFiles.js';
import { gradeInThreads } from '../node/gradeInThreads.js';
import { filesIn } from '../node/filesIn.js';
import { Failure, UsageError } from './errors.js';
import { jsonText } from './io.js';
import { Progress } from './progress.js';
import type { Config } from './readConfig.js';
import { driving, requireData, requireSpec, type Session } from './session.js';
import { alignRows, formatCount } from './table.js';
import { checkOutputFile, writeOutputFile } from './writeOutputFile.js';

/** The most mistakes that the summary lists. */
const mostMistakes = 20;

/** Grades answers and prints one row for each. @returns whether all are right */
export async function grade(config: Config, session: Session): Promise<boolean> {
  const { call, io } = session;
  if (call.out !== null) await checkOutputFile(call.out);
  const found = await answerFiles(call.otherFiles, process.cwd());
  if (found.files.length === 0)
    throw new UsageError(
      l10n.t('No answers were found. Answers are files such as .json, .npz, .npy and .txt.'),
    );
  const subject = await subjectOf(config, session);
  if (!subject) return false;
  const answers = await gradeAll(subject, found, config.directory, session);
  for (const line of summaryLines(answers, found)) io.stderr.write(`${line}\n`);
  return answers.every(({ verdict }) => verdict === 'right');
}

/** Returns the network with its right gradients; null where the config or its data have errors, which are reported. */
async function subjectOf(config: Config, session: Session): Promise<GradeSubject | null> {
  const spec = requireSpec(config, session);
  if (!spec) return null;
  if (spec.kind === 'function')
    throw new Failure(
      l10n.t('"{0}" describes a plain function. Only the gradients of a network can be graded.', config.file),
    );
  const dataset = await requireData(config, spec, session);
  return dataset && drive(createGradeSubject(spec, dataset), driving(session));
}

/** Grades the answers; each is printed at once, unless all are written to a file. */
async function gradeAll(
  subject: GradeSubject,
  { files }: FoundAnswers,
  directory: string,
  session: Session,
): Promise<GradedAnswer[]> {
  const { call, io, output } = session;
  const answers: GradedAnswer[] = [];
  const lines = call.json ? [] : [gradesHeader()];
  const progress = new Progress(io, l10n.t('Grading {bar} {value} of {total}'), files.length, call.json);
  const print = (): void => {
    if (call.out === null) for (const line of lines.splice(0)) output.line(line);
  };
  try {
    for await (const answer of gradedBy(subject, files, directory, session)) {
      answers.push(answer);
      lines.push(call.json ? jsonText(answer) : gradesRow(answer));
      progress.clear();
      print();
      progress.update(answers.length);
    }
  } finally {
    progress.clear();
  }
  if (call.out !== null) await writeOutputFile(call.out, `${lines.join('\n')}\n`, io.interrupted);
  return answers;
}

/** The least number of answers for which another thread is started. */
const leastShare = 20;

/** Yields the graded answers in their order. Many are graded in as many threads as there are cores. */
function gradedBy(
  subject: GradeSubject,
  names: readonly string[],
  directory: string,
  session: Session,
): AsyncGenerator<GradedAnswer, void> {
  const { threads, interrupted } = session.io;
  const count = Math.min(availableParallelism(), Math.floor(names.length / leastShare));
  const folder = process.cwd();
  if (!threads || count < 2) return gradeFiles(subject, filesIn(folder), names, driving(session));
  const request = { type: 'grade', spec: subject.spec, directory, folder, names } as const;
  return gradeInThreads(threads, request, count, interrupted);
}

function summaryLines(answers: readonly GradedAnswer[], { skipped, isCut }: FoundAnswers): string[] {
  const count = (verdict: GradedAnswer['verdict']) =>
    formatCount(answers.filter((answer) => answer.verdict === verdict).length);
  const incomplete = answers.filter(({ verdict, missing }) => verdict !== 'unreadable' && missing > 0).length;
  const mistakes = countMistakes(answers);
  const rows = mistakes
    .slice(0, mostMistakes)
    .map(({ title, answers: made }) => [visible(title), formatCount(made)]);
  const others = mistakes.length - rows.length;
  return [
    l10n.t(
      'Answers: {0}; right: {1}; wrong: {2}; unreadable: {3}',
      formatCount(answers.length),
      count('right'),
      count('wrong'),
      count('unreadable'),
    ),
    ...(incomplete > 0 ? [l10n.t('Incomplete answers: {0}', formatCount(incomplete))] : []),
    ...(skipped > 0 ? [l10n.t('Files of other kinds, which were skipped: {0}', formatCount(skipped))] : []),
    ...(isCut
      ? [
          l10n.t(
            'Only the first {0} files in the folders were searched for answers. Grade the folders one at a time.',
            formatCount(mostFiles),
          ),
        ]
      : []),
    ...(rows.length > 0 ? ['', ...alignRows([[l10n.t('Mistake'), l10n.t('Answers')], ...rows])] : []),
    ...(others > 0 ? [l10n.t('Further mistakes: {0}', formatCount(others))] : []),
  ];
}
