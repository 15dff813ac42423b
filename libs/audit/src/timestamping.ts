import { randomBytes } from 'node:crypto';
import { Fault, instant } from '#kernel';
import type { CheckpointFolder } from './checkpoint-folder.js';
import { sha256 } from './proof/hashing.js';
import { timestampIn, timestampRequest } from './proof/timestamp.js';
import type { StoredCheckpoint, TreeStore } from './tree-store.js';

/** Who is asked for time-stamps, and how often at most. */
export interface TimestampAuthority {
  readonly url: string;
  readonly everyMs: number;
}

const ANSWERS_WITHIN_MS = 10_000;
const ANSWER_LIMIT = 65_536;
const NONCE_BYTES = 8;

/** Asks a time-stamping authority (RFC 3161) for a token of the newest checkpoint, and keeps its answer beside it. */
export class Timestamping {
  /** Before that nothing is looked at. */
  private notBefore = 0;

  constructor(
    private readonly store: TreeStore,
    private readonly folder: CheckpointFolder,
    private readonly authority: TimestampAuthority,
    private readonly now: () => number = Date.now,
  ) {}

  /** Nothing is asked where the last token is young, or of the newest checkpoint. @throws Fault that says why there is no token */
  async collect(signal: AbortSignal): Promise<void> {
    if (this.now() < this.notBefore) return;
    const last = await this.store.lastStamped();
    const due = last ? Date.parse(last.at) + this.authority.everyMs : 0;
    if (this.now() < due) {
      this.notBefore = due;
      return;
    }
    const latest = await this.store.latest();
    if (latest && latest.size !== last?.size) await this.stamp(latest, signal);
  }

  /** The file comes first: what stands in the database is never asked for again. */
  private async stamp(latest: StoredCheckpoint, signal: AbortSignal): Promise<void> {
    const asked = { digest: sha256(Buffer.from(latest.note)), nonce: BigInt(`0x${randomBytes(NONCE_BYTES).toString('hex')}`) };
    const reply = await this.ask(timestampRequest(asked), signal);
    const found = timestampIn(reply, asked);
    if ('refused' in found)
      throw new Fault(`${this.authority.url}: no token of ${String(latest.size)} events: ${found.refused}`);
    await this.folder.keepTimestamp(latest, reply);
    await this.store.stamp(latest.size, instant(this.now()), reply);
  }

  private async ask(request: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<Buffer> {
    const { url } = this.authority;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/timestamp-query', Accept: 'application/timestamp-reply' },
      body: request,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWERS_WITHIN_MS)]),
    });
    const reply = Buffer.from(await response.arrayBuffer());
    if (!response.ok) throw new Fault(`${url}: answers ${String(response.status)}`);
    if (reply.length > ANSWER_LIMIT) throw new Fault(`${url}: answers ${String(reply.length)} bytes`);
    return reply;
  }
}
