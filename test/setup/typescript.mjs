// Lets Node import the TypeScript sources as they are: for the bench, and for jest's globalSetup, which jest loads outside its
// own module system. What a source compiles to is kept by its content: the tests start hundreds of processes and threads.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';
import { planted } from '../faults/planted.mjs';

const OPTIONS = {
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    experimental: { keepImportAttributes: true },
  },
};
const require = createRequire(import.meta.url);
const KEPT = join(import.meta.dirname, '../../.cache/typescript');
const KIND = JSON.stringify([OPTIONS, require('@swc/core/package.json').version]);

registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('#')) return next(specifier, { ...context, conditions: [...context.conditions, 'source'] });
    const isSource = specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts');
    return next(isSource ? `${specifier.slice(0, -3)}.ts` : specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
    const filename = fileURLToPath(url);
    const source = compiled(filename, planted(filename, readFileSync(filename, 'utf8')));
    return { format: 'module', source, shortCircuit: true };
  },
});

/** The name is part of it: the source map says it. */
function compiled(filename, source) {
  const file = join(KEPT, createHash('sha256').update(`${KIND}\n${filename}\n`).update(source).digest('hex'));
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const { code } = require('@swc/core').transformSync(source, { filename, ...OPTIONS });
    keep(file, code);
    return code;
  }
}

/** Under another name first: nobody shall read the half of it. Who may not write here does without. */
function keep(file, code) {
  const aside = `${file}.${process.pid}.${threadId}`;
  try {
    mkdirSync(KEPT, { recursive: true });
    writeFileSync(aside, code);
    renameSync(aside, file);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(error.code)) throw error;
  }
}
