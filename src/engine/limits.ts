/**
 * The largest sizes that are accepted. A size is checked as soon as it is known, before anything of that size is
 * allocated. A problem is reported where the config, or the file it names, exceeds it.
 */
export const limits = {
  /** Characters of a config. Parsing that many takes the editor about two seconds. */
  configCharacters: 5_000_000,
  /** The nesting depth of a config, because the JSON parsers recurse. */
  configDepth: 100,
  /** Keys of one object of a config. The time for validation grows as the square of their number. */
  configKeys: 1000,
  /** Layers of a network. The time for validation grows as the square of the number of invalid layers. */
  layers: 1000,
  /** Units of a layer. */
  units: 1_000_000,
  /** Weights and biases of a network: 0.8 GB of float64. */
  parameters: 100_000_000,
  /** Characters of a name, a path or another text of a config. */
  textCharacters: 4096,
  /** User-defined activations. Parsing a formula takes some milliseconds. */
  functions: 100,
  /** Inputs that are derived by formulas. */
  derivedInputs: 100,
  /** Characters of a formula. */
  formulaCharacters: 1000,
  /** Symbols, numbers and operations of a derivative that is written out. A shared part counts each time it occurs. */
  writtenDerivative: 500,
  /** Nodes of a derivative that is simplified. The time for it grows as a power of their number. */
  simplifiedNodes: 60,
  /** Columns of a table, pixels of an image, or outputs of a network that are compared with targets. */
  columns: 100_000,
  /** Samples of a data set of any kind. */
  samples: 20_000_000,
  /** Samples of a generator. */
  generatedSamples: 1_000_000,
  /** Numbers of a data set: 2 GB of float64. */
  values: 250_000_000,
  /** Characters of a table, also of one that a small gzipped file contains. */
  tableCharacters: 4_000_000_000,
  /** Characters of a table's line. */
  lineCharacters: 1 << 22,
  /** Bytes of the description at the end of a Parquet file. */
  parquetMetadataBytes: 1 << 26,
  /** Bytes of a column in a row group of a Parquet file, compressed or not. */
  parquetChunkBytes: 2 ** 30,
  /** Bytes of a page of a Parquet file, compressed or not. */
  parquetPageBytes: 1 << 28,
  /** Different classes of a target column. */
  classes: 10_000,
  /** Bytes of a file with the user's own gradients. */
  givenBytes: 1 << 28,
  /** Numbers of such a file. */
  givenNumbers: 10_000_000,
  /** The nesting depth of such a file, because the JSON parser recurses. */
  givenDepth: 32,
  /** Bytes that a command may print. */
  commandBytes: 1 << 26,
  /** Quantities in a sheet that was computed by hand. */
  sheetEntries: 100_000,
  /** Characters of lecture notes or a worksheet. */
  noteCharacters: 10_000_000,
  /** Bytes of the description in front of a saved model's tensors. */
  modelHeaderBytes: 1 << 25,
} as const;
