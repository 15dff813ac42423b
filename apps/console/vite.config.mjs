import { defineConfig } from 'vite';
import { antdStyles } from './build/antd-styles.mjs';
import { compressed, firstLoadWithin, pageList } from './build/plugins.mjs';

/** Compressed script that a browser needs before it shows a page: charts and the pages themselves come later. */
const FIRST_LOAD_BYTES = 300_000;

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  // The server puts a fresh one in for each answer.
  html: { cspNonce: '__HEZHANG_NONCE__' },
  plugins: [antdStyles(), pageList(), firstLoadWithin(FIRST_LOAD_BYTES), compressed()],
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
    rolldownOptions: { onLog: (level, log, handle) => log.code === 'MODULE_LEVEL_DIRECTIVE' || handle(level, log) },
  },
});
