// Outlives a harness that is killed: PostgreSQL is a child of nobody who would notice. `node guard.mjs FOLDER PID` ends when
// the folder is gone, or, when the harness PID is, stops the PostgreSQL in the folder and removes it.
import { existsSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;
const [folder, harness] = process.argv.slice(2);

while (existsSync(folder) && process.ppid === Number(harness)) await sleep(POLL_MS);
if (existsSync(folder)) {
  await import('../setup/typescript.mjs');
  const { EmbeddedPostgres } = await import('../../libs/postgres/src/embedded/supervisor.ts');
  await (await EmbeddedPostgres.start({ folder })).stop();
  rmSync(folder, { recursive: true, force: true });
}
