import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Instant } from '#kernel';
import type { CheckpointFolder } from '../checkpoint-folder.js';
import { sha256 } from '../proof/hashing.js';
import { timestampIn, type NoTimestamp, type Timestamp } from '../proof/timestamp.js';
import type { TreeStore } from '../tree-store.js';
import type { OnDefect } from './defect.js';

export interface StampedParts {
  readonly store: Pick<TreeStore, 'timestampsAfter'>;
  readonly folder: CheckpointFolder;
  /** PEM file of the certificates that are believed; undefined: signatures are not looked at. */
  readonly caFile: string | undefined;
  /** The program; as it is found on the path unless said. */
  readonly openssl?: string;
  readonly onDefect: OnDefect;
}

export interface Stamped {
  /** Good as far as they were looked at, in the database and as files. */
  readonly good: number;
  /** The largest size of a good one, and when it existed at the latest. */
  readonly newest: { readonly size: number; readonly at: Instant } | undefined;
  /** Why signatures were not looked at; undefined where they were. */
  readonly unsignedBecause: string | undefined;
}

/** What an authority answered, and the note that it should be of; undefined where there is none. */
interface KeptToken {
  readonly from: string;
  readonly size: number;
  readonly note: string | undefined;
  readonly token: Buffer;
}

const PAGE = 1_000;
const run = promisify(execFile);

/** Holds every time-stamp that was kept against its checkpoint, and against the authority's certificate where openssl is there. */
export async function verifyTimestamps(parts: StampedParts): Promise<Stamped> {
  const { store, folder, caFile, openssl = 'openssl', onDefect } = parts;
  const signed = caFile !== undefined && (await canRun(openssl)) ? signedBy(openssl, caFile) : undefined;
  let good = 0;
  let newest: Stamped['newest'];
  for await (const kept of tokensOf(store, folder)) {
    const found = kept.note === undefined ? { refused: 'its checkpoint is gone' } : stampOf(kept.note, kept.token);
    const checked = 'at' in found && signed ? await signed(kept, found) : found;
    if ('refused' in checked) {
      onDefect({ kind: 'timestamp', says: `${kept.from}: ${checked.refused}` });
      continue;
    }
    good += 1;
    if (kept.size > (newest?.size ?? 0)) newest = { size: kept.size, at: checked.at };
  }
  const lacks = caFile === undefined ? 'no certificate of the authority is given' : `there is no ${openssl} on the path`;
  return { good, newest, unsignedBecause: signed ? undefined : lacks };
}

const stampOf = (note: string, token: Buffer) => timestampIn(token, { digest: sha256(Buffer.from(note)) });

async function* tokensOf(store: StampedParts['store'], folder: CheckpointFolder): AsyncGenerator<KeptToken> {
  for (let after = 0; ;) {
    const page = await store.timestampsAfter(after, PAGE);
    for (const { size, note, token } of page)
      yield { from: `time-stamp of checkpoint ${String(size)} of the database`, size, note, token };
    if (page.length < PAGE) break;
    after = page.at(-1)?.size ?? after;
  }
  for await (const { file, ...kept } of folder.timestamps()) yield { from: file, ...kept };
}

const canRun = (openssl: string): Promise<boolean> =>
  run(openssl, ['version']).then(
    () => true,
    () => false,
  );

type Signed = (kept: KeptToken, stamp: Timestamp) => Promise<Timestamp | NoTimestamp>;

/** Whether the authority signed it. A certificate that ran out since was good when it signed. */
const signedBy =
  (openssl: string, caFile: string): Signed =>
  async ({ note = '', token }, stamp) => {
    const folder = await mkdtemp(join(tmpdir(), 'hezhang-timestamp-'));
    try {
      const [reply, data] = [join(folder, 'reply.tsr'), join(folder, 'note')];
      await Promise.all([writeFile(reply, token), writeFile(data, note)]);
      const seconds = String(Math.floor(Date.parse(stamp.at) / 1_000));
      await run(openssl, ['ts', '-verify', '-in', reply, '-data', data, '-CAfile', caFile, '-attime', seconds]);
      return stamp;
    } catch (error) {
      const says = causeIn((error as { readonly stderr?: string }).stderr ?? '');
      return { refused: `the authority did not sign it, says openssl: ${says}` };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

/** Of its lines, `id:error:code:library:function:reason:file:line:more`, the last one's reason. */
function causeIn(said: string): string {
  const parts = said
    .split('\n')
    .findLast((line) => line.includes(':error:'))
    ?.split(':');
  return parts ? [parts[5], ...parts.slice(8)].join(':') : said.trim();
}
