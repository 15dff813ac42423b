import { defineConfig } from 'vite';
import { antdStyles } from './build/antd-styles.mjs';
import { compressed, firstLoadWithin, pageList } from './build/plugins.mjs';

/** Compressed script that a browser needs before it shows a page: charts and the pages themselves come later. */
const FIRST_LOAD_BYTES = 170_000;

/**
 * The frame is one file, because nothing of it can do without the rest; what pages share are a few, because each that has to be asked
 * for costs a phone more than some kilobytes do that it need not have read.
 */
const CHUNKS = [
  { name: 'frame', tags: ['$initial'] },
  // With the largest styles, which no page without a form need read.
  {
    name: 'forms',
    test: /[\\/]antd[\\/]es[\\/](form|input|radio|checkbox|date-picker)[\\/]/,
    entriesAware: true,
    entriesAwareMergeThreshold: 8_000,
  },
  { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 30_000 },
];
/** Without the names of all that share it. */
const short = (name = '') => name.replace(/[~.].*$/, '');

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  // The server puts a fresh one in for each answer.
  html: { cspNonce: '__HEZHANG_NONCE__' },
  plugins: [antdStyles(), pageList('overview'), firstLoadWithin(FIRST_LOAD_BYTES), compressed()],
  cacheDir: '../../.cache/vite',
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_500,
    // Of components that could also be rendered by a server; here none is.
    rolldownOptions: {
      onLog: (level, log, handle) => log.code === 'MODULE_LEVEL_DIRECTIVE' || handle(level, log),
      output: {
        codeSplitting: { groups: CHUNKS },
        chunkFileNames: ({ name }) => `assets/${short(name)}-[hash].js`,
        assetFileNames: ({ names: [name] }) => `assets/${short(name)}-[hash][extname]`,
      },
    },
  },
});
