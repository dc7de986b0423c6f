/**
 * The largest sizes that are accepted, in one place. A size is checked as soon as it is known, before anything of that
 * size is allocated; what is larger is refused where the config, or the file it names, asks for it.
 */
export const limits = {
  /** Characters of a config: parsing that many takes the editor about two seconds. */
  configCharacters: 5_000_000,
  /** Brackets around brackets in a config: the JSON parsers recurse. */
  configDepth: 100,
  /** Keys of one object of a config: validating takes time by their square. */
  configKeys: 1000,
  /** Layers of a network: validating takes time by the square of those that are wrong. */
  layers: 1000,
  /** Units of a layer. */
  units: 1_000_000,
  /** Weights and biases of a network: 0.8 GB of float64. */
  parameters: 100_000_000,
  /** Characters of a name, a path or another text of a config. */
  textCharacters: 4096,
  /** Activations of one's own: to read a formula takes some milliseconds. */
  functions: 100,
  /** Characters of a formula. */
  formulaCharacters: 1000,
  /** Symbols, numbers and operations of a derivative that is written out; a part that is used twice counts twice. */
  writtenDerivative: 500,
  /** Nodes of a derivative that is simplified: it takes time by a power of them. */
  simplifiedNodes: 60,
  /** Columns of a table, pixels of an image, outputs of a network that is compared with targets. */
  columns: 100_000,
  /** Samples of a data set, whatever they come from. */
  samples: 20_000_000,
  /** Samples that a generator makes. */
  generatedSamples: 1_000_000,
  /** Numbers of a data set: 2 GB of float64. */
  values: 250_000_000,
  /** Characters of a table's line. */
  lineCharacters: 1 << 22,
  /** Different classes of a target column. */
  classes: 10_000,
  /** Bytes of a file of gradients that someone else computed. */
  givenBytes: 1 << 28,
  /** Numbers of such a file. */
  givenNumbers: 10_000_000,
  /** Lists and objects around one another in such a file: the JSON parser recurses. */
  givenDepth: 32,
  /** Quantities of a worked sheet. */
  sheetEntries: 100_000,
} as const;
