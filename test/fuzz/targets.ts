import type { Target } from './target.js';
import { args } from './targets/args.js';
import { changes } from './targets/changes.js';
import { compare } from './targets/compare.js';
import { config } from './targets/config.js';
import { csv } from './targets/csv.js';
import { formulas } from './targets/formulas.js';
import { idx } from './targets/idx.js';
import { models } from './targets/models.js';
import { notes } from './targets/notes.js';
import { npz } from './targets/npz.js';
import { parquet } from './targets/parquet.js';
import { pass } from './targets/pass.js';
import { runs } from './targets/runs.js';
import { worker } from './targets/worker.js';

export const targets: readonly Target[] = [
  config,
  changes,
  formulas,
  csv,
  idx,
  compare,
  npz,
  models,
  notes,
  parquet,
  pass,
  runs,
  worker,
  args,
];
