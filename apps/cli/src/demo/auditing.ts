import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  isConsistent,
  openCertificate,
  openCheckpoint,
  verifierFrom,
  type CertificateView,
  type Checkpoint,
  type CheckpointView,
} from '#audit';
import { verifyBundle } from '../verify-bundle.js';
import { DemoFailure, type Ledger } from './ledger.js';
import { polled } from './projections.js';

/** Recomputes the log as `verify` does, asked as its command line is. Answers 0 where nothing is wrong. */
export type Recompute = (args: readonly string[], print: (line: string) => void) => Promise<number>;

/** What an auditor took home while the day was played: what comes later is held against it. */
export interface Kept {
  readonly folder: string;
  readonly checkpoint: Checkpoint;
  readonly keys: readonly string[];
}

interface Data<T> {
  readonly data: T;
}

const NOT_FOUND = 404;
const PAGE = 1_000;

/** Keeps the newest checkpoint, once there is one, and the public keys. @throws DemoFailure where nothing is signed by them */
export async function keepCheckpoint(ledger: Ledger, folder: string): Promise<Kept> {
  await mkdir(folder, { recursive: true });
  const note = await polled('no checkpoint is signed', async () => {
    const { status, text } = await ledger.ask({ method: 'GET', path: '/v1/audit/checkpoint' });
    return status === NOT_FOUND ? undefined : text;
  });
  const { data: keys } = await ledger.get<Data<readonly string[]>>('/v1/audit/keys');
  const checkpoint = openCheckpoint(note, keys.map(verifierFrom));
  if (!checkpoint) throw new DemoFailure('the newest checkpoint is not signed by the log’s key');
  await writeFile(join(folder, 'kept.checkpoint'), note);
  await writeFile(join(folder, 'kept.key'), `${keys.join('\n')}\n`);
  return { folder, checkpoint, keys };
}

/** Id of the newest certificate; 0 where there is none. */
export async function newestCertificate(ledger: Ledger): Promise<number> {
  let newest = 0;
  for (;;) {
    const id = (await certificatesAfter(ledger, newest)).at(-1)?.id;
    if (id === undefined) return newest;
    newest = id;
  }
}

const certificatesAfter = async (ledger: Ledger, id: number): Promise<readonly CertificateView[]> => {
  const path = `/v1/audit/certificates?after=${String(id)}&limit=${String(PAGE)}`;
  return (await ledger.get<Data<readonly CertificateView[]>>(path)).data;
};

interface Audited {
  readonly ledger: Ledger;
  readonly kept: Kept;
  /** Everything up to it has to be sealed. */
  readonly position: string;
  /** Whose evidence is asked for. */
  readonly orderId: string;
  /** Certificates above this id are the demo's. */
  readonly certifiedBefore: number;
  /** Read models that the demo rebuilt. */
  readonly rebuilt: number;
  /** Undefined where the ledger is at hand over HTTP alone. */
  readonly recompute: Recompute | undefined;
}

/** The audit at the end, as somebody does it who trusts nothing but what was kept. Answers what is wrong. */
export async function audit(audited: Audited, print: (line: string) => void): Promise<string[]> {
  const sealed = await sealedUpTo(audited);
  return [
    ...(await theLog(audited, sealed, print)),
    ...(await certificates(audited, print)),
    ...(await evidence(audited, sealed, print)),
  ];
}

/** The first checkpoint over a position, not older than the one that was kept. */
const sealedUpTo = ({ ledger, kept, position }: Audited): Promise<CheckpointView> =>
  polled(`no checkpoint covers ${position}`, async () => {
    let after = kept.checkpoint.size - 1;
    for (;;) {
      const path = `/v1/audit/checkpoints?after=${String(after)}&limit=${String(PAGE)}`;
      const { data } = await ledger.get<Data<readonly CheckpointView[]>>(path);
      const found = data.find((checkpoint) => checkpoint.position >= position);
      if (found || data.length === 0) return found;
      after = data.at(-1)?.size ?? after;
    }
  });

