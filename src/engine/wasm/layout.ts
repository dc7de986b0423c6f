/*
 * Where everything stands in the memory that the kernels' threads share: this file belongs to both sides, and is compiled
 * with assembly/ too. Addresses and counts are i32, constants f64.
 */

/** What threads wait on, each in a cache line of its own. */
export const COMMAND = 64;
export const ARRIVED = 128;
export const GENERATION = 192;
export const SLEEPERS = 256;
/** Not 0 once a thread has broken off: nobody is to wait for it. */
export const BROKEN = 56;
/** Threads that have come to help. */
export const READY = 60;
/** The command to end. */
export const QUIT = -1;

/** One line a thread: not 0 where a parameter is not finite any more. */
export const FLAGS = 512;
/** One line a thread: milliseconds it has waited for others, f64. */
export const WAITED = 1536;
/** Two lines a thread: sums of 0 times what should stay finite, and the learning rate. */
export const SUMS = 2560;

/** What is to be done, and with what. */
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
/** Room for rows in another order, and its size for each thread. */
export const PACKED = HEADER + 108;
export const PACKED_SIZE = HEADER + 112;

/** Constants. */
export const LOSS_FACTOR = 4608;
/** What the loss is averaged over besides the rows. */
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
/** Found by clipping. */
export const GRADIENT_SCALE = 4688;

/** Zeros, to start sums from. */
export const ZEROS = 4736;
/** A tile of scratch for each thread. */
export const SCRATCH = 5120;
export const SCRATCH_SIZE = 512;

/** Where each thread's share of any work begins, as a part of the whole, f64; after the last one a 1. */
export const SHARES = 16384;

/** The layers' tables. */
export const TABLES = 32768;
export const TABLE_SIZE = 128;
export const L_INPUTS = 0;
export const L_UNITS = 4;
export const L_WEIGHTS = 8;
/** W by panels of inputs; 0 where nothing goes back through this layer. */
export const L_TRANSPOSED = 12;
/** An entry a unit, padded; 0 where there is none. */
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
/** What the units share: one value, padded; 0 where each has its own. */
export const L_SHARED_BIAS = 72;
/** Dropout's factors; 0 where nothing is dropped. */
export const L_MASK = 76;
export const L_TRAINED = 80;
/** Elements from a row of nets, outputs or deltas to the next. */
export const L_PITCH = 84;

/** Rows of so many bytes are put into another order at once, or as many as a tile has at the most. */
export const PACKED_BYTES = 524288;
export const MOST_TILE_ROWS = 6;

/** Tasks. */
export const TRAIN = 0;
export const TRAIN_CHUNK = 1;
export const FORWARD = 2;

/** How a layer's activation, or its derivative, is computed: by the host, or here. */
export const BY_HOST = 0;
export const IDENTITY = 1;
export const RELU = 2;
export const LEAKY_RELU = 3;
export const SIGMOID = 4;
export const TANH = 5;
export const SOFTMAX = 6;

/** How the loss's gradient is computed: by the host, or here. */
export const DIFFERENCE = 1;
export const SOFTMAX_CROSS_ENTROPY = 2;

/** Optimisers. */
export const SGD = 0;
export const ADAGRAD = 1;
export const RMSPROP = 2;
export const ADAM = 3;
