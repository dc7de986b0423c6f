/** An error in how the command line was called. The message says what is wrong. */
export class UsageError extends Error {}

/** A failure of a call that is itself valid. The message says why. */
export class Failure extends Error {}
