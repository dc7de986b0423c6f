/**
 * Lets one workshop of a thread at a time employ helper threads: the networks of a thread train in turns, so that the
 * helpers of the others would only wait.
 */
export class Crew {
  private employer: object | null = null;

  /** Whether a workshop may employ helpers from now on. */
  hire(workshop: object): boolean {
    this.employer ??= workshop;
    return this.employer === workshop;
  }

  /** The workshop needs helpers no more. */
  release(workshop: object): void {
    if (this.employer === workshop) this.employer = null;
  }
}
