#!/usr/bin/env node
import { isSupervised, supervise } from './cli/supervisor.js';

const work = () => import('./cli/process.js');

if (isSupervised()) void work();
else
  supervise().then(
    (status) => (process.exitCode = status),
    work, // If no child process can be started, this process does the work.
  );
