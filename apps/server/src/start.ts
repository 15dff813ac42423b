import 'reflect-metadata';
import { createServer } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino, type Logger } from 'pino';
import { CannotStart, openDatabase } from '#postgres';
import { bannerOf } from './banner.js';
import { ConfigError, type Config } from './config.js';
import { createHttp } from './http/http-server.js';
import { urlOf } from './http/own-url.js';
import { ledgerErrors } from './ledger-errors.js';
import { assertMasterKey, installationKeys } from './key-files.js';
import { openLedger, type Ledger } from './ledger.js';
import { forgetAgain } from './privacy/forgetting.js';
import { serverModule } from './server.module.js';

export interface RunningServer {
  readonly url: string;
  readonly adminKey: string;
  /** Answers what is under way, then stops everything that was started, the embedded PostgreSQL last. */
  stop(): Promise<void>;
}

const DRAIN_WITHIN_MS = 10_000;
const CLOSE_IDLE_EVERY_MS = 50;

/** Brings the ledger up: database, log, projections, API. @throws ConfigError, CannotStart with a line for a person */
export async function startServer(config: Config, print: (line: string) => void = () => undefined): Promise<RunningServer> {
  await assertPortFree(config);
  const log = pino({ level: config.logLevel }, pino.destination({ fd: process.stderr.fd, sync: true }));
  const undo: (() => Promise<void>)[] = [];
  const stop = once(async () => {
    // What can not be ended in order must not keep the rest from ending.
    for (const step of undo.reverse())
      await step().catch((error: unknown) => log.error({ err: error }, 'did not end in order'));
  });
  try {
    const keys = await installationKeys(config);
    const { databaseUrl, dataFolder } = config;
    const onNotice = (line: string): void => log.warn(line);
    const database = await openDatabase({ folder: dataFolder, onNotice, ...(databaseUrl !== undefined && { databaseUrl }) });
    undo.push(() => database.stop());
    const ledger = await openLedger(database.url, config, keys, log);
    undo.push(() => ledger.close());
    await assertMasterKey(ledger.vault, config);
    await forgetAgain(ledger.handling, ledger.persons);
    undo.push(run(ledger));
    const app = await createHttp({
      module: serverModule(ledger),
      errors: ledgerErrors(),
      log,
      keys: ledger.keys,
      sessions: ledger.sessions,
      consoleFolder: config.console.folder,
      metrics: ledger.metrics,
      access: ledger.access,
    });
    undo.push(() => drain(app, ledger, log));
    await begun(ledger);
    const url = await listen(app, config);
    for (const line of bannerOf(url, config, keys)) print(line);
    return { url, adminKey: keys.adminKey, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Nobody is told to come before what the first request asks has answered. */
async function begun({ readiness }: Ledger): Promise<void> {
  await readiness.begun().catch((error: unknown) => {
    throw new CannotStart(`The ledger does not come up (${(error as Error).message}).`, { cause: error });
  });
}

/** Starts what runs beside the API; answers how to stop it. */
function run({ projector, chores }: Ledger): () => Promise<void> {
  projector?.start();
  for (const chore of chores) chore.start();
  return async () => {
    await Promise.all([projector?.stop(), ...chores.map((chore) => chore.stop())]);
  };
}

/** Before anything else is started: the usual reason is that a ledger is running already. */
async function assertPortFree(config: Config): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const probe = createServer();
  probe.once('error', reject);
  probe.listen(config.port, config.host, () => probe.close(() => resolve(undefined)));
  await promise.catch((error: unknown) => {
    throw explained(error, config);
  });
}

async function listen(app: NestFastifyApplication, config: Config): Promise<string> {
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    throw explained(error, config);
  }
  const address = app.getHttpServer().address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  return urlOf(config.host, port);
}

function explained(error: unknown, { host, port }: Config): unknown {
  switch ((error as { code?: unknown }).code) {
    case 'EADDRINUSE':
      return new ConfigError([
        `PORT ${String(port)} is in use on ${host}: stop what listens there or choose another, PORT=${String(port + 1)} npm start`,
      ]);
    case 'EACCES':
      return new ConfigError([`PORT ${String(port)} may not be used by this user: choose one above 1023`]);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError([`HEZHANG_HOST ${host} is no address of this machine`]);
    default:
      return error;
  }
}

/** Says that we are going, ends the streams, answers what is under way; who still sends after a while is cut off. */
async function drain(app: NestFastifyApplication, ledger: Ledger, log: Logger): Promise<void> {
  ledger.readiness.close();
  ledger.feed.close();
  ledger.terminalInbox.close();
  const server = app.getHttpServer();
  // A connection that was busy when we closed stays open for the next request, which will not come.
  const idle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
  const cutOff = setTimeout(() => {
    log.warn('requests were cut off: they took too long to end');
    server.closeAllConnections();
  }, DRAIN_WITHIN_MS);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(cutOff);
  }
}

/** The same promise however often it is asked for. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
