// The styles of antd's components as a file of the build: made in the browser they cost a second and more of a phone's time.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { extractStyle } from '@ant-design/static-style-extract';
import { ConfigProvider } from 'antd';
import { createElement } from 'react';

const SOURCES = join(import.meta.dirname, '../src');
const IMPORTED = /import \{([^}]*)\} from 'antd'/g;
const STYLES = /\/antd\/es\/([a-z-]+)\/style\/index\.js$/;
const NAME = 'virtual:antd.css';
const ID = `\0${NAME}`;

/** What other components bring along, and no source of ours names. */
const INSIDE = ['Button', 'Checkbox', 'Empty', 'Input', 'Popover', 'Space', 'Spin', 'Tooltip', 'message', 'notification'];
/** Folders of antd that are no component, or whose component makes them with itself. */
const PARTS = ['style', 'theme'];

/** `virtual:antd.css`: of the components that the sources import. Fails where the bundle holds one whose styles are not in it. */
export const antdStyles = () => {
  const names = [...new Set([...importedNames(), ...INSIDE])].sort();
  return {
    name: 'antd-styles',
    resolveId: (id) => (id === NAME ? ID : undefined),
    load: (id) => (id === ID ? stylesOf(names) : undefined),
    generateBundle(_options, bundle) {
      const known = new Set([...names.map(folderOf), ...PARTS]);
      const missing = foldersIn(bundle).filter((folder) => !known.has(folder));
      if (missing.length > 0)
        this.error(`no styles are made for ${missing.join(', ')} of antd: name it in build/antd-styles.mjs`);
    },
  };
};

function importedNames() {
  const files = readdirSync(SOURCES, { recursive: true }).filter((file) => file.endsWith('.tsx'));
  const imported = files.flatMap((file) => [...readFileSync(join(SOURCES, file), 'utf8').matchAll(IMPORTED)]);
  return imported
    .flatMap(([, names]) => names.split(','))
    .map((name) => name.trim().split(' ')[0])
    .filter((name) => /^[A-Z]/.test(name));
}

const stylesOf = (includes) =>
  extractStyle({ includes, customTheme: (all) => createElement(ConfigProvider, { theme: { hashed: false } }, all) });

const folderOf = (name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();

function foldersIn(bundle) {
  const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
  const ids = chunks.flatMap(({ modules }) => Object.keys(modules).filter((id) => modules[id].renderedLength > 0));
  return [...new Set(ids.flatMap((id) => STYLES.exec(id)?.[1] ?? []))];
}
