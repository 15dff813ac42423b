import { checkpointIn, openCheckpoint, partsOf, type Verifier, type Witness } from '#audit';
import { refusalLine } from '../admin-call.js';
import { UsageError } from '../command.js';
import { notReached } from '../error-line.js';

const ANSWERS_WITHIN_MS = 30_000;

export interface WatchedLog {
  readonly url: string;
  /** Of the ledger's API: an auditor's. */
  readonly apiKey: string;
  /** Public keys of the log, of one name. */
  readonly keys: readonly Verifier[];
  readonly origin: string;
}

/** What came of a look: nothing was signed yet, it stands as before, it was cosigned, it was refused. */
export type Look = 'empty' | 'unchanged' | 'cosigned' | 'refused';

/** Asks a ledger for its newest checkpoint and for proof that it extends what was cosigned last. */
export class Watching {
  constructor(
    private readonly log: WatchedLog,
    private readonly witness: Witness,
  ) {}

  /** @throws where the ledger can not be asked; that alone is no sign of another history */
  async look(): Promise<Look> {
    const { origin, keys } = this.log;
    const note = await this.get('/v1/audit/checkpoint');
    if (note === undefined) return 'empty';
    const offered = openCheckpoint(note, keys);
    if (offered?.origin !== origin)
      return this.refuse(`what the ledger serves is not signed by ${origin} as it is known here`, note);
    const last = await this.lastSize();
    if (last === undefined || offered.size >= last) return this.add(note, { size: offered.size, last });
    const says = `offers ${String(offered.size)} events where ${String(last)} were cosigned: put back from a copy, or cut off`;
    return this.refuse(`${origin} ${says}`, note);
  }

  private async add(note: string, { size, last = 0 }: { size: number; last: number | undefined }): Promise<Look> {
    const proof = last === 0 || last === size ? [] : await this.proof(last, size);
    const { type } = await this.witness.add({ old: last, proof, note });
    if (type === 'cosigned') return last === size ? 'unchanged' : 'cosigned';
    // Somebody offered it another one meanwhile: the next look is at that.
    if (type === 'other-size') return 'unchanged';
    if (type === 'forked') return 'refused';
    return this.refuse(
      `${this.log.origin} can not prove that its ${String(size)} events begin with the ${String(last)} cosigned`,
      note,
    );
  }

  private async refuse(says: string, note: string): Promise<Look> {
    await this.witness.refuse(this.log.origin, says, note);
    return 'refused';
  }

  private async lastSize(): Promise<number | undefined> {
    const note = await this.witness.last(this.log.origin);
    return checkpointIn(partsOf(note ?? '')?.text ?? '')?.size;
  }

  /** As the ledger gives it: what it is worth, the witness finds out. */
  private async proof(from: number, to: number): Promise<Buffer[]> {
    const text = await this.get(`/v1/audit/proofs/consistency?from=${String(from)}&to=${String(to)}`);
    const { proof } = JSON.parse(text ?? '{}') as { readonly proof?: unknown };
    return Array.isArray(proof) ? proof.map((hash) => Buffer.from(String(hash), 'base64')) : [];
  }

  /** Undefined where there is no such thing. */
  private async get(path: string): Promise<string | undefined> {
    const { url, apiKey } = this.log;
    const response = await fetch(`${url}${path}`, {
      headers: { authorization: `Bearer ${apiKey}` },
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    }).catch(notReached(url));
    const text = await response.text();
    if (response.status === 404) return undefined;
    if (!response.ok) throw new UsageError(`${url}${path}: ${refusalLine(response.status, text)}`);
    return text;
  }
}
