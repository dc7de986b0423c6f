/** Launches the Chromium that shows the embedded editor. */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { embeddedChromium } from './install.js';

/**
 * Pages are drawn and composited by the CPU alone, so that a canvas has the same pixels on every machine. An emulated
 * GPU does the same and takes most of a core. Pages are open for seconds, in which the optimizing compilers cost more
 * than they save.
 */
const args = ['--no-sandbox', '--disable-gpu', '--js-flags=--no-maglev,--no-turbofan'];

/** Disables Playwright's signal handlers. The browser ends when its pipe closes, and handlers would delay the exit. */
const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };

/** Launches the Chrome or Chromium in BACKPROP_CHROMIUM, or else the embedded one. It ends with this process. */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env.BACKPROP_CHROMIUM;
  if (own) return chromium.launch({ executablePath: own, args, ...signals });
  const folder = await embeddedChromium();
  const executablePath = path.join(folder, 'chromium');
  return chromium.launch({ executablePath, args, env: environment(folder), ...signals });
}

/** Returns the environment with the embedded libraries and fonts, which the system may lack. */
function environment(folder: string): Record<string, string> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  if (!runs(path.join(folder, 'chromium'))) env.LD_LIBRARY_PATH = path.join(folder, 'al2023/lib');
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_FILE = fontsConfig(folder);
  return env;
}

function runs(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function fontsConfig(folder: string): string {
  const file = path.join(folder, 'fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig><dir>${folder}/fonts/fonts</dir><cachedir>${folder}/fonts/cache</cachedir></fontconfig>\n`,
  );
  return file;
}
