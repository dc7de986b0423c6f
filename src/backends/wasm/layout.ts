/*
 * The layout of the memory that the kernels' threads share. The engine and the kernels (assembly/) are both compiled
 * with this file. Addresses and counts are i32, constants are f64.
 */

/** The words that threads wait on, each in a cache line of its own. */
export const COMMAND = 64;
export const ARRIVED = 128;
export const GENERATION = 192;
export const SLEEPERS = 256;
/** Nonzero once a thread has failed, so that the others do not wait for it. */
export const BROKEN = 56;
/** The number of helper threads that are ready. */
export const READY = 60;
/** The command that ends a helper thread. */
export const QUIT = -1;

/** One cache line per thread: nonzero once a parameter is not finite. */
export const FLAGS = 512;
/** One cache line per thread: the time it has waited for others, in milliseconds, f64. */
export const WAITED = 1536;
/** Two cache lines per thread: zero times the sum of all values that must stay finite, and the learning rate. */
export const SUMS = 2560;

/** The header: the task and its arguments. */
export const HEADER = 320;
export const TASK = HEADER;
export const THREADS = HEADER + 4;
export const LAYERS = HEADER + 8;
export const ROWS = HEADER + 12;
export const BATCH_SIZE = HEADER + 16;
export const FIRST = HEADER + 20;
export const COUNT = HEADER + 24;
export const ORDER = HEADER + 28;
export const INPUTS = HEADER + 32;
export const TARGETS = HEADER + 36;
export const GATHERED_INPUTS = HEADER + 40;
export const GATHERED_TARGETS = HEADER + 44;
export const LOSS = HEADER + 48;
export const LOWEST = HEADER + 52;
export const PREPARED = HEADER + 56;
export const OPTIMIZER = HEADER + 60;
export const FUSED = HEADER + 64;
export const PENALIZED = HEADER + 68;
export const CLIPPED = HEADER + 72;
export const RATES = HEADER + 76;
export const CHUNK_START = HEADER + 80;
export const CHUNK_ROWS = HEADER + 84;
export const IS_FIRST = HEADER + 88;
export const IS_LAST = HEADER + 92;
export const CAPACITY = HEADER + 96;
export const DONE = HEADER + 100;
export const BATCH_ROWS = HEADER + 104;
/** The buffer for reordered rows, and its size per thread. */
export const PACKED = HEADER + 108;
export const PACKED_SIZE = HEADER + 112;

/** The constants of training. */
export const LOSS_FACTOR = 4608;
/** The number of columns that the loss is averaged over, besides the rows; 0 where the loss is a sum. */
export const LOSS_COLUMNS = 4696;
export const MOMENTUM = 4616;
export const NESTEROV = 4624;
export const WEIGHT_DECAY = 4632;
export const BETA1 = 4640;
export const BETA2 = 4648;
export const EPSILON = 4656;
export const L1 = 4664;
export const L2 = 4672;
export const CLIP = 4680;
/** The factor that clipping finds. */
export const GRADIENT_SCALE = 4688;

/** Zeros that sums start from. */
export const ZEROS = 4736;
/** One scratch tile per thread. */
export const SCRATCH = 5120;
export const SCRATCH_SIZE = 512;

/** The fraction of any work at which each thread's share begins, f64, and a final 1. */
export const SHARES = 16384;

/** The layers' tables. */
export const TABLES = 32768;
export const TABLE_SIZE = 128;
export const L_INPUTS = 0;
export const L_UNITS = 4;
export const L_WEIGHTS = 8;
/** W in panels of inputs; 0 where no gradient passes through this layer. */
export const L_TRANSPOSED = 12;
/** One entry per unit, padded; 0 where the layer has no bias. */
export const L_BIAS = 16;
export const L_FORWARD = 20;
export const L_BACKWARD = 24;
export const L_NETS = 28;
export const L_OUTPUTS = 32;
export const L_PASSED = 36;
export const L_DELTA = 40;
export const L_DELTA_PANELS = 44;
/** 0 where the weights are not trained. */
export const L_GRADIENT = 48;
/** 0 where the bias is not trained. */
export const L_BIAS_GRADIENT = 52;
export const L_WEIGHT_SLOT = 56;
export const L_WEIGHT_SLOT2 = 60;
export const L_BIAS_SLOT = 64;
export const L_BIAS_SLOT2 = 68;
/** The value that all units share, padded; 0 where each unit has its own. */
export const L_SHARED_BIAS = 72;
/** The factors of dropout; 0 where nothing is dropped. */
export const L_MASK = 76;
export const L_TRAINED = 80;
/** The number of elements from one row of net inputs, outputs or deltas to the next. */
export const L_PITCH = 84;

/** The number of bytes of rows that are reordered at once, at least the rows of one tile. */
export const PACKED_BYTES = 524288;
export const MOST_TILE_ROWS = 6;

/** The tasks. */
export const TRAIN = 0;
export const TRAIN_CHUNK = 1;
export const FORWARD = 2;

/** How a layer's activation or its derivative is computed: by the host, or by one of these kernels. */
export const BY_HOST = 0;
export const IDENTITY = 1;
export const RELU = 2;
export const LEAKY_RELU = 3;
export const SIGMOID = 4;
export const TANH = 5;
export const SOFTMAX = 6;

/** How the gradient of the loss is computed where the host does not compute it. */
export const DIFFERENCE = 1;
export const SOFTMAX_CROSS_ENTROPY = 2;

/** The optimizers. */
export const SGD = 0;
export const ADAGRAD = 1;
export const RMSPROP = 2;
export const ADAM = 3;
