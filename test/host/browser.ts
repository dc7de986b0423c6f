/** A Chromium to look at the embedded editor with. */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { embeddedChromium } from './install.js';

/** Without a GPU, in software, so that a canvas has the same pixels everywhere. */
const args = [
  '--no-sandbox',
  '--disable-gpu-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** The Chrome or Chromium that BACKPROP_CHROMIUM names; else the embedded one. It ends with this process. */
export async function launchBrowser(): Promise<Browser> {
  const own = process.env.BACKPROP_CHROMIUM;
  if (own) return chromium.launch({ executablePath: own, args });
  const folder = await embeddedChromium();
  return chromium.launch({ executablePath: path.join(folder, 'chromium'), args, env: environment(folder) });
}

/** A bare system may lack the libraries and the fonts that come with the embedded one. */
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
