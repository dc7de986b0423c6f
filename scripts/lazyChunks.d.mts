import type { Plugin } from 'esbuild';

export function lazyChunks(folder: string): Plugin;
