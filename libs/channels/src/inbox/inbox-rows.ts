import { instant } from '#kernel';
import { idOf } from './inbox-writer.js';
import { inBrackets, type Channel, type FullNotice, type KeptNotice, type SettledAs } from './notice.js';

/** Columns of a notice with its outcome, as `pg` reads them. */
export interface KeptRow {
  readonly number: string;
  readonly id: string;
  readonly channel: string;
  readonly source: string;
  readonly actor: string;
  readonly received_at: Date;
  readonly sha256: Buffer;
  readonly outcome: 'applied' | 'ignored' | 'parked' | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly settled_at: Date | null;
}

export interface FullRow extends KeptRow {
  readonly raw: Buffer;
  readonly external_id: string | null;
  readonly sanitised: boolean;
  readonly signature: string | null;
  readonly body: Buffer | null;
}

export const keptNotice = (row: KeptRow): KeptNotice => ({
  id: idOf(row.id),
  number: Number(row.number),
  channel: row.channel as Channel,
  source: row.source,
  actor: row.actor,
  receivedAt: instant(row.received_at.getTime()),
  digest: row.sha256.toString('hex'),
  settled: settledAs(row),
});

export const fullNotice = (row: FullRow): FullNotice => ({
  ...keptNotice(row),
  raw: row.raw,
  externalId: row.external_id,
  sanitised: row.sanitised,
  evidence: row.signature === null ? null : { signature: row.signature, body: row.body ?? inBrackets(row.raw) },
});

function settledAs({ outcome, reason, detail, settled_at }: KeptRow): SettledAs | null {
  if (outcome === null || settled_at === null) return null;
  const at = instant(settled_at.getTime());
  if (outcome === 'applied') return { outcome, at };
  return { outcome, reason: reason ?? '', ...(detail !== null && { detail }), at };
}
