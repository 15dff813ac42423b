import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const HOW_TO_INSTALL = `
The tests of the console need Chromium, which they do not install by themselves:
  Debian, Ubuntu   apt-get install chromium
  Fedora           dnf install chromium
  macOS            brew install --cask chromium
Where it stands elsewhere, say so: CHROMIUM_PATH=/path/to/chromium npm run test:console`;

/** @throws Error that says how to install it */
export function chromiumPath() {
  const { CHROMIUM_PATH: told } = process.env;
  const found = told ? [told].find(existsSync) : PLACES.find(existsSync);
  if (!found) throw new Error(HOW_TO_INSTALL);
  return found;
}
