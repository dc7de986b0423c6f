import type { Platform } from '../worker/platform.js';
import { packCheckpoint, unpackCheckpoint } from './checkpoint.js';
import { digestOf } from './digestOf.js';
import { filesIn } from './filesIn.js';

export const nodePlatform: Platform = { filesIn, digestOf, packCheckpoint, unpackCheckpoint };
