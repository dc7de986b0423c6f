import type { Spans } from '../config/spans.js';
import type { Digits } from '../engine/trace/digits.js';
import { Motion } from './motion.js';
import { Numbers } from './numbers.js';
import { Places } from './places.js';
import { Stops } from './stops.js';
import { Variables } from './variables.js';
import type { Walk } from './walk.js';

export interface LaunchArguments {
  /** The path of the config file. */
  readonly program: string;
  /** The training sample to start from, one sample per pass; counts from 1. */
  readonly sample?: number | null;
  /** The number of significant digits that are shown. */
  readonly digits?: Digits;
}

/** The walk to debug, with the text of its config. */
export interface Launched {
  readonly walk: Walk;
  readonly path: string;
  readonly name: string;
  readonly text: string;
  readonly spans: Spans;
  /** Releases the walk when the session ends. */
  release(): void;
}

/** Opens the walk to debug. @throws CannotStep with the reason for the user */
export type Launch = (args: LaunchArguments) => Promise<Launched>;

/** A walk with all that a session needs to show it and to step through it. */
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
