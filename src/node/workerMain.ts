import { revectorizing } from './revectorizer.js';
import { serve } from './serve.js';

serve(__filename, revectorizing);
