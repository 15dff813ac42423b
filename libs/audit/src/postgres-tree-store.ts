import type { Pool, PoolClient } from 'pg';
import type { Position } from '#event-log';
import { Fault, type Instant } from '#kernel';
import { byteaArray } from '#postgres';
import { inTransaction, rowsOf } from '#projections';
import type { TileGrowth } from './proof/growing.js';
import { HASH_BYTES } from './proof/hashing.js';
import type { Node, NodeHashes } from './proof/proofs.js';
import { nodeIn, placeOf, type TilePlace } from './proof/tiles.js';
import {
  Overtaken,
  type SigningView,
  type StoredCheckpoint,
  type StoredTile,
  type StoredTimestamp,
  type TreeState,
  type TreeStore,
} from './tree-store.js';

const STATE = 'select size, position, frontier from audit.tree';
const CHECKPOINT = 'select size, position, signed_at as "signedAt", note, cosignatures from audit.checkpoints';
const TILE = 'select level, index, hashes, first_position as first, last_position as last from audit.tiles';

/** Nobody waits for the disk to see the tree grow: it can be grown again from the log. What is signed is on disk. */
const GROW = `begin; set local synchronous_commit = off`;
const SIGN = `begin; set local synchronous_commit = on`;

const MOVE = 'update audit.tree set size = $3, position = $4, frontier = $5 where size = $1 and position = $2';

const BEGIN_TILES = `insert into audit.tiles (level, index, hashes, first_position, last_position)
  select * from unnest($1::smallint[], $2::bigint[], $3::bytea[], $4::text[], $5::text[])`;

/** A tile that has another length than it should is left as it is, and missed in the count. */
const EXTEND_TILES = `update audit.tiles tile set hashes = tile.hashes || more.hashes, last_position = more.last
  from unnest($1::smallint[], $2::bigint[], $3::bytea[], $4::integer[], $5::text[]) more (level, index, hashes, length, last)
  where tile.level = more.level and tile.index = more.index and length(tile.hashes) = more.length`;

const UNUSED_KEYS = 'delete from audit.keys where not exists (select from audit.checkpoints)';

/** One that stands there already counts where it is the same. */
const TAKE_OVER = `insert into audit.checkpoints as known (size, position, signed_at, note)
  select * from unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::text[])
  on conflict (size) do update set note = known.note where known.note = excluded.note`;

/** The tree in the database of the read models, whichever log it follows. */
export class PostgresTreeStore implements TreeStore {
  readonly hashes: NodeHashes;

  constructor(private readonly pool: Pool) {
    this.hashes = hashesOn(pool);
  }

  state(): Promise<TreeState> {
    return only(rowsOf<TreeState>(this.pool, STATE));
  }

  async grow(from: TreeState, to: TreeState, tiles: readonly TileGrowth[]): Promise<void> {
    await inTransaction(this.pool, GROW, async (client) => {
      const { rowCount } = await client.query(MOVE, [from.size, from.position, to.size, to.position, to.frontier]);
      if (rowCount !== 1) throw new Overtaken(`the tree is no longer at ${String(from.size)}`);
      await beginTiles(
        client,
        tiles.filter((tile) => tile.from === 0),
      );
      await extendTiles(
        client,
        tiles.filter((tile) => tile.from > 0),
      );
    });
  }

  sign(make: (view: SigningView) => Promise<StoredCheckpoint | undefined>): Promise<StoredCheckpoint | undefined> {
    return inTransaction(this.pool, SIGN, async (client) => {
      const state = await only(rowsOf<TreeState>(client, `${STATE} for update`));
      const [latest] = await rowsOf<StoredCheckpoint>(client, `${CHECKPOINT} order by size desc limit 1`);
      const made = await make({ state, latest, hashes: hashesOn(client) });
      if (!made) return undefined;
      const { size, position, signedAt, note } = made;
      const insert = 'insert into audit.checkpoints (size, position, signed_at, note) values ($1, $2, $3, $4)';
      await client.query(insert, [size, position, signedAt, note]);
      return made;
    });
  }

  async latest(atMost = Number.MAX_SAFE_INTEGER): Promise<StoredCheckpoint | undefined> {
    const text = `${CHECKPOINT} where size <= $1 order by size desc limit 1`;
    return (await rowsOf<StoredCheckpoint>(this.pool, text, [atMost]))[0];
  }

  checkpointsAfter(size: number, limit: number): Promise<StoredCheckpoint[]> {
    return rowsOf(this.pool, `${CHECKPOINT} where size > $1 order by size limit $2`, [size, limit]);
  }

  async cosign(size: number, line: string): Promise<void> {
    const text =
      'update audit.checkpoints set cosignatures = cosignatures || $2 where size = $1 and strpos(cosignatures, $2) = 0';
    await inTransaction(this.pool, SIGN, (client) => client.query(text, [size, line]));
  }

  async stamp(size: number, at: Instant, token: Buffer): Promise<void> {
    const text = 'insert into audit.timestamps (size, stamped_at, token) values ($1, $2, $3) on conflict do nothing';
    await inTransaction(this.pool, SIGN, (client) => client.query(text, [size, at, token]));
  }

  async lastStamped(): Promise<{ size: number; at: Instant } | undefined> {
    const text = 'select size, stamped_at as at from audit.timestamps order by size desc limit 1';
    return (await rowsOf<{ size: number; at: Instant }>(this.pool, text, []))[0];
  }

  async timestamp(size: number): Promise<Buffer | undefined> {
    const text = 'select token from audit.timestamps where size = $1';
    return (await rowsOf<{ token: Buffer }>(this.pool, text, [size]))[0]?.token;
  }

