/** The call cannot be carried out as it was made; the message says why. */
export class UsageError extends Error {}

/** What the call asks for could not be done, though the call is right; the message says why. */
export class Failure extends Error {}
