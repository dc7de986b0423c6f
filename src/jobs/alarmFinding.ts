import type { ConfigChange, HealthChange } from '../config/edits/configChange.js';
import { changeEdits } from '../config/edits/changeEdits.js';
import type { Edit } from '../config/edits/textEdits.js';
import type { ParsedConfig } from '../config/parse.js';
import type { Finding } from '../config/problem.js';
import type { JsonPath } from '../config/span.js';
import type { NetworkConfig } from '../config/spec.js';
import type { Alarm, AlarmCode, AlarmRemedy } from '../engine/health/alarm.js';
import { describeAlarm, remedyTitle, type DataNames } from '../words/alarmWords.js';

/** Alarms that describe what a run may do better, rather than what keeps it from learning. */
const information: readonly AlarmCode[] = ['learning-rate-low', 'overfitting', 'initial-loss-high'];

/** Returns an alarm as a finding at the value of the config that causes it. */
export const alarmFinding = (alarm: Alarm, config: NetworkConfig, names: DataNames): Finding => ({
  severity: information.includes(alarm.code) ? 'info' : 'warning',
  code: alarm.code,
  message: describeAlarm(alarm, names),
  path: pathOf(alarm, config, names),
  remedies: alarm.remedies,
});

function pathOf({ cause, code, layer }: Alarm, { data, layers }: NetworkConfig, names: DataNames): JsonPath {
  switch (cause.part) {
    case 'learningRate':
      return ['training', 'optimizer', 'learningRate'];
    case 'training':
      return code === 'overfitting' ? ['training', 'earlyStopping'] : ['training'];
    case 'data':
      return code === 'unscaled-inputs' ? ['data', 'normalize'] : ['data'];
    case 'targets':
      return ['data', data.kind === 'table' ? 'target' : 'targets'];
    case 'validation':
      return ['data', 'validationSplit'];
    case 'column':
      return ['data', ...featureOf(cause.column, data, names)];
    case 'layer':
      return ['layers', cause.layer - 1, layerKey(code, layers[(layer ?? 1) - 1])];
  }
}

/** Returns the path in `data` of the feature that an input comes from; an empty one where the config does not list it. */
function featureOf(
  input: number,
  data: NetworkConfig['data'],
  { inputNames, inputColumns }: DataNames,
): JsonPath {
  if (data.kind !== 'table' || !data.features) return [];
  const index = data.features.indexOf((inputColumns ?? inputNames)[input]);
  return index === -1 ? [] : ['features', index];
}

/** Returns the key of a layer that an alarm is about. Where the layer does not have it, the layer is underlined. */
function layerKey(code: AlarmCode, { weights }: NetworkConfig['layers'][number]): string {
  if (code === 'vanishing-gradient' || code === 'dead-units' || code === 'not-a-number') return 'activation';
  return weights ? 'weights' : 'init';
}

/** A change of the config that should end an alarm, with its title. */
export interface AlarmFix {
  readonly title: string;
  readonly change: ConfigChange | HealthChange;
  readonly edits: readonly Edit[];
}

/** Returns the fixes that an alarm's remedies come to in a text, the best first. Those that change nothing are left out. */
export async function alarmFixes(
  { remedies }: Pick<Alarm, 'remedies'>,
  text: string,
  parsed: Pick<ParsedConfig, 'spec'>,
  names: DataNames,
): Promise<AlarmFix[]> {
  const fixes = await Promise.all(
    remedies.map(async (remedy): Promise<AlarmFix[]> => {
      const change = parsed.spec?.kind === 'network' ? changeOf(remedy, parsed.spec, names) : null;
      const result = change && (await changeEdits(text, parsed, change));
      if (!change || !result || !('edits' in result) || result.edits.length === 0) return [];
      return [{ title: remedyTitle(remedy, names), change, edits: result.edits }];
    }),
  );
  return fixes.flat();
}

/** Returns the change that leaves an input out: a formula of its own, or a column of a table; null where there is none. */
function withoutInput(
  column: number,
  data: NetworkConfig['data'],
  { inputNames, inputColumns }: DataNames,
): ConfigChange | HealthChange | null {
  const given = inputNames.length - data.derived.length;
  if (column >= given) return { type: 'derived', formula: inputNames[column], isOn: false };
  const columns = inputColumns ?? inputNames.slice(0, given);
  const others = new Set(columns.filter((name) => name !== columns[column]));
  if (data.kind !== 'table' || others.size === 0) return null;
  return { type: 'columnUse', column: columns[column], isInput: false, as: null };
}

/** Returns the change of the config that a remedy comes to; null where only a person can make it. */
export function changeOf(
  remedy: AlarmRemedy,
  { data }: NetworkConfig,
  names: DataNames,
): ConfigChange | HealthChange | null {
  switch (remedy.change) {
    case 'learningRate':
    case 'clipGradientNorm':
      return { type: remedy.change, value: remedy.value };
    case 'normalize':
    case 'normalizeTargets':
    case 'earlyStopping':
    case 'classWeights':
      return { type: remedy.change };
    case 'activation':
      return { type: 'activation', layer: remedy.layer - 1, activation: remedy.value };
    case 'defaultInit':
      return { type: 'defaultInit', layer: remedy.layer - 1 };
    case 'ignoreColumn':
      return withoutInput(remedy.column, data, names);
    case 'dropDuplicates':
      // Rows of a table alone can be left out, and they are held out only after that.
      return data.kind === 'table' && !data.validation && !data.options.dropDuplicates
        ? { type: 'dropDuplicates', isOn: true }
        : null;
  }
}
