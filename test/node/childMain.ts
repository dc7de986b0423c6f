/*
 * The worker's entry for child processes with a flag that any Node supports, which loads the file in
 * $BACKPROP_TEST_FLAG.
 */
import { serve } from '../../src/node/serve.js';

const { BACKPROP_TEST_FLAG = '', BACKPROP_TEST_SHAPE = '' } = process.env;
serve(__filename, { flags: ['--require', BACKPROP_TEST_FLAG], shape: BACKPROP_TEST_SHAPE });
