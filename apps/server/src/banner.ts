import type { Config } from './config.js';
import { DOCS_PATH } from './http/openapi.js';
import type { InstallationKeys } from './key-files.js';

const DEFAULT_PORT = 3000;

/** What a person sees once the server is up. The last line is what to type next. */
export function bannerOf(url: string, config: Config, { adminKey, adminKeyFile }: InstallationKeys): string[] {
  const { port } = new URL(url);
  const next = Number(port) === DEFAULT_PORT ? 'npm run demo' : `PORT=${port} npm run demo`;
  return [
    '',
    `  Hezhang is up    ${url}`,
    `  API, to try out  ${url}${DOCS_PATH}`,
    adminKeyFile === undefined
      ? '  Admin key        as set by HEZHANG_ADMIN_KEY'
      : `  Admin key        ${adminKey}  (kept in ${adminKeyFile})`,
    `  Data             ${config.databaseUrl === undefined ? config.dataFolder : 'in your PostgreSQL (DATABASE_URL)'}`,
    '',
    `  Type next, in another terminal:  ${next}`,
  ];
}
