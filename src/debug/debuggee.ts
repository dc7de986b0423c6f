import type { Spans } from '../config/spans.js';
import type { Digits } from '../engine/trace/digits.js';
import { Motion } from './motion.js';
import { Numbers } from './numbers.js';
import { Places } from './places.js';
import { Stops } from './stops.js';
import { Variables } from './variables.js';
import type { Walk } from './walk.js';

export interface LaunchArguments {
  /** The config file. */
  readonly program: string;
  /** The sample of the training part to go from, sample by sample, counted from 1. */
  readonly sample?: number | null;
  /** Significant digits of the numbers shown. */
  readonly digits?: Digits;
}

/** What is debugged: a walk, and the text of the config it is of. */
export interface Launched {
  readonly walk: Walk;
  readonly path: string;
  readonly name: string;
  readonly text: string;
  readonly spans: Spans;
  /** The session needs it no more. */
  release(): void;
}

/** @throws CannotStep with a reason to be read */
export type Launch = (args: LaunchArguments) => Promise<Launched>;

/** A walk with everything a session needs to show and to move it. */
export class Debuggee {
  readonly numbers: Numbers;
  readonly places: Places;
  readonly variables: Variables;
  readonly stops: Stops;
  readonly motion: Motion;

  constructor(
    readonly launched: Launched,
    readonly digits: Digits,
    say: (text: string, line: number) => void,
  ) {
    const { walk, text, spans } = launched;
    this.numbers = new Numbers(walk);
    this.places = new Places(text, spans, walk.trace.source.network);
    this.variables = new Variables(walk, this.numbers, digits);
    this.stops = new Stops(say);
    this.motion = new Motion(walk, this.stops);
  }

  get walk(): Walk {
    return this.launched.walk;
  }
}
