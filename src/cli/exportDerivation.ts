import * as l10n from '@vscode/l10n';
import { mostSteps, type DerivationOptions } from '../derivation/derive.js';
import type { Document } from '../derivation/document.js';
import { toMarkdown } from '../derivation/markdown.js';
import type { Trace } from '../engine/trace/trace.js';
import { derive } from '../jobs/derivePass.js';
import { modelFormats } from '../models/packModelAs.js';
import { UsageError } from './errors.js';
import { exportModel } from './exportModel.js';
import { exportPytorch } from './exportPytorch.js';
import type { Call } from './parseCall.js';
import type { Config } from './readConfig.js';
import type { Session } from './session.js';
import { writeOutputFile } from './writeOutputFile.js';
import { requireTrace } from './requireTrace.js';

const writers: Readonly<Record<string, (document: Document) => string>> = { markdown: toMarkdown };

/** Writes the derivation of one pass or of one parameter in it, or a model. */
export async function exportDerivation(config: Config, session: Session): Promise<boolean> {
  const { call, io, output } = session;
  const possible = [...Object.keys(writers), ...Object.keys(modelFormats), 'pytorch'].join(', ');
  if (call.to === null)
    throw new UsageError(l10n.t('The output format is missing. Add --to with one of {0}.', possible));
  if (call.to === 'pytorch') return exportPytorch(config, session);
  if (Object.hasOwn(modelFormats, call.to)) return exportModel(config, session);
  if (!Object.hasOwn(writers, call.to))
    throw new UsageError(l10n.t('"{0}" is not an output format. Use one of {1}.', call.to, possible));
  const trace = await requireTrace(config, session);
  if (!trace) return false;
  const text = writers[call.to](
    requireDerivation(trace, call, { name: config.spec?.name ?? '', language: 'en', digits: 9 }),
  );
  const { to: format, out: file } = call;
  if (file !== null) await writeOutputFile(file, text, io.interrupted);
  if (call.json) output.json(file === null ? { format, text } : { format, file });
  else if (file === null) output.line(text.trimEnd());
  return true;
}

function requireDerivation(trace: Trace, { weight }: Call, options: DerivationOptions): Document {
  const derivation = derive(trace, weight, options);
  if (typeof derivation !== 'string') return derivation;
  if (weight === null)
    throw new UsageError(
      l10n.t(
        'This pass has {0} steps, but at most {1} can be exported. Choose one weight with --weight.',
        trace.length,
        mostSteps,
      ),
    );
  if (derivation !== 'tooLong')
    throw new UsageError(l10n.t('There is no trainable weight or bias called "{0}".', weight));
  throw new UsageError(
    l10n.t('"{0}" depends on more than {1} steps, which is too many to export.', weight, mostSteps),
  );
}
