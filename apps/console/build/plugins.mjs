// What the build of the console does beside bundling.
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const PAGES = join(import.meta.dirname, '../src/pages');
const COMPRESSIBLE = /\.(js|css|svg)$/;

/**
 * Names the addresses that the server answers with the console's page: one per folder of a page, and the root. With each stand the
 * links by which its files are on their way before any script asked for them; the root has those of `first`, where it leads.
 */
export const pageList = (first) => ({
  name: 'page-list',
  generateBundle(_options, bundle) {
    const folders = readdirSync(PAGES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const names = folders.map(({ name }) => name).sort();
    const links = Object.fromEntries(names.map((name) => [name, linksOf(join(PAGES, name, 'view.tsx'), bundle)]));
    const source = JSON.stringify({ '': links[first], ...links });
    this.emitFile({ type: 'asset', fileName: 'pages.json', source });
  },
});

function linksOf(view, bundle) {
  const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
  const known = withImports(
    chunks.filter(({ isEntry }) => isEntry),
    bundle,
  );
  const own = withImports(
    chunks.filter(({ facadeModuleId }) => facadeModuleId === view),
    bundle,
  ).difference(known);
  const styles = new Set([...own].flatMap((fileName) => [...(bundle[fileName].viteMetadata?.importedCss ?? [])]));
  const scripts = [...own].map((fileName) => `<link rel="modulepreload" crossorigin href="/${fileName}">`);
  return [...scripts, ...[...styles].map((fileName) => `<link rel="preload" as="style" crossorigin href="/${fileName}">`)].join(
    '',
  );
}

/** Names of chunks with those of all that they import, to any depth. */
function withImports(chunks, bundle) {
  const names = new Set();
  const add = (fileName) => {
    const chunk = bundle[fileName];
    if (chunk?.type !== 'chunk' || names.has(fileName)) return;
    names.add(fileName);
    chunk.imports.forEach(add);
  };
  for (const { fileName } of chunks) add(fileName);
  return names;
}

/** Writes `.br` and `.gz` beside each file: the server compresses nothing by itself. */
export const compressed = () => ({
  name: 'compressed',
  // Only now are the files what they will be.
  async writeBundle({ dir }, bundle) {
    const files = bytesOf(bundle).filter(([fileName]) => COMPRESSIBLE.test(fileName));
    const write = ([fileName, content]) => [
      brotli(content).then((smaller) => writeFile(join(dir, `${fileName}.br`), smaller)),
      promisify(gzip)(content, { level: 9 }).then((smaller) => writeFile(join(dir, `${fileName}.gz`), smaller)),
    ];
    await Promise.all(files.flatMap(write));
  },
});

/** Fails the build where what is loaded before any page grows beyond so many compressed bytes, and says how many there are. */
export const firstLoadWithin = (limit) => ({
  name: 'first-load',
  async writeBundle(_options, bundle) {
    const first = withImports(
      Object.values(bundle).filter(({ isEntry }) => isEntry),
      bundle,
    );
    const files = bytesOf(bundle).filter(([fileName]) => first.has(fileName));
    const sizes = await Promise.all(files.map(async ([, content]) => (await brotli(content)).length));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    this.info(`first load: ${total} bytes of compressed script in ${sizes.length} files, of ${limit}`);
    if (total > limit) this.error(`the first load is ${total} bytes of compressed script, more than ${limit}`);
  },
});

const bytesOf = (bundle) =>
  Object.values(bundle).map((file) => [file.fileName, Buffer.from(file.type === 'chunk' ? file.code : file.source)]);

const brotli = (content) =>
  promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } });
