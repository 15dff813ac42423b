import { pino } from 'pino';
import { openDatabase } from '#postgres';
import { decodeConfig } from '../../server/src/config.js';
import { installationKeys } from '../../server/src/key-files.js';
import { openCore } from './core.js';
import { Projector } from './projector.js';

/** The projector as a process of its own, beside servers that run with HEZHANG_PROJECTOR=off. Ends on SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const config = decodeConfig(process.env);
  const log = pino({ level: config.logLevel }, pino.destination({ fd: process.stderr.fd, sync: true }));
  const { databaseUrl, dataFolder } = config;
  const database = await openDatabase({ folder: dataFolder, ...(databaseUrl !== undefined && { databaseUrl }) });
  const { masterKey } = await installationKeys(config);
  const core = await openCore({ databaseUrl: database.url, masterKey });
  const projector = new Projector(core, {
    onFailure: (of, error) => log.error({ of, err: error }, 'does not go on; it will be tried again'),
  });
  projector.start();
  process.stdout.write('Hezhang projector is up: read models and reactions follow the log.\n');
  await askedToStop();
  await projector.stop();
  await core.close();
  await database.stop();
}

const askedToStop = (): Promise<unknown> =>
  new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
