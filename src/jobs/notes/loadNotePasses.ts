import * as l10n from '@vscode/l10n';
import { parseConfig } from '../../config/parse.js';
import type { Problem } from '../../config/problem.js';
import type { NoteSection } from '../../config/notes/notes.js';
import type { NetworkConfig } from '../../config/spec.js';
import type { Files } from '../../data/files.js';
import { loadDataset } from '../../data/loadDataset.js';
import type { Dataset } from '../../engine/model/dataset.js';
import { trace } from '../../engine/trace/createTrace.js';
import type { Trace } from '../../engine/trace/trace.js';
import { firstPass } from '../firstPass.js';
import { tracePass } from '../tracePass.js';

/** The passes through the network of a config in notes. */
export interface NotePasses {
  /** The first pass of the training: on its first mini-batch, as it can be stepped through. */
  readonly first: Trace;
  /** The number of training samples. */
  readonly samples: number;
  /** Returns the pass on one sample; rows count from 0. */
  ofRow(row: number): Trace;
}

export interface LoadedPasses {
  /** The passes; null where a problem is an error. */
  readonly passes: NotePasses | null;
  /** The errors of the config and its data, at their places in the document. */
  readonly problems: readonly Problem[];
}

/** Reads the config of a section and its data. `files` are those of the document's folder. */
export async function loadNotePasses(
  { config, offset }: Pick<NoteSection, 'config' | 'offset'>,
  files: Files,
  signal?: AbortSignal,
): Promise<LoadedPasses> {
  const { spec, problems, spans } = await parseConfig(config, l10n.t('notes'));
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!spec || errors.length > 0) return { passes: null, problems: moved(errors, offset) };
  if (spec.kind === 'function') {
    const message = l10n.t('This config describes a plain function. Only a network has a pass.');
    const span = { offset, length: Math.max(1, config.trimEnd().length) };
    return { passes: null, problems: [{ severity: 'error', code: 'no-network', message, span }] };
  }
  const { dataset, findings } = await loadDataset(spec, files, { signal });
  const found = findings.filter(({ severity }) => severity === 'error').map((each) => spans.toProblem(each));
  return { passes: dataset && passesOf(spec, dataset), problems: moved(found, offset) };
}

function passesOf(config: NetworkConfig, dataset: Dataset): NotePasses {
  const { pass, training, names } = firstPass({ config, dataset });
  const { state } = pass;
  const samples = dataset.training.inputs.rows;
  return {
    first: tracePass(pass, training, names),
    samples,
    ofRow: (row) =>
      trace(state.network, dataset.training, training, { names, rows: [row], state, dropout: true }),
  };
}

const moved = (problems: readonly Problem[], by: number): Problem[] =>
  problems.map(({ severity, code, message, span }) => ({
    severity,
    code,
    message,
    span: { offset: span.offset + by, length: span.length },
  }));
