/* The worker, for runs in processes that carry a flag which any Node knows: it loads what $BACKPROP_TEST_FLAG names. */
import { serve } from '../../src/node/serve.js';

const { BACKPROP_TEST_FLAG = '', BACKPROP_TEST_SHAPE = '' } = process.env;
serve(__filename, { flags: ['--require', BACKPROP_TEST_FLAG], shape: BACKPROP_TEST_SHAPE });
