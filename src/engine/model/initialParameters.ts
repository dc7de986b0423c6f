import type { Layer } from './network.js';

/** The parameters of each layer with which a network starts, in the shapes and the precision of its layers. Plain data. */
export type InitialParameters = readonly Pick<Layer, 'weights' | 'bias'>[];
