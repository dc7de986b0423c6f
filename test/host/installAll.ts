/** Installs the embedded editor and browser where they are missing. */
import { embeddedChromium, embeddedServer } from './install.js';

Promise.all([embeddedServer(), embeddedChromium()]).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
