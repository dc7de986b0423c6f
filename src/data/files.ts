export interface FileFacts {
  readonly kind: 'file' | 'folder' | 'other';
  /** The size in bytes. */
  readonly size: number;
  /** The time of the last change, in milliseconds. */
  readonly changedMs: number;
}

/**
 * The files that a config in a folder names. Methods that read reject with errors that have the code of the system, such
 * as ENOENT.
 */
export interface Files {
  /** Returns the absolute path of a file, given its name relative to the folder. */
  resolve(name: string): string;
  /** Returns the name of another file in the same folder as a named one, relative in the same way. */
  beside(name: string, other: string): string;
  stat(path: string): Promise<FileFacts>;
  /** Returns the bytes of a file from an offset on: `length` of them, or those that are there. */
  range(path: string, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Yields the bytes of a file in chunks. */
  stream(path: string): AsyncGenerator<Uint8Array, void>;
  /** Returns the names of the files beside a file; none where their folder cannot be read. */
  siblings(path: string): Promise<readonly string[]>;
  /**
   * Decompresses gzipped bytes as they arrive, and ignores bytes after them. Rejects with an error whose code begins with
   * Z_ where they are damaged or truncated.
   */
  gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void>;
}
