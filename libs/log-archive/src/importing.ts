import { createHash } from 'node:crypto';
import { PostgresTreeStore, verifierFrom, type StoredCheckpoint } from '#audit';
import { START, type Position, type RestorableLog } from '#event-log';
import { Fault } from '#kernel';
import type { openPool } from '#postgres';
import { followMovedLog, whileNobodyOwns } from '#projections';
import { lineOf, type ArchiveHeader, type RowLine } from './file/lines.js';
import { provenParts } from './file/proven-parts.js';
import { openParts, type Part } from './file/read-export.js';
import { LogCopy } from './log-copy.js';
import { PostgresBesideTables, REACTIONS } from './postgres-beside-tables.js';
import { PostgresImports } from './postgres-imports.js';
import { settle } from './settling.js';
import { SourcePlaces, placed } from './source-places.js';

type Pool = ReturnType<typeof openPool>;

export interface ImportParts {
  /** Where the events go: empty, or what an import of this file left when it was broken off. */
  readonly log: RestorableLog;
  /** The database of the read models, with all its schemas: tree, checkpoints and tables beside the log come here. */
  readonly pool: Pool;
  /** Public keys that are believed; undefined: those that the file names. */
  readonly keys: readonly string[] | undefined;
  /** Whoever holds one of these works on the database, and must not. */
  readonly owners: readonly string[];
  readonly onProgress?: (phase: 'copying' | 'proving', events: number) => void;
}

export type Imported =
  | { readonly before: true }
  | {
      readonly before: false;
      readonly events: number;
      /** Events that the target did not hold yet. */
      readonly added: number;
      /** Rows of tables beside the log. */
      readonly rows: number;
      /** Of the newest checkpoint, which the events that were read back are held against; 0: nothing was signed. */
      readonly signed: number;
      /** Where the last event stands now. */
      readonly head: Position;
      /** base64 */
      readonly root: string;
    };

const AT_ONCE = 500;

/**
 * Restores a ledger out of an export. What is not proven is not written; broken off, the same import goes on. @throws Fault where
 * the file is not what was exported, or the target is not empty
 */
export async function importLog(path: string, parts: ImportParts): Promise<Imported> {
  return whileNobodyOwns(parts.pool, parts.owners, async () => {
    const { header, parts: file } = await openParts(path);
    const importing = new Importing(header, parts);
    try {
      return await importing.run(file);
    } finally {
      await file.return(undefined);
    }
  });
}

class Importing {
  private readonly imports: PostgresImports;
  private readonly store: PostgresTreeStore;
  private readonly beside: PostgresBesideTables;
  private readonly copy: LogCopy;
  private readonly reactions = new Map<string, Position>();
  private places: SourcePlaces | undefined;
  private checkpoints: StoredCheckpoint[] = [];
  private rows: RowLine[] = [];
  private filled = 0;
  private root = '';

  constructor(
    private readonly header: ArchiveHeader,
    private readonly parts: ImportParts,
  ) {
    const { pool, log } = parts;
    this.imports = new PostgresImports(pool);
    this.store = new PostgresTreeStore(pool);
    this.beside = new PostgresBesideTables(pool);
    this.copy = new LogCopy(log);
  }

  async run(file: AsyncIterable<Part>): Promise<Imported> {
    const digest = createHash('sha256')
      .update(lineOf({ kind: 'header', header: this.header }))
      .digest('hex');
    const state = await this.imports.stateOf(digest);
    if (state === 'done') return { before: true };
    if (state === 'unknown') await this.begin(digest);
    const keys = this.keys();
    await this.store.takeOver(keys, []);
    for await (const part of provenParts(file, keys.map(verifierFrom))) await this.take(part);
    await this.flush();
    await this.copy.finish();
    const imported = await this.settle();
    await this.imports.done(digest);
    return imported;
  }

  private async begin(digest: string): Promise<void> {
    const { log } = this.parts;
    const [head, tree, checkpoint] = await Promise.all([log.head(), this.store.state(), this.store.latest()]);
    if (head !== START) throw new Fault(`the log is not empty: it is at ${head}, and no import of this file was begun here`);
    if (tree.size > 0 || checkpoint) throw new Fault('the database seals another log already: import into a new one');
    await this.imports.begin(digest);
  }

  /** @throws Fault where none of the keys that are believed signed this log */
  private keys(): readonly string[] {
    const { keys } = this.parts;
    if (keys && this.header.keys.length > 0 && !this.header.keys.some((key) => keys.includes(key)))
      throw new Fault('the file was not signed by the key that was given');
    return keys ? this.header.keys.filter((key) => keys.includes(key)) : this.header.keys;
  }

  private async take(part: Part): Promise<void> {
    if (part.kind === 'row') return this.row(part.row);
    if (part.kind === 'events') {
      this.places ??= new SourcePlaces(this.reactions);
      for (const event of part.events) this.places.note(event);
      await this.copy.take(part.events);
      this.parts.onProgress?.('copying', this.copy.counts.events);
    }
    if (part.kind === 'checkpoint') this.checkpoints.push({ ...part.checkpoint, position: START, cosignatures: '' });
    if (part.kind === 'trailer') this.root = part.trailer.root;
    if (this.checkpoints.length >= AT_ONCE) await this.flush();
  }

  private async row(row: RowLine): Promise<void> {
    if (this.filled === 0) await this.beside.clear();
    this.filled += 1;
    if (row.table === REACTIONS) this.reactions.set(String(row.row['name']), String(row.row['position']));
    else this.rows.push(row);
    if (this.rows.length >= AT_ONCE) await this.flush();
  }

  private async flush(): Promise<void> {
    const { checkpoints, rows } = this;
    this.checkpoints = [];
    this.rows = [];
    if (checkpoints.length > 0) await this.store.takeOver(this.keys(), checkpoints);
    if (rows.length > 0) await this.beside.fill(rows);
  }

  /** Reads back what was written, and makes the rest of the ledger follow it. */
  private async settle(): Promise<Imported> {
    const { log, pool, onProgress } = this.parts;
    const counts = this.places?.finish() ?? new Map<string, number>();
    const wanted = new Set(counts.values());
    const proving = (events: number): void => onProgress?.('proving', events);
    const { events, head, root, signed, places } = await settle({
      log,
      store: this.store,
      counts: wanted,
      onProgress: proving,
    });
    if (root !== this.root) throw new Fault(`the log that was written has the root ${root}, the file ${this.root}`);
    await followMovedLog(pool, placed(counts, places));
    await this.beside.finish();
    return { before: false, events, added: this.copy.counts.added, rows: this.filled, signed, head, root };
  }
}
