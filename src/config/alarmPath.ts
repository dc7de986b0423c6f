import type { Alarm, AlarmCause } from '../engine/health/alarm.js';
import type { DataSpec, NetworkConfig } from './spec.js';
import type { JsonPath } from './span.js';

/** Returns the path of the value that causes an alarm; of a value that is not in the file, the nearest one that is. */
export function alarmPath(
  { cause, remedies }: Pick<Alarm, 'cause' | 'remedies'>,
  config: NetworkConfig,
): JsonPath {
  switch (cause.part) {
    case 'learningRate':
      return ['training', 'optimizer', 'learningRate'];
    case 'training':
      return ['training'];
    case 'data':
      return ['data'];
    case 'targets':
      return ['data', config.data.kind === 'csv' ? 'target' : 'targets'];
    case 'validation':
      return ['data', 'validationSplit'];
    case 'column':
      return ['data', ...columnPath(config.data, cause)];
    case 'layer':
      return ['layers', cause.layer - 1, ...keyOf(remedies.at(0)?.change, config, cause)];
  }
}

function columnPath(data: DataSpec, { column }: Extract<AlarmCause, { part: 'column' }>): JsonPath {
  if (data.kind === 'csv') return data.features ? ['features', column] : ['file'];
  return data.kind === 'inline' && data.inputNames ? ['inputNames', column] : [];
}

/** Returns the key of the layer that the best remedy changes. */
function keyOf(
  change: Alarm['remedies'][number]['change'] | undefined,
  { layers }: NetworkConfig,
  { layer }: Extract<AlarmCause, { part: 'layer' }>,
): JsonPath {
  if (change === 'activation') return ['activation'];
  if (change !== 'defaultInit') return [];
  return [layers[layer - 1].weights ? 'weights' : 'init'];
}
