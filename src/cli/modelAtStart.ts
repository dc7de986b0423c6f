import * as l10n from '@vscode/l10n';
import { startNetwork } from '../jobs/networkJob.js';
import { modelOf, type SavedModel } from '../models/savedModel.js';
import { conclude } from './conclude.js';
import { UsageError } from './errors.js';
import type { Config } from './readConfig.js';
import { requireData, requireSpec, type Session } from './session.js';

/** Returns the model before its training; null where the config or its data have errors, which are printed. */
export async function modelAtStart(config: Config, session: Session): Promise<SavedModel | null> {
  const spec = requireSpec(config, session);
  if (!spec) return null;
  if (spec.kind !== 'network') throw new UsageError(l10n.t('"{0}" has no network to export.', config.file));
  const dataset = await requireData(config, spec, session);
  if (!dataset) return null;
  const state = await conclude(startNetwork(spec, dataset), session);
  return state ? modelOf(state.network, dataset, spec.name, 0) : null;
}
