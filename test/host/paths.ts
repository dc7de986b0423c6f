import path from 'node:path';

/** This file is run from its source (tsx), never bundled. */
export const projectRoot = path.resolve(__dirname, '../..');
