import { pino } from 'pino';
import type { EventLog } from '#event-log';
import { openDatabase } from '#postgres';
import { decodeConfig } from '../../server/src/config.js';
import { assertMasterKey, installationKeys } from '../../server/src/key-files.js';
import { sealingOf } from '../../server/src/audit/sealing-of.js';
import { MeteredEventLog } from '../../server/src/operations/metered-event-log.js';
import { Metrics } from '../../server/src/operations/metrics.js';
import { endOnUncaught, explain } from '../../server/src/unplanned-end.js';
import { openCore } from './core.js';
import { Projector } from './projector.js';
import { StatusServer } from './status-server.js';
import { projectorReadiness, watchFollowing } from './watch-projector.js';

/** The projector as a process of its own, beside servers that run with HEZHANG_PROJECTOR=off. Ends on SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const config = decodeConfig(process.env);
  const log = pino({ level: config.logLevel }, pino.destination({ fd: process.stderr.fd, sync: true }));
  const { databaseUrl, eventStoreUrl, dataFolder, host, projectorPort } = config;
  const database = await openDatabase({ folder: dataFolder, ...(databaseUrl !== undefined && { databaseUrl }) });
  const { masterKey } = await installationKeys(config);
  const metrics = new Metrics();
  const around = (inner: EventLog): MeteredEventLog => new MeteredEventLog(inner, metrics);
  const core = await openCore({ databaseUrl: database.url, eventStoreUrl, masterKey, around });
  await assertMasterKey(core.vault, config);
  const projector = new Projector(core, {
    dataFolder,
    onFailure: (of, error) => log.error({ of, err: error }, 'does not go on; it will be tried again'),
    sealing: await sealingOf(config),
  });
  watchFollowing(metrics, projector);
  const readiness = projectorReadiness(core);
  const status = await StatusServer.listen(host, projectorPort, { metrics, readiness });
  projector.start();
  process.stdout.write('Hezhang projector is up: read models and reactions follow the log.\n');
  await askedToStop();
  readiness.close();
  await projector.stop();
  await status.close();
  await core.close();
  await database.stop();
}

const askedToStop = (): Promise<unknown> =>
  new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });

endOnUncaught();
main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  },
);
