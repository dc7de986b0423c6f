import { alterationText } from '../../debug/alterations.js';
import type { Walk } from '../../debug/walk.js';
import type { PassView } from '../../protocol.js';
import { snapshotOf } from '../../jobs/snapshot.js';
import { shapeOf } from '../configs/shape.js';

type Shown = Pick<
  Walk,
  'trace' | 'dataset' | 'config' | 'epoch' | 'batch' | 'sample' | 'rows' | 'stale' | 'names' | 'trainedEpochs'
> &
  Pick<Walk, 'isTrainedEdited' | 'isFailed'> &
  Pick<Walk, 'altered' | 'outcome'>;

/** Returns the current pass of a walk; `id` identifies it. */
export function passView(walk: Shown, id: number): PassView {
  const { trace, dataset, config, epoch, batch, sample, rows, stale, names, trainedEpochs } = walk;
  const { isTrainedEdited, isFailed } = walk;
  const row = rows[sample];
  return {
    id,
    shape: shapeOf(config, dataset),
    snapshot: snapshotOf(trace.source.network, dataset, epoch - 1, row),
    length: trace.length,
    epoch,
    batch,
    sample: { index: sample, count: rows.length, row },
    stale,
    trainedEpochs,
    isTrainedEdited,
    isFailed,
    altered: walk.altered.map((alteration) => alterationText(alteration, names)),
    isLast: walk.outcome !== null || epoch > config.training.epochs,
  };
}
