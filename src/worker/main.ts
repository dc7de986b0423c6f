import { revectorizing } from '../backends/process/revectorizer.js';
import { serve } from './serve.js';

serve(__filename, revectorizing);
