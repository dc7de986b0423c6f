import { layerShapes, loadCompareFile } from '../../data/gradients/loadCompareFile.js';
import type { Files } from '../../data/files.js';
import type { GradedAnswer } from '../../protocol.js';
import { drive, type Driving } from '../drive.js';
import { gradeAnswer } from './gradeAnswer.js';
import type { GradeSubject } from './gradeSubject.js';

/** Reads and grades answers one after another and yields each. One that cannot be read is graded as such. */
export async function* gradeFiles(
  subject: GradeSubject,
  files: Files,
  names: readonly string[],
  driving: Driving,
): AsyncGenerator<GradedAnswer, void> {
  const { spec, samples } = subject;
  const shapes = layerShapes(spec.layers, samples.inputs.columns);
  for (const name of names) {
    const answer = await loadCompareFile(name, files, shapes, driving);
    yield await drive(gradeAnswer(subject, name, answer), driving);
  }
}
