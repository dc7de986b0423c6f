import type { ScriptRun } from './pythonScript.js';
import { plainComment } from './pythonText.js';

/**
 * Returns the docstring, the imports and the constants of a script.
 * @param body the rest of the script, which decides what is imported
 */
export function scriptHead(run: ScriptRun, body: string): string {
  const { network, training, dataset, stem } = run;
  const rows = dataset.training.inputs.rows;
  const isPerceptron = training.optimizer.type === 'perceptron';
  const uses = (word: string, line: string) => (new RegExp(`\\b${word}\\b`).test(body) ? [line] : []);
  const imports = [
    'import argparse',
    ...uses('csv', 'import csv'),
    ...uses('datetime', 'import datetime'),
    ...uses('gzip', 'import gzip'),
    'import json',
    ...uses('math', 'import math'),
    'import os',
    'from pathlib import Path',
    '',
    'import numpy as np',
    'import torch',
    'from torch import distributed, nn',
    ...uses('F', 'from torch.nn import functional as F'),
    ...uses('DistributedDataParallel', 'from torch.nn.parallel import DistributedDataParallel'),
  ];
  return `"""Trains the network "${plainComment(run.name)}" with PyTorch, as Backprop Lab trains it.

${usage(run)}

Prints a line of JSON for each epoch. ${precisionNote(run)}
It needs PyTorch 1.13 or later and NumPy, and reads ${plainComment(reads(run))}.
"""

${imports.join('\n')}

FOLDER = Path(__file__).resolve().parent
STORED = np.load(FOLDER / "${stem}.npz")

EPOCHS = ${training.epochs}
TRAINING_SAMPLES = ${rows}
${isPerceptron ? '' : `BATCH_SIZE = ${Math.min(training.batchSize ?? rows, rows)}\n`}${/\bSEED\b/.test(body) ? `SEED = ${training.seed}\n` : ''}
# torchrun sets these; without it, there is one process.
RANK = int(os.environ.get("RANK", 0))
WORLD_SIZE = int(os.environ.get("WORLD_SIZE", 1))
LOCAL_RANK = int(os.environ.get("LOCAL_RANK", 0))
DEVICE = torch.device("cuda", LOCAL_RANK) if torch.cuda.is_available() else torch.device("cpu")

torch.set_default_dtype(torch.${network.precision})`;
}

function usage({ stem, training }: ScriptRun): string {
  if (training.optimizer.type === 'perceptron') return `    python ${stem}.py`;
  return `    python ${stem}.py
    torchrun --nproc_per_node=2 ${stem}.py --checkpoint ${stem}.checkpoint

The second call divides each mini-batch among two processes, and continues from the checkpoint after one has failed.`;
}

const precisionNote = ({ network }: ScriptRun): string =>
  network.precision === 'float64'
    ? 'In float64 the losses are the same up to rounding.'
    : 'In float32 the losses differ by rounding.';

function reads({ data, stem }: ScriptRun): string {
  const stored = `${stem}.npz beside it`;
  switch (data.kind) {
    case 'table':
      return `${stored} and the table ${data.files.table}`;
    case 'images':
      return `${stored}, ${data.training.images} and ${data.training.labels}`;
    case 'prepared':
      return `${stored}, and the samples, which were prepared by Backprop Lab, from ${stem}.inputs.npy and ${stem}.targets.npy`;
  }
}
