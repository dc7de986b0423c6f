import type { Platform } from '../worker/platform.js';
import { packCheckpoint, unpackCheckpoint } from './checkpoint.js';
import { commandsIn } from './commandsIn.js';
import { digestOf } from './digestOf.js';
import { filesIn } from './filesIn.js';

export const nodePlatform: Platform = { filesIn, commandsIn, digestOf, packCheckpoint, unpackCheckpoint };
