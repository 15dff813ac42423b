import { parseArgs } from 'node:util';
import {
  CheckpointFolder,
  PostgresTreeStore,
  openCertificate,
  verifierFrom,
  verifyLog,
  verifyLogTables,
  verifyTimestamps,
  verifyWitnessed,
  witnessKeyFrom,
  type Defect,
  type EntriesOf,
  type GivenNote,
  type StampedParts,
  type VerificationParts,
  type Verified,
} from '#audit';
import { scanOf, type RecordedEvent } from '#event-log';
import { openDatabase, openPool } from '#postgres';
import { LogEvent, entriesOf, replay, sourceOf } from '#projections';
import { openLog } from '../../../projector/src/core.js';
import { PROJECTIONS, ledgerCodec } from '../../../projector/src/features.js';
import { checkpointsIn } from '../../../server/src/audit/sealing-of.js';
import { verifyBundle } from '../verify-bundle.js';
import { UsageError, type CliCommand, type CommandContext } from '../command.js';
import { defectLine } from '../defect-line.js';
import { contentOf, keysIn } from '../given-files.js';
import { verifyFile } from './verify-export.js';
import { withReaders } from '../verify-readers.js';
import { isWrong, replayLines } from '../replay-report.js';

type Pool = ReturnType<typeof openPool>;

/** Reading the log, checking its tables, and what is stored of the tree. */
const CONNECTIONS = 4;
/** To replay, beside one for each read model: the place it is done in, and both sides of the comparison. */
const READ_MODEL_CONNECTIONS = 3;
const BATCH_SIZE = 8_000;

export const verify: CliCommand = {
  name: 'verify',
  says:
    'recompute the log and tell everything that is wrong with it: --checkpoint FILE … (kept elsewhere), --key FILE (public), ' +
    '--witness FILE (its public key: the kept checkpoint must carry its cosignature), ' +
    '--timestamps (those of checkpoints too), --tsa-ca FILE (PEM: and that their authority signed them), ' +
    '--folder DIR (of checkpoints), --database URL, --eventstore URL, --projections (compare read models too); ' +
    '--bundle FILE: an evidence pack instead, --export FILE: an export of a log instead, with --key and --checkpoint; ' +
    '--certificate FILE: whether a certificate of a rebuild was signed by --key, and nothing else',
  async run(context) {
    const options = await optionsOf(context);
    if (options.bundle !== undefined) return verifyBundle({ ...options, bundle: options.bundle }, context.print);
    if (options.exportFile !== undefined) return verifyFile(options.exportFile, options, context.print);
    if (options.certificate !== undefined) return verifyCertificate(options.certificate, options.keys, context);
    const { dataFolder } = context.config;
    const { databaseUrl } = options;
    const database = await openDatabase({ folder: dataFolder, ...(databaseUrl !== undefined && { databaseUrl }) });
    const pool = openPool(database.url, { max: CONNECTIONS, applicationName: 'hezhang-verify' });
    try {
      return await verifyAll(pool, { ...options, databaseUrl: database.url }, context);
    } finally {
      await pool.end();
      await database.stop();
    }
  },
};

interface Options {
  readonly databaseUrl: string | undefined;
  readonly eventStoreUrl: string | undefined;
  readonly given: readonly GivenNote[];
  /** Public keys; undefined: as the database itself names them. */
  readonly keys: readonly string[] | undefined;
  readonly folder: string;
  /** Public keys of witnesses, one of which must vouch for each kept checkpoint; empty: nobody must. */
  readonly witnesses: readonly string[];
  readonly comparesReadModels: boolean;
  readonly looksAtTimestamps: boolean;
  /** PEM file of whom time-stamps are believed. */
  readonly caFile: string | undefined;
  /** An evidence pack, which is verified by itself. */
  readonly bundle: string | undefined;
  /** An export that is verified instead. */
  readonly exportFile: string | undefined;
  /** A certificate to look at instead of the log. */
  readonly certificate: string | undefined;
}

/** Answers 0 where one of the keys signed it as it is. Nothing but the file is looked at. */
function verifyCertificate(note: string, keys: readonly string[] | undefined, { print }: CommandContext): number {
  if (!keys) throw new UsageError('a certificate is held against --key FILE');
  const opened = openCertificate(note, keys.map(verifierFrom));
  if (opened) print(opened.text.trimEnd());
  const by = opened?.by.map(({ text }) => text).join(', ');
  print(by === undefined ? 'NOT VERIFIED: none of the keys signed this certificate as it is' : `verified: signed by ${by}`);
  return opened ? 0 : 1;
}

/** Answers 0 where nothing is wrong. */
async function verifyAll(pool: Pool, options: Options & { databaseUrl: string }, context: CommandContext): Promise<number> {
  const { print } = context;
  const { given } = options;
  const store = new PostgresTreeStore(pool);
  const keys = options.keys ?? (await store.keys());
  if (!options.keys) print('No --key: signatures are held against the keys that the database itself names.');
  if (given.length === 0) print('No --checkpoint: whoever could change everything, the key included, is not found.');
  const found: Defect[] = [];
  const onDefect = (defect: Defect): void => {
    found.push(defect);
    print(defectLine(defect));
  };
  verifyWitnessed(given, options.witnesses.map(witnessKeyFrom), onDefect);
  const began = performance.now();
  const folder = new CheckpointFolder(options.folder);
  const { events, sealed } = await recompute(pool, options, {
    store,
    verifiers: keys.map(verifierFrom),
    given,
    folder,
    onDefect,
  });
  const seconds = (performance.now() - began) / 1_000;
  const speed = `${seconds.toFixed(1)} s, ${String(Math.round(events / seconds))}/s`;
  print(`${String(events)} events (${speed}), ${String(sealed)} of them sealed.`);
  await verifyBeside(store, options, { onDefect, print });
  print(found.length === 0 ? 'verified: nothing is wrong' : `NOT VERIFIED: ${String(found.length)} defects`);
  return found.length === 0 ? 0 : 1;
}

