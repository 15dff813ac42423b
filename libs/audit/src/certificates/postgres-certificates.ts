import type { ClientBase, Pool } from 'pg';
import type { Instant } from '#kernel';
import { rowsOf } from '#projections';
import type { StoredCheckpoint } from '../tree-store.js';

export interface CertificateView {
  readonly id: number;
  /** The read model. */
  readonly projection: string;
  readonly kind: 'rebuild' | 'roll-back';
  readonly at: Instant;
  /** Why nobody signed it; null where somebody did. */
  readonly unsignedBecause: string | null;
}

export interface Certificate extends CertificateView {
  /** A signed note; where nobody signed it, its text alone. */
  readonly note: string;
}

const COLUMNS = 'id, projection, kind, made_at as "at", unsigned_because as "unsignedBecause"';

/** Certificates of what took the place of what, oldest first: the table `audit.certificates`. */
export class Certificates {
  constructor(private readonly pool: Pool) {}

  /** Those above an id. */
  after(id: number, limit: number): Promise<CertificateView[]> {
    const text = `select ${COLUMNS} from audit.certificates where id > $1 order by id limit $2`;
    return rowsOf(this.pool, text, [id, limit]);
  }

  async note(id: number): Promise<string | undefined> {
    const rows = await rowsOf<{ note: string }>(this.pool, 'select note from audit.certificates where id = $1', [id]);
    return rows[0]?.note;
  }
}

/** Part of the caller's transaction. */
export async function keepCertificate(client: ClientBase, certificate: Omit<Certificate, 'id'>): Promise<void> {
  const { projection, kind, at, unsignedBecause, note } = certificate;
  const into = 'insert into audit.certificates (projection, kind, made_at, unsigned_because, note)';
  await client.query(`${into} values ($1, $2, $3, $4, $5)`, [projection, kind, at, unsignedBecause, note]);
}

/** What is known of the log's past: the keys that signed it, and the newest checkpoint. */
export async function knownPast(
  client: ClientBase,
): Promise<{ readonly keys: readonly string[]; readonly checkpoint: StoredCheckpoint | undefined }> {
  const keys = await rowsOf<{ key: string }>(client, 'select key from audit.keys');
  const [checkpoint] = await rowsOf<StoredCheckpoint>(
    client,
    'select size, position, signed_at as "signedAt", note from audit.checkpoints order by size desc limit 1',
  );
  return { keys: keys.map(({ key }) => key), checkpoint };
}
