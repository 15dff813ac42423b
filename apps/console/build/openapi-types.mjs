// Writes the types of the API from the server's own document. Runs from the sources, without a database:
//   node --import ./test/setup/typescript.mjs apps/console/build/openapi-types.mjs
import 'reflect-metadata';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { apiDocument } from '../../server/src/http/api-document.ts';

const FILE = join(import.meta.dirname, '../src/api/generated/openapi.d.ts');

const text = `/* Made by build/openapi-types.mjs. */\n${astToString(await openapiTS(await apiDocument()))}`;
if (before() !== text) {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, text);
}
process.exit(0);

function before() {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return undefined;
  }
}
