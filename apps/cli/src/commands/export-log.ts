import { parseArgs } from 'node:util';
import { PostgresTreeStore } from '#audit';
import { instant } from '#kernel';
import { PostgresBesideTables, exportLog, type ExportParts } from '#log-archive';
import { UsageError, type CommandContext } from '../command.js';
import { openSide } from '../log-sides.js';
import { PhaseLine } from '../phase-line.js';

const POSITION = /^(?:\d{16}|\d{38})$/;

/**
 * `export log`: the log with its proofs, while it goes on being written to. Answers 0 where every checkpoint is of it.
 */
export async function exportingLog({ args, config, print }: CommandContext): Promise<number> {
  const { out, upTo, withDatabase, databaseUrl, eventStoreUrl } = parse(args);
  const side = await openSide(config, { databaseUrl, eventStoreUrl: eventStoreUrl ?? config.eventStoreUrl });
  const line = new PhaseLine(process.stdout);
  try {
    const exported = await exportLog(out, {
      log: side.log,
      kind: side.kind,
      store: new PostgresTreeStore(side.pool),
      now: Date.now,
      onProgress: (events) => line.show('exporting', events),
      ...(upTo && { upTo }),
      ...(withDatabase && { beside: new PostgresBesideTables(side.pool) }),
    });
    line.end();
    const { events, position, checkpoints, signed, root, digest, forked } = exported;
    print(
      `${out}: ${String(events)} events up to ${position || 'the start'}, ${String(checkpoints)} checkpoints, ${String(signed)} events signed`,
    );
    print(`root ${root}, file ${digest}`);
    if (forked.length === 0) return 0;
    print(`${String(forked.length)} checkpoints are not of this log, the first one of ${String(forked[0])} events: run verify`);
    return 1;
  } finally {
    line.end();
    await side.close();
  }
}

interface Options {
  readonly out: string;
  readonly upTo: ExportParts['upTo'];
  readonly withDatabase: boolean;
  readonly databaseUrl: string | undefined;
  readonly eventStoreUrl: string | undefined;
}

function parse(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const options = { out: text, to: text, database: text, eventstore: text, 'with-database': { type: 'boolean' } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const { out, to, database: databaseUrl, eventstore: eventStoreUrl } = values;
    if (positionals.length !== 1 || out === undefined)
      throw new UsageError('export log takes --out FILE (.gz and .zst are packed), --to POSITION or TIME, --with-database');
    const withDatabase = values['with-database'] ?? false;
    return { out, upTo: to === undefined ? undefined : endOf(to), withDatabase, databaseUrl, eventStoreUrl };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function endOf(to: string): NonNullable<ExportParts['upTo']> {
  if (POSITION.test(to)) return { position: to };
  const ms = Date.parse(to);
  if (Number.isNaN(ms)) throw new UsageError(`--to takes a position or a time like 2026-09-21T10:00:00+08:00, not ${to}`);
  return { recordedBy: instant(ms) };
}
