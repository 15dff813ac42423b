import type { EventLog, Position } from '#event-log';
import type { Certificates, CertificateView } from '../certificates/postgres-certificates.js';
import { LeafEncoder } from '../proof/leaf.js';
import { consistencyProof, inclusionProof } from '../proof/proofs.js';
import { HASH_BYTES } from '../proof/hashing.js';
import { tileOfPath } from '../proof/tiles.js';
import type { StoredCheckpoint, TreeStore } from '../tree-store.js';
import { EventPlaces } from './event-places.js';

/** An event as the position of it, or as its place in its stream. */
export type EventAsked = { readonly position: Position } | { readonly stream: string; readonly revision: number };

/** That an event is in what a checkpoint signed. Bytes are base64. */
export interface InclusionView {
  readonly index: number;
  readonly size: number;
  readonly position: Position;
  /** The leaf whose hash the proof begins with. */
  readonly leaf: string;
  readonly proof: readonly string[];
  /** Of that size. */
  readonly checkpoint: string;
}

/** That the first `from` events of a tree are the first ones of a larger one. Hashes are base64. */
export interface ConsistencyView {
  readonly from: number;
  readonly to: number;
  readonly proof: readonly string[];
}

export interface CheckpointView {
  readonly size: number;
  readonly position: Position;
  readonly signedAt: string;
  readonly note: string;
}

/** Why there is no proof. */
export type NoProof = 'NOT_FOUND' | 'NOT_SEALED';

/** What the audit answers to whoever checks. */
export class AuditQueries {
  /** Where events stand in the tree. */
  readonly places: EventPlaces;

  constructor(
    private readonly log: EventLog,
    private readonly store: TreeStore,
    private readonly kept: Certificates,
  ) {
    this.places = new EventPlaces(log, store);
  }

  /** Of read models that took the place of others, above an id. */
  certificates(after: number, limit: number): Promise<CertificateView[]> {
    return this.kept.after(after, limit);
  }

  certificate(id: number): Promise<string | undefined> {
    return this.kept.note(id);
  }

  async latest(): Promise<CheckpointView | undefined> {
    const latest = await this.store.latest();
    return latest && viewOf(latest);
  }

  /** The one of a size, the newest unless said. */
  async checkpoint(size?: number): Promise<StoredCheckpoint | undefined> {
    const found = await this.store.latest(size);
    return size === undefined || found?.size === size ? found : undefined;
  }

  /** The hashes beside the path from a leaf to the root of a size. @throws Fault where it can not be */
  proof(index: number, size: number): Promise<readonly Buffer[]> {
    return inclusionProof(index, size, this.store.hashes);
  }

  /** Those above a size, smallest first. */
  async checkpoints(after: number, limit: number): Promise<CheckpointView[]> {
    return (await this.store.checkpointsAfter(after, limit)).map(viewOf);
  }

  /** What a time-stamping authority answered of the checkpoint of a size: a TimeStampResp. */
  timestamp(size: number): Promise<Buffer | undefined> {
    return this.store.timestamp(size);
  }

  keys(): Promise<string[]> {
    return this.store.keys();
  }

  /** The bytes of a tile by its path below `tile/`; undefined where there is none, or not yet so much of it. */
  async tile(path: string): Promise<Buffer | undefined> {
    const tile = tileOfPath(path);
    const stored = tile && (await this.store.tile(tile));
    const bytes = tile ? tile.width * HASH_BYTES : 0;
    return stored && stored.hashes.length >= bytes ? stored.hashes.subarray(0, bytes) : undefined;
  }

  /** An event in the newest checkpoint. */
  async inclusion(asked: EventAsked): Promise<InclusionView | NoProof> {
    const position = 'position' in asked ? asked.position : await this.positionOf(asked);
    if (position === undefined) return 'NOT_FOUND';
    const latest = await this.store.latest();
    if (!latest || position > latest.position) return 'NOT_SEALED';
    const found = await this.places.eventAt(position);
    if (!found) return 'NOT_FOUND';
    const { index, event } = found;
    const proof = await inclusionProof(index, latest.size, this.store.hashes);
    const leaf = new LeafEncoder().leafOf(event).toString('base64');
    return { index, size: latest.size, position, leaf, proof: proof.map(base64), checkpoint: viewOf(latest).note };
  }

  async consistency(from: number, to: number): Promise<ConsistencyView | NoProof> {
    if (to > (await this.store.state()).size) return 'NOT_SEALED';
    return { from, to, proof: (await consistencyProof(from, to, this.store.hashes)).map(base64) };
  }

  private async positionOf({ stream, revision }: { stream: string; revision: number }): Promise<Position | undefined> {
    return (await this.log.readStream(stream, { from: revision, limit: 1 }))[0]?.position;
  }
}

/** With what witnesses signed: readers pass over signatures that they do not know. */
const viewOf = ({ size, position, signedAt, note, cosignatures }: StoredCheckpoint): CheckpointView => ({
  size,
  position,
  signedAt,
  note: `${note}${cosignatures}`,
});

const base64 = (hash: Buffer): string => hash.toString('base64');
