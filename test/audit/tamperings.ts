import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { DefectClass } from '#audit';
import { positionAt, type Position } from '#event-log';
import { openPool } from '#postgres';
import { SIGNER, STRANGER, sealAll } from './sealed-book.js';

/** Where somebody tampers, as superuser, with triggers off. */
export interface Place {
  readonly client: Client;
  readonly url: string;
  /** Events in the log. */
  readonly events: number;
  /** A number from `least` to `most`, both included. */
  readonly pick: (least: number, most: number) => number;
}

/** What must be told: any of these, at this position where one is named. */
export interface Expected {
  readonly kinds: readonly DefectClass[];
  readonly at?: Position;
}

type Does = (place: Place) => Promise<readonly Expected[]>;

export interface Tampering {
  readonly does: Does;
  /** Switches the guard off itself, and leaves it so. */
  readonly leavesGuardOff?: boolean;
}

const at = (counter: number, ...kinds: DefectClass[]): Expected => ({ kinds, at: positionAt(counter) });
const told = (...kinds: DefectClass[]): Expected => ({ kinds });

/** An assignment to one event at a random place. */
const assigning =
  (assignment: string, ...kinds: DefectClass[]): Does =>
  async ({ client, events, pick }) => {
    const counter = pick(2, events);
    await client.query(`update log.events set ${assignment} where position = ${String(counter)}`);
    return [at(counter, ...kinds)];
  };

/** Moves positions out of the way and back, or a primary key would refuse it half done. */
async function move(client: Client, where: string, by: number): Promise<void> {
  const away = 1_000_000_000;
  await client.query(`update log.events set position = position + ${String(away)} where ${where}`);
  await client.query(
    `update log.events set position = position - ${String(away)} + ${String(by)} where position > ${String(away)}`,
  );
}

/** Empties the tree and grows it again over what stands now. */
async function sealAnew({ client, url }: Place, signers: Parameters<typeof sealAll>[1]['signers']): Promise<void> {
  await client.query(`truncate audit.tiles; update audit.tree set size = 0, position = '', frontier = ''`);
  if (signers.length > 0) await client.query('truncate audit.checkpoints cascade');
  const pool = openPool(url);
  await sealAll(pool, { folder: await mkdtemp(join(tmpdir(), 'hezhang-forged-')), signers });
  await pool.end();
}

const FLIP = `set_byte(data, length(data) / 2, get_byte(data, length(data) / 2) # 1)`;
const RAISED = `convert_to(regexp_replace(convert_from(data, 'UTF8'), '"amount":(\\d+)([^}]*}\\])', '"amount":1\\1\\2'), 'UTF8')`;

