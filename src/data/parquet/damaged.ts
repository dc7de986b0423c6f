/** The error that a Parquet file contradicts itself or the format; its message is a technical detail. */
export class DamagedError extends Error {}

/** The error that a Parquet file uses a part of the format that is not supported; its message names it. */
export class UnsupportedError extends Error {}
