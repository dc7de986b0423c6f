/*
 * Constants of activations. Both the engine and the kernels (assembly/) are compiled with this file.
 */

/** The slope of `leakyRelu` below 0, PyTorch's default. */
export const leakySlope = 0.01;
/** The constants of `selu`: Klambauer et al., "Self-normalizing neural networks" (2017). */
export const seluScale = 1.0507009873554805;
export const seluAlpha = 1.6732632423543772;