/** Ways to falsify a book; the name says what is done. */
const DOINGS: Readonly<Record<string, Does>> = {
  'a byte of data': assigning(`data = ${FLIP}`, 'edited'),
  'a byte more of data': assigning(`data = data || '\\x20'`, 'edited'),
  'metadata: another actor': assigning(`metadata = metadata || '\\x20'`, 'edited'),
  'another type': assigning(`type = type || 'X'`, 'edited'),
  'another content type': assigning(`content_type = 1 - content_type`, 'edited'),
  'another id': assigning(`id = gen_random_uuid()`, 'edited'),
  'another stream': assigning(`stream = stream || '.x'`, 'edited'),
  'another revision': assigning(`revision = revision + 1000`, 'renumbered'),
  'recorded an hour earlier': assigning(`recorded_at = recorded_at - interval '1 hour'`, 'back-dated', 'edited'),
  'recorded in another age': assigning(`recorded_at = '-infinity'`, 'back-dated'),
  'an amount raised': async ({ client, events, pick }) => {
    const { rows } = await client.query<{ position: string }>(
      `select position from log.events where ${RAISED} <> data and position > ${String(pick(0, events - 200))} order by position limit 1`,
    );
    const counter = Number(rows[0]?.position);
    await client.query(`update log.events set data = ${RAISED} where position = ${String(counter)}`);
    return [at(counter, 'edited'), at(counter, 'unbalanced', 'unreadable')];
  },
  'the id of another event': async ({ client, events, pick }) => {
    const counter = pick(3, events);
    await client.query(
      `update log.events set id = (select id from log.events where position = ${String(pick(1, counter - 1))})
       where position = ${String(counter)}`,
    );
    return [at(counter, 'edited'), at(counter, 'duplicate-id')];
  },
  'two events in each other’s place': async ({ client, events, pick }) => {
    const [one, other] = twoOf(pick, events);
    await client.query(`update log.events set position = -1 where position = ${String(one)}`);
    await client.query(`update log.events set position = ${String(one)} where position = ${String(other)}`);
    await client.query(`update log.events set position = ${String(other)} where position = -1`);
    return [at(one, 'swapped'), at(other, 'swapped')];
  },
  'two revisions of a stream exchanged': async ({ client, events, pick }) => {
    const { rows } = await client.query<{ key: string; position: string }>(
      `select stream_key as key, position from log.events where revision = 1 and position > ${String(pick(0, Math.floor(events / 3)))} order by position limit 1`,
    );
    const [{ key, position }] = rows as [(typeof rows)[0]];
    const mine = `update log.events set revision = case revision`;
    await client.query(`${mine} when 0 then 5000 when 1 then 5001 end where stream_key = ${key} and revision in (0, 1)`);
    await client.query(`${mine} when 5000 then 1 else 0 end where stream_key = ${key} and revision in (5000, 5001)`);
    return [at(Number(position), 'renumbered')];
  },
  'data of two events exchanged': async ({ client, events, pick }) => {
    const [one, other] = twoOf(pick, events);
    await client.query(
      `update log.events mine set data = theirs.data || '\\x20' from log.events theirs
       where (mine.position, theirs.position) in ((${String(one)}, ${String(other)}), (${String(other)}, ${String(one)}))`,
    );
    return [at(one, 'edited'), at(other, 'edited')];
  },
  'events removed': async ({ client, events, pick }) => {
    const first = pick(1, events - 6);
    await client.query(`delete from log.events where position between ${String(first)} and ${String(first + pick(0, 4))}`);
    return [at(first, 'removed')];
  },
  'an event removed and the hole closed': async ({ client, events, pick }) => {
    const counter = pick(1, events - 1);
    await client.query(`delete from log.events where position = ${String(counter)}`);
    await move(client, `position > ${String(counter)}`, -1);
    return [at(counter, 'renumbered'), told('removed', 'truncated')];
  },
  'an event put in between': async ({ client, events, pick }) => {
    const counter = pick(2, events);
    await move(client, `position >= ${String(counter)}`, 1);
    await client.query(
      `insert into log.events select ${String(counter)}, stream_key, recorded_at, 1000000, content_type, gen_random_uuid(), stream, type, data, metadata
       from log.events where position = ${String(counter - 1)}`,
    );
    return [at(counter, 'inserted')];
  },
  'the end cut off': async ({ client, events, pick }) => {
    const counter = pick(events - 100, events);
    await client.query(`delete from log.events where position >= ${String(counter)}`);
    return [at(counter, 'truncated')];
  },
  'the end cut off, and of tree and checkpoints too': async (place) => {
    const { client, events, pick } = place;
    const counter = pick(2, Math.floor(events / 4));
    await client.query(`delete from log.events where position >= ${String(counter)}; truncate audit.checkpoints cascade`);
    await sealAnew(place, []);
    return [at(counter, 'truncated'), told('checkpoint')];
  },
  'an event edited and sealed anew': async (place) => {
    const { client, events, pick } = place;
    await client.query(`update log.events set data = ${FLIP} where position = ${String(pick(1, events))}`);
    await sealAnew(place, []);
    return [told('rewritten')];
  },
  'another history, sealed and signed with the true key': async (place) => {
    const { client, events, pick } = place;
    await client.query(`update log.events set data = ${FLIP} where position = ${String(pick(1, Math.floor(events / 4)))}`);
    await sealAnew(place, [SIGNER]);
    return [told('forked')];
  },
  'another history, signed with another key': async (place) => {
    const { client, events, pick } = place;
    await client.query(`update log.events set data = ${FLIP} where position = ${String(pick(1, Math.floor(events / 4)))}`);
    await client.query('truncate audit.keys');
    await sealAnew(place, [STRANGER]);
    return [told('checkpoint'), told('rewritten')];
  },
  'a checkpoint replaced': async ({ client, pick }) => {
    const { rows } = await client.query<{ size: string; note: string }>(
      `select size, note from audit.checkpoints order by size offset ${String(pick(0, 2))} limit 1`,
    );
    const [{ size, note }] = rows as [(typeof rows)[0]];
    // Not the last digits: base64 ends in bits that mean nothing.
    const place = pick(0, note.length - 6);
    const other = note.charAt(place) === 'A' ? 'B' : 'A';
    const replaced = note.slice(0, place) + other + note.slice(place + 1);
    await client.query('update audit.checkpoints set note = $1 where size = $2', [replaced, size]);
    return [told('checkpoint')];
  },
  'a checkpoint gone': async ({ client, pick }) => {
    await client.query(
      `delete from audit.checkpoints where size = (select size from audit.checkpoints order by size offset ${String(pick(0, 3))} limit 1)`,
    );
    return [told('checkpoint')];
  },
  'a hash of a tile': async ({ client, pick }) => {
    await client.query(
      `update audit.tiles set hashes = set_byte(hashes, 5, get_byte(hashes, 5) # 1) where (level, index) = (
         select level, index from audit.tiles order by level, index offset ${String(pick(0, 4))} limit 1)`,
    );
    return [told('tile')];
  },
  'the right edge of the tree': async ({ client }) => {
    await client.query(`update audit.tree set frontier = set_byte(frontier, 9, get_byte(frontier, 9) # 1)`);
    return [told('tree')];
  },
  'the index of streams': async ({ client, pick }) => {
    await client.query(
      `update log.streams set key = key + 1000000 where name = (select name from log.streams order by name offset ${String(pick(0, 200))} limit 1)`,
    );
    return [told('misfiled')];
  },
};

const guardLeftOff: Does = async ({ client, pick }) => {
  await client.query(`alter table log.${pick(0, 1) === 0 ? 'events' : 'streams'} disable trigger append_only`);
  return [told('unguarded')];
};

/** By what is done. */
export const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  ...Object.fromEntries(Object.entries(DOINGS).map(([name, does]) => [name, { does }])),
  'the guard left off': { does: guardLeftOff, leavesGuardOff: true },
};

function twoOf(pick: Place['pick'], events: number): [number, number] {
  const one = pick(1, events - 1);
  return [one, pick(one + 1, events)];
}