/** The whole log, and its tables where they are PostgreSQL's. */
async function recompute(
  pool: Pool,
  { databaseUrl, eventStoreUrl }: Pick<Options, 'eventStoreUrl'> & { databaseUrl: string },
  against: Omit<VerificationParts, 'log'>,
): Promise<Verified> {
  const codec = ledgerCodec();
  const entries: EntriesOf = (event) => entriesOf(new LogEvent(event, codec));
  if (eventStoreUrl === undefined) {
    const { size } = await against.store.state();
    const readers = { scan: scanOf(pool), databaseUrl, entriesOf: entries, events: size };
    const verified = withReaders(readers, (log) => verifyLog({ ...against, log }));
    const [all] = await Promise.all([verified, verifyLogTables(pool, against.onDefect)]);
    return all;
  }
  const log = await openLog({ databaseUrl, eventStoreUrl });
  try {
    const events = eventsOf(log.readAll('', { batchSize: BATCH_SIZE }));
    return await verifyLog({ ...against, log: { events, entriesOf: entries } });
  } finally {
    await log.close();
  }
}

interface Tells {
  readonly onDefect: (defect: Defect) => void;
  readonly print: CommandContext['print'];
}

/** What is looked at only where it was asked for. */
async function verifyBeside(store: PostgresTreeStore, options: Options, { onDefect, print }: Tells): Promise<void> {
  const { caFile, folder, looksAtTimestamps, comparesReadModels } = options;
  if (looksAtTimestamps) await verifyStamped({ store, folder: new CheckpointFolder(folder), caFile, onDefect }, print);
  if (comparesReadModels) await compareReadModels(options, onDefect);
}

/** Tells how far time-stamps were looked at, and what the newest good one says. */
async function verifyStamped(parts: StampedParts, print: CommandContext['print']): Promise<void> {
  const { good, newest, unsignedBecause } = await verifyTimestamps(parts);
  print(
    newest ? `${String(good)} good time-stamps: ${String(newest.size)} events existed by ${newest.at}.` : 'No good time-stamp.',
  );
  if (unsignedBecause !== undefined) print(`Who signed time-stamps was not looked at: ${unsignedBecause}.`);
}

async function* eventsOf(batches: AsyncIterable<{ readonly events: readonly RecordedEvent[] }>) {
  for await (const { events } of batches) yield events;
}

/** Replays each read model beside the one that serves, and compares the two; it writes, and needs the right to. */
async function compareReadModels(
  { databaseUrl = '', eventStoreUrl }: Options,
  onDefect: (defect: Defect) => void,
): Promise<void> {
  const pool = openPool(databaseUrl, { max: PROJECTIONS.length + READ_MODEL_CONNECTIONS, applicationName: 'hezhang-verify' });
  const log = await openLog({ databaseUrl, eventStoreUrl });
  try {
    const places = { source: sourceOf(log), codec: ledgerCodec(), scratch: pool, serving: pool };
    const { models } = await replay(places, { projections: PROJECTIONS });
    // What serves nothing, or more than the log has, is not what the log says either.
    const wrong = models.filter((model) => isWrong(model) || model.compared !== 'rows');
    for (const model of wrong) onDefect({ kind: 'projection', says: replayLines(model).join('\n') });
  } finally {
    await log.close();
    await pool.end();
  }
}

async function optionsOf({ args, config }: CommandContext): Promise<Options> {
  const { values } = parsed(args);
  const { checkpoint = [], key, folder, witness, projections = false, export: exportFile, certificate } = values;
  if (witness !== undefined && checkpoint.length === 0)
    throw new UsageError('--witness goes with --checkpoint FILE: a checkpoint that was kept and cosigned');
  return {
    databaseUrl: values.database ?? config.databaseUrl,
    eventStoreUrl: values.eventstore ?? config.eventStoreUrl,
    given: await Promise.all(checkpoint.map(async (from) => ({ from, note: await contentOf(from) }))),
    keys: key === undefined ? undefined : await keysIn(key, verifierFrom),
    witnesses: witness === undefined ? [] : await keysIn(witness, witnessKeyFrom),
    folder: folder ?? checkpointsIn(config.dataFolder),
    comparesReadModels: projections,
    looksAtTimestamps: values.timestamps === true || values['tsa-ca'] !== undefined,
    caFile: await readable(values['tsa-ca'] ?? config.audit.authorityCaFile),
    bundle: values.bundle,
    exportFile,
    certificate: certificate === undefined ? undefined : await contentOf(certificate),
  };
}

const parsed = (args: readonly string[]) => {
  const text = { type: 'string' } as const;
  const options = {
    checkpoint: { type: 'string', multiple: true },
    key: text,
    bundle: text,
    certificate: text,
    folder: text,
    witness: text,
    database: text,
    eventstore: text,
    export: text,
    projections: { type: 'boolean' },
    timestamps: { type: 'boolean' },
    'tsa-ca': text,
  } as const;
  try {
    return parseArgs({ args: [...args], options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

async function readable(file: string | undefined): Promise<string | undefined> {
  if (file !== undefined) await contentOf(file);
  return file;
}
