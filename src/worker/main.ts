import { revectorizing } from '../kernels/revectorizer.js';
import { serve } from './serve.js';

serve(__filename, revectorizing);