/** That the log only grew since, and, where it can be read, that it is what was signed. */
async function theLog({ ledger, kept, recompute }: Audited, { note }: CheckpointView, print: (line: string) => void) {
  const older = kept.checkpoint;
  const newer = openCheckpoint(note, kept.keys.map(verifierFrom));
  if (!newer) return ['the newest checkpoint is not signed by the log’s key'];
  const { proof } = await ledger.get<{ readonly proof: readonly string[] }>(
    `/v1/audit/proofs/consistency?from=${String(older.size)}&to=${String(newer.size)}`,
  );
  const hashes = proof.map((hash) => Buffer.from(hash, 'base64'));
  if (!isConsistent(older, newer, hashes))
    return [`the checkpoint of ${String(newer.size)} events does not extend the one that was kept, of ${String(older.size)}`];
  const [checkpoint, key] = [join(kept.folder, 'kept.checkpoint'), join(kept.folder, 'kept.key')];
  const extended = `the checkpoint kept at ${String(older.size)} events is extended by the one at ${String(newer.size)}`;
  const asked = ['--checkpoint', checkpoint, '--key', key];
  if (!recompute) {
    print(`verify ok: ${extended}; skipped: recomputing the log, where its database is at hand: verify ${asked.join(' ')}`);
    return [];
  }
  const lines: string[] = [];
  if ((await recompute(asked, (line) => lines.push(line))) !== 0) return lines.map((line) => `verify: ${line}`);
  print(`verify ok: ${extended}; recomputed: ${lines.slice(0, -1).join(' ')}`);
  return [];
}

/** Each rebuild of the demo has one, and the keys of the log signed it. */
async function certificates({ ledger, kept, certifiedBefore, rebuilt }: Audited, print: (line: string) => void) {
  const verifiers = kept.keys.map(verifierFrom);
  const found = await certificatesAfter(ledger, certifiedBefore);
  if (found.length < rebuilt) return [`${String(rebuilt)} read models were rebuilt, ${String(found.length)} are certified`];
  const wrong: string[] = [];
  for (const { id, projection, kind } of found) {
    const { text } = await ledger.call({ method: 'GET', path: `/v1/audit/certificates/${String(id)}` });
    const by = openCertificate(text, verifiers)?.by.map(({ name }) => name);
    if (!by) wrong.push(`certificate ${String(id)} of ${projection} is not signed by the log’s key`);
    if (id !== found.at(-1)?.id || !by) continue;
    const path = join(kept.folder, 'certificate');
    await writeFile(path, text);
    print(`certificate ${String(id)}, ${path}: ${kind} of ${projection}, verified: signed by ${by.join(', ')}`);
  }
  if (wrong.length === 0) print(`certificates: ${String(found.length)} of ${String(rebuilt)} rebuilds, all of them verified`);
  return wrong;
}

/** A pack of one order, which `verify --bundle` takes as it is and with no byte otherwise. */
async function evidence({ ledger, kept, orderId }: Audited, { size, note }: CheckpointView, print: (line: string) => void) {
  const path = `/v1/evidence?order=${orderId}&checkpoint=${String(size)}`;
  const { bytes } = await ledger.call({ method: 'GET', path });
  const trusted = { keys: kept.keys, given: [{ from: 'the newest checkpoint', note }] };
  const judged = async (name: string, content: Uint8Array) => {
    const bundle = join(kept.folder, name);
    await writeFile(bundle, content);
    const lines: string[] = [];
    const code = await verifyBundle({ ...trusted, bundle }, (line) => lines.push(line));
    return { bundle, code, lines };
  };
  const whole = await judged(`order-${orderId}.zip`, bytes);
  if (whole.code !== 0) return whole.lines.map((line) => `evidence of order ${orderId}: ${line}`);
  const edited = await judged(`order-${orderId}.edited.zip`, otherwise(bytes));
  if (edited.code === 0) return [`evidence of order ${orderId} is accepted with one byte changed`];
  print(`evidence pack ${whole.bundle}: verified: nothing is wrong`);
  print(`evidence pack ${edited.bundle}, one byte changed: ${String(edited.lines.at(-1))}`);
  return [];
}

/** The same with the byte in its middle changed. */
function otherwise(bytes: Uint8Array): Uint8Array {
  const edited = Uint8Array.from(bytes);
  const middle = bytes.length >> 1;
  edited[middle] = (bytes[middle] ?? 0) ^ 1;
  return edited;
}
