import { parentPort, workerData } from 'node:worker_threads';
import { answerStretches, stretchesOf } from '#audit';
import { scanOf } from '#event-log';
import { Fault } from '#kernel';
import { openPool } from '#postgres';
import { LogEvent, entriesOf } from '#projections';
import { ledgerCodec } from '../../projector/src/features.js';
import type { ReaderData } from './verify-readers.js';

/** Stretches under way at once: while one is computed, the next is read. */
const CONNECTIONS = 2;

/** What runs in each thread of `verifyReaders`. */
if (!parentPort) throw new Fault('not in a thread');
const { databaseUrl } = workerData as ReaderData;
const pool = openPool(databaseUrl, { max: CONNECTIONS, applicationName: 'hezhang-verify' });
const codec = ledgerCodec();
answerStretches(
  parentPort,
  stretchesOf(scanOf(pool), (event) => entriesOf(new LogEvent(event, codec))),
);