  timestampsAfter(size: number, limit: number): Promise<StoredTimestamp[]> {
    const text = `select size, note, token from audit.timestamps join audit.checkpoints using (size)
      where size > $1 order by size limit $2`;
    return rowsOf(this.pool, text, [size, limit]);
  }

  async tile({ level, index }: TilePlace): Promise<StoredTile | undefined> {
    return (await rowsOf<StoredTile>(this.pool, `${TILE} where level = $1 and index = $2`, [level, index]))[0];
  }

  tiles(level: number, from: number, limit: number): Promise<StoredTile[]> {
    return rowsOf(this.pool, `${TILE} where level = $1 and index >= $2 order by index limit $3`, [level, from, limit]);
  }

  async tileAt(position: Position): Promise<StoredTile | undefined> {
    const text = `${TILE} where level = 0 and first_position <= $1 order by first_position desc limit 1`;
    return (await rowsOf<StoredTile>(this.pool, text, [position]))[0];
  }

  async keys(): Promise<string[]> {
    const rows = await rowsOf<{ key: string }>(this.pool, 'select key from audit.keys order by known_at, key');
    return rows.map(({ key }) => key);
  }

  async addKeys(keys: readonly string[]): Promise<void> {
    await this.pool.query('insert into audit.keys (key) select unnest($1::text[]) on conflict do nothing', [keys]);
  }

  /**
   * Takes over what was signed of a log whose events were moved here; where its events stand here is not known yet. A key that
   * never signed anything here makes room. @throws Fault where the database holds another checkpoint of a size
   */
  async takeOver(keys: readonly string[], checkpoints: readonly StoredCheckpoint[]): Promise<void> {
    await inTransaction(this.pool, SIGN, async (client) => {
      await client.query(UNUSED_KEYS);
      await client.query('insert into audit.keys (key) select unnest($1::text[]) on conflict do nothing', [keys]);
      const { rowCount } = await client.query(TAKE_OVER, [
        checkpoints.map(({ size }) => size),
        checkpoints.map(({ position }) => position),
        checkpoints.map(({ signedAt }) => signedAt),
        checkpoints.map(({ note }) => note),
      ]);
      if (rowCount !== checkpoints.length) throw new Fault('the database holds another checkpoint of one of these sizes');
    });
  }

  /** Empties the tree, not what was signed of it: it is grown again over where the events stand now. */
  async startOver(): Promise<void> {
    await inTransaction(this.pool, SIGN, async (client) => {
      await client.query(`update audit.tree set size = 0, position = '', frontier = '', error = null, failed_at = null`);
      await client.query('truncate audit.tiles');
    });
  }

  /** Where the last events of checkpoints stand now. */
  async place(checkpoints: readonly Pick<StoredCheckpoint, 'size' | 'position'>[]): Promise<void> {
    const text = `update audit.checkpoints known set position = placed.position
      from unnest($1::bigint[], $2::text[]) placed (size, position) where known.size = placed.size`;
    await this.pool.query(text, [checkpoints.map(({ size }) => size), checkpoints.map(({ position }) => position)]);
  }

  async showFailure(says: string | null): Promise<void> {
    const text = 'update audit.tree set error = $1, failed_at = case when $1::text is null then null else now() end';
    await this.pool.query(text, [says]);
  }
}

async function only<T>(asked: Promise<T[]>): Promise<T> {
  const [row] = await asked;
  if (!row) throw new Fault('audit.tree has lost its row');
  return row;
}

async function beginTiles(client: PoolClient, tiles: readonly TileGrowth[]): Promise<void> {
  if (tiles.length === 0) return;
  await client.query(BEGIN_TILES, [
    tiles.map(({ level }) => level),
    tiles.map(({ index }) => index),
    byteaArray(tiles.map(({ hashes }) => hashes)),
    tiles.map(({ positions }) => positions?.first ?? null),
    tiles.map(({ positions }) => positions?.last ?? null),
  ]);
}

async function extendTiles(client: PoolClient, tiles: readonly TileGrowth[]): Promise<void> {
  if (tiles.length === 0) return;
  const { rowCount } = await client.query(EXTEND_TILES, [
    tiles.map(({ level }) => level),
    tiles.map(({ index }) => index),
    byteaArray(tiles.map(({ hashes }) => hashes)),
    tiles.map(({ from }) => from * HASH_BYTES),
    tiles.map(({ positions }) => positions?.last ?? null),
  ]);
  if (rowCount !== tiles.length) throw new Fault('a tile of the tree is not as the sealer left it');
}

const hashesOn =
  (on: Pool | PoolClient): NodeHashes =>
  async (nodes) => {
    const places = nodes.map((node) => placeOf(node));
    const rows = await rowsOf<StoredTile>(
      on,
      `${TILE} join unnest($1::smallint[], $2::bigint[]) wanted (level, index) using (level, index)`,
      [places.map(({ level }) => level), places.map(({ index }) => index)],
    );
    const tiles = new Map(rows.map(({ level, index, hashes }) => [nameOf({ level, index }), hashes]));
    return places.map((place, at) => nodeIn(tiles.get(nameOf(place)) ?? Buffer.alloc(0), place) ?? lacking(nodes[at]));
  };

const nameOf = ({ level, index }: TilePlace): string => `${String(level)}/${String(index)}`;

function lacking(node: Node | undefined): never {
  throw new Fault(`the tree has no node ${String(node?.index)} at height ${String(node?.height)}`);
}
