import { Fault } from '#kernel';
import type { CheckpointFolder } from './checkpoint-folder.js';
import { addCheckpointText } from './proof/add-checkpoint.js';
import { cosignedAt, goodLine, witnessKeyFrom } from './proof/cosignature.js';
import type { Verifier } from './proof/note.js';
import { consistencyProof } from './proof/proofs.js';
import type { StoredCheckpoint, TreeStore } from './tree-store.js';

/** Where a witness is asked, without a slash at the end, and its public key. */
export interface WitnessPlace {
  readonly url: string;
  readonly key: string;
}

interface Asked {
  readonly url: string;
  readonly key: Verifier;
  /** Of the checkpoint that it cosigned last, as far as is known here. */
  size: number;
}

const ANSWERS_WITHIN_MS = 10_000;
const ANSWER_LIMIT = 4_096;
const CONFLICT = 409;

/** Asks witnesses to cosign the newest checkpoint, and keeps what they sign beside it. The signed text never changes. */
export class Cosigning {
  private readonly witnesses: readonly Asked[];

  constructor(
    private readonly store: TreeStore,
    private readonly folder: CheckpointFolder,
    places: readonly WitnessPlace[],
  ) {
    this.witnesses = places.map(({ url, key }) => ({ url, key: witnessKeyFrom(key), size: 0 }));
  }

  /** One that does not answer keeps nobody else from being asked. @throws Fault that says who does not cosign, and why */
  async collect(signal: AbortSignal): Promise<void> {
    const latest = await this.store.latest();
    if (!latest) return;
    const lacking = this.witnesses.filter(({ key }) => cosignedAt(`${latest.note}${latest.cosignatures}`, key) === undefined);
    const failed = await Promise.all(lacking.map((witness) => this.askOnce(witness, latest, signal)));
    const says = failed.filter((fault) => fault !== undefined);
    if (says.length > 0) throw new Fault(says.join('; '));
  }

  private askOnce(witness: Asked, latest: StoredCheckpoint, signal: AbortSignal): Promise<string | undefined> {
    return this.ask(witness, latest, signal).then(
      () => undefined,
      (error: unknown) => `witness ${witness.key.name}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }

  private async ask(witness: Asked, latest: StoredCheckpoint, signal: AbortSignal): Promise<void> {
    const first = await this.offer(witness, latest, signal);
    const answer = first.isOtherSize ? await this.offer(witness, latest, signal) : first;
    const line = answer.status === 200 ? goodLine(latest.note, answer.text, witness.key) : '';
    if (line === '')
      throw new Fault(`does not cosign ${String(latest.size)} events: ${String(answer.status)} ${answer.text.trim()}`);
    witness.size = latest.size;
    // The file first: who is in the database with a line is asked no more.
    await this.folder.keepCosigned(latest, line, witness.key.id.toString(16).padStart(8, '0'));
    await this.store.cosign(latest.size, line);
  }

  /** Remembers the size that the witness says it is at. */
  private async offer(witness: Asked, { size, note }: StoredCheckpoint, signal: AbortSignal) {
    const { url, size: old } = witness;
    if (old > size) throw new Fault(`has cosigned ${String(old)} events, and the log has ${String(size)}`);
    const proof = old === 0 ? [] : await consistencyProof(old, size, this.store.hashes);
    const response = await fetch(`${url}/add-checkpoint`, {
      method: 'POST',
      body: addCheckpointText({ old, proof, note }),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWERS_WITHIN_MS)]),
    });
    const text = (await response.text()).slice(0, ANSWER_LIMIT);
    const isOtherSize = response.status === CONFLICT && /^(?:0|[1-9]\d{0,15})\n$/.test(text) && Number(text) !== old;
    if (isOtherSize) witness.size = Number(text);
    return { status: response.status, text, isOtherSize };
  }
}
