import { decodeConfig, type Config } from './config.js';
import { DOCS_PATH } from './http/openapi.js';
import type { InstallationKeys } from './key-files.js';

/** What a person sees once the server is up. The last line is what to type next. */
export function bannerOf(url: string, config: Config, { adminKey, adminKeyFile }: InstallationKeys): string[] {
  return [
    '',
    `  Hezhang is up    ${url}`,
    `  API, to try out  ${url}${DOCS_PATH}`,
    adminKeyFile === undefined
      ? '  Admin key        as set by HEZHANG_ADMIN_KEY'
      : `  Admin key        ${adminKey}  (kept in ${adminKeyFile})`,
    `  Data             ${config.databaseUrl === undefined ? config.dataFolder : 'in your PostgreSQL (DATABASE_URL)'}`,
    '',
    `  Type next, in another terminal:  ${nextOf(url, config)}`,
  ];
}

/** The demo finds the ledger by the same settings; those that are not the default are repeated. */
function nextOf(url: string, { dataFolder, adminKey }: Config): string {
  const standard = decodeConfig({});
  const { port } = new URL(url);
  return [
    ...(Number(port) === standard.port ? [] : [`PORT=${port}`]),
    ...(dataFolder === standard.dataFolder ? [] : [`HEZHANG_DATA=${dataFolder}`]),
    ...(adminKey === undefined ? [] : ['HEZHANG_ADMIN_KEY=…']),
    'npm run demo',
  ].join(' ');
}
